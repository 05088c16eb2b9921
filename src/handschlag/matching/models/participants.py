"""People who take part: what they say of themselves, which emails they want, who calls them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Event
from handschlag.matching.kinds import Kind
from handschlag.matching.models.service import Service
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


class ProfileDraft(models.Model):
    """Nobody but the person and the organisers sees it; `statements` has direction, text and kind of each."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="profile_draft")
    statements = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"draft for registration {self.registration_id}"


class JoinInvitation(models.Model):
    """The last email that asked somebody to take part."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="join_invitation"
    )
    sent_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"invitation of registration {self.registration_id}"


class CallResult(models.TextChoices):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALLS_BACK = "calls_back"
    IN_NAME = "in_name"  # the organisers fill in, with the person's consent by telephone
    NO_PART = "no_part"  # does not want to take part in matching


class Call(models.Model):
    """One call to somebody who is registered. Rows of assisted mode say when the summary was sent."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="calls")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="calls")
    result = models.CharField(max_length=11, choices=CallResult.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    summed_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["service", "registration"], name="calls_to_a_person")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(result__in=["reached", "not_reached", "calls_back", "in_name", "no_part"]),
                name="a_call_has_a_known_result",
            ),
            models.CheckConstraint(
                condition=Q(summed_up_at__isnull=True) | Q(result="in_name"),
                name="a_summary_is_of_what_was_filled_in",
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class CallTask(models.Model):
    """Who of the team calls somebody: one person for each who is to be called."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="call_tasks")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="call_task")
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"call task {self.pk}"


class RememberedMeeting(models.Model):
    """Two people met at an event that is over. They are keyed hashes, as `rules.memory` makes them."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="remembered_meetings")
    first = models.CharField(max_length=64)
    second = models.CharField(max_length=64, db_index=True)
    met_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["met_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second", "event"], name="two_are_remembered_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_remembered_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"remembered meeting {self.pk}"


class EmailKind(StrEnum):
    """Everything that a participant can turn off."""

    PROFILES = "profiles"
    WISHES = "wishes"
    UNSENT = "unsent"
    WAITING = "waiting"
    ENDING = "ending"  # the time for answers
    FIXED = "fixed"
    COMING = "coming"  # whether the person comes: what is released in time is offered to others
    TOMORROW = "tomorrow"
    THANKS = "thanks"
    REQUESTS = "requests"  # new ones have come in
    RESULTS = "results"  # what came of the meetings, 30 and 90 days later


KINDS = [(kind.value, kind.value) for kind in EmailKind]


class PhaseEmail(models.Model):
    """One email was written to somebody: of each kind one, whatever becomes of the dates."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="phase_emails")
    kind = models.CharField(max_length=10, choices=KINDS)
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "kind"], name="an_email_of_a_phase_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} to participant {self.participant_id}"


class MutedEmail(models.Model):
    """Somebody does not want emails of this kind."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="muted_emails")
    kind = models.CharField(max_length=10, choices=KINDS)
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "kind"], name="an_email_is_turned_off_once")
        ]

    def __str__(self) -> str:
        return f"no {self.kind} for participant {self.participant_id}"
