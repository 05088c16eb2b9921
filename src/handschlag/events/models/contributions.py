"""A call for contributions: what people propose, who speaks, when they cannot, and what reviewers say."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.accounts.models import PersonalLink
from handschlag.common.language import InBothLanguages
from handschlag.events.models.events import Event
from handschlag.events.models.programme import Session, SessionKind, SessionLanguage, Speaker, Track


class ContributionCall(models.Model):
    """The organisers of an event ask for contributions, from when until when, and for which."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="contribution_call")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    kinds = models.JSONField(default=list)  # of `SessionKind`
    minutes = models.JSONField(default=list)
    # What did not become part of the programme is deleted so many days after it was closed.
    kept_days = models.PositiveSmallIntegerField(default=90)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    text = InBothLanguages()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_call_closes_later")
        ]

    def __str__(self) -> str:
        return f"call of event {self.event_id}"


class ContributionState(models.TextChoices):
    UNCONFIRMED = "unconfirmed"  # nobody has opened the link in the email yet
    SUBMITTED = "submitted"
    RESERVE = "reserve"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"  # accepted, and its speaker said that they will come
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Contribution(models.Model):
    """What somebody proposes. Once it is in the programme, its words are those of its session."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="contributions")
    link = models.OneToOneField(PersonalLink, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=11, choices=ContributionState.choices, default=ContributionState.UNCONFIRMED
    )
    email = models.EmailField(max_length=254)  # as `accounts.codes_and_links.normalised` writes it
    reads = models.CharField(max_length=2, default="de")  # the language of emails to them
    title = models.CharField(max_length=200)
    abstract = models.TextField()
    language = models.CharField(max_length=4, choices=SessionLanguage.choices, default=SessionLanguage.GERMAN)
    kind = models.CharField(max_length=10, choices=SessionKind.choices, default=SessionKind.TALK)
    minutes = models.PositiveSmallIntegerField()
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    needs = models.TextField(blank=True)  # technical
    session = models.OneToOneField(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="contribution"
    )
    sent_at = models.DateTimeField()  # the form, with the consent
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["event", "state"], name="contributions_by_state")]

    def __str__(self) -> str:
        return f"contribution {self.pk} for event {self.event_id}"


class ContributionSpeaker(models.Model):
    """Who would speak; the first one proposed it. Once accepted, `speaker` is the same person."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    picture = models.ImageField(upload_to="speakers/", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    speaker = models.ForeignKey(Speaker, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"speaker {self.position} of contribution {self.contribution_id}"


class SpeakerAbsence(models.Model):
    """The speakers of a contribution cannot be there."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_absence_ends_later")
        ]

    def __str__(self) -> str:
        return f"absence {self.pk} of contribution {self.contribution_id}"


class ContributionReview(models.Model):
    """What one of the team says of a contribution: a score, or that they know the people."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(null=True)
    remark = models.TextField(blank=True)
    has_conflict = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contribution", "reviewer"], name="one_review_of_a_contribution_each"
            ),
            models.CheckConstraint(
                condition=Q(has_conflict=True, score__isnull=True)
                | Q(has_conflict=False, score__range=(1, 5)),
                name="a_review_has_a_score_or_a_conflict",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of contribution {self.contribution_id}"
