"""Who takes part in matching: what they give, what they seek, when they can."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.matching.models.service import Service
from handschlag.matching.rules.kind_names import Kind
from handschlag.registration.models import Registration


class Participant(models.Model):
    """A registered person who takes part in matching. Who has left keeps the row until erasure."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="participants")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="matching")
    goal = models.CharField(max_length=300, blank=True)
    fields = models.JSONField(default=list)  # codes of technology fields
    least = models.PositiveSmallIntegerField(null=True, blank=True)
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    most_breaks = models.PositiveSmallIntegerField(null=True, blank=True)
    # Who may see which fact of the profile: its name -> nobody or participants. It can hide more than the
    # registration does, never less: `rules.profile.is_seen`.
    visibility = models.JSONField(default=dict)
    is_by_phone = models.BooleanField(default=False)  # the organisers act on this person's behalf

    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    described_at = models.DateTimeField(null=True, blank=True)  # the profile is ready
    wished_at = models.DateTimeField(null=True, blank=True)  # a first list of wishes was sent
    is_wished_by_hand = models.BooleanField(default=False)  # that list was entered by the organisers
    comes_at = models.DateTimeField(null=True, blank=True)  # asked shortly before, the person said so
    seen_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["service", "left_at"], name="participants_now")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="at_most_is_not_below_at_least",
            )
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Direction(models.TextChoices):
    OFFER = "offer"
    NEED = "need"


class Statement(models.Model):
    """One thing that somebody offers or needs: words, and concepts of the vocabulary."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="statements")
    direction = models.CharField(max_length=5, choices=Direction.choices)
    text = models.CharField(max_length=240, blank=True)
    language = models.CharField(max_length=2, choices=[("de", "de"), ("en", "en")], default="de")
    concepts = models.JSONField(default=list)  # ids of the engine's vocabulary
    not_meant = models.JSONField(default=list)  # those that the words name, taken away by the person
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind], blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["direction", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(concepts=[]), name="a_statement_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.pk}"


class Blocked(models.Model):
    """A slot that somebody keeps free of meetings; the slot is named by its beginning."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="blocked")
    starts_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "starts_at"], name="a_slot_is_blocked_once")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} of participant {self.participant_id}"


RESERVE: Final = "reserve"


class Listed(models.Model):
    """One line of somebody's recommendations, with the engine's reasons as data.

    Those in reserve come next once others were asked; they are not recommended yet.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="listed")
    partner = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=16)  # why this line stands here: match, bridge, exploration, reserve
    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "partner"], name="recommended_once"),
            models.CheckConstraint(
                condition=~Q(participant=F("partner")), name="nobody_is_recommended_to_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.partner_id} for {self.participant_id}"


class ForbiddenPair(models.Model):
    """Two people who are not to meet, as the organisers say."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="forbidden")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_forbidden_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_forbidden_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"participants {self.first_id} and {self.second_id}"
