"""Afterwards: whether a meeting took place, what it was worth, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Place
from handschlag.matching.models import Participant, Request, Service


class Mark(models.Model):
    """What one side says of a meeting. A no-show is seen by both, and the other side may object."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="marks")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="marks")
    took_place = models.BooleanField(null=True, blank=True)
    was_worth = models.BooleanField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    releases_contact = models.BooleanField(default=False)
    marked_at = models.DateTimeField()
    objected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["marked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "participant"], name="a_meeting_is_marked_once_a_side"
            ),
            models.CheckConstraint(
                condition=Q(was_worth__isnull=True) | Q(took_place=True),
                name="only_what_took_place_was_worth_it",
            ),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class OutcomeResult(models.TextChoices):
    NOTHING = "nothing"
    IN_TOUCH = "in_touch"
    PLANNING = "planning"  # something in common
    APPLICATION = "application"  # for funding
    CONTRACT = "contract"


class Outcome(models.Model):
    """What somebody says came of a meeting after 30 or 90 days."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="outcomes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="outcomes")
    after_days = models.PositiveSmallIntegerField(choices=[(30, "30"), (90, "90")])
    result = models.CharField(max_length=11, choices=OutcomeResult.choices)
    answered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["answered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "participant", "after_days"], name="an_outcome_is_asked_once"
            ),
            models.CheckConstraint(condition=Q(after_days__in=[30, 90]), name="outcomes_after_30_or_90_days"),
        ]

    def __str__(self) -> str:
        return f"outcome {self.pk}"


class Asked(models.Model):
    """Somebody was asked what came of their meetings: each time once, whether they answer or not."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="asked")
    after_days = models.PositiveSmallIntegerField(choices=[(30, "30"), (90, "90")])
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "after_days"], name="asked_once_what_came_of_it"),
            models.CheckConstraint(condition=Q(after_days__in=[30, 90]), name="asked_after_30_or_90_days"),
        ]

    def __str__(self) -> str:
        return f"question {self.after_days} to participant {self.participant_id}"


class Note(models.Model):
    """What somebody notes about a partner; nobody else sees it."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="notes")
    partner = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "partner"], name="a_note_about_a_partner"),
            models.CheckConstraint(
                condition=~Q(participant=F("partner")), name="nobody_notes_about_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class StandByState(models.TextChoices):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class StandBy(models.Model):
    """Somebody whose slot became empty is offered a meeting with somebody else who has time.

    Both have to say yes. `instead_of` is the meeting to which nobody came, `request` what came of the offer.
    `is_refill`: a time
    later today that became free; whoever has sent a request has said yes with it.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="stand_bys")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="stand_bys")
    partner = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    place = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    instead_of = models.ForeignKey(
        Request, on_delete=models.CASCADE, null=True, blank=True, related_name="stand_bys"
    )
    request = models.ForeignKey(Request, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=StandByState.choices, default=StandByState.OFFERED)
    offered_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # of the offer: answered later it has lapsed
    participant_yes_at = models.DateTimeField(null=True, blank=True)
    partner_yes_at = models.DateTimeField(null=True, blank=True)
    is_refill = models.BooleanField(default=False)
    declined_by = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["offered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "starts_at"],
                condition=Q(state__in=["offered", "accepted"]),
                name="one_stand_by_for_a_slot",
            ),
            models.UniqueConstraint(
                fields=["partner", "starts_at"],
                condition=Q(state__in=["offered", "accepted"]),
                name="asked_to_step_in_once_for_a_slot",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(participant_yes_at__isnull=False, partner_yes_at__isnull=False),
                name="a_stand_by_needs_two_yeses",
            ),
            models.CheckConstraint(
                condition=~Q(participant=F("partner")), name="nobody_stands_by_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("offered_at")), name="an_offer_ends_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return f"stand-by {self.pk}"
