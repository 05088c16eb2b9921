"""What people want of one another: wishes, which nobody else sees, and requests, which were sent."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.matching.models.advance_yes import StandingYes
from handschlag.matching.models.participants import Participant
from handschlag.matching.models.service import Service


class WishKind(models.TextChoices):
    MUST = "must"
    WANT = "want"
    MAYBE = "maybe"
    RATHER_NOT = "rather_not"  # private and absolute: nothing that others see may depend on it


class Wish(models.Model):
    """Somebody's wish towards somebody else, private to its author."""

    by = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wishes")
    towards = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=WishKind.choices)
    purpose = models.CharField(max_length=200, blank=True)  # of the request that may become of it
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["changed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "towards"], name="a_wish_once"),
            models.CheckConstraint(condition=~Q(by=F("towards")), name="nobody_wishes_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class RequestState(models.TextChoices):
    OPEN = "open"  # sent, not answered: blocks nobody's time
    ACCEPTED = "accepted"  # both said yes, and the engine holds it: guaranteed
    ROUND = "round"  # both said yes; answered in the next round
    WATCHED = "watched"  # both said yes; not possible with what is accepted today, tried again
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # never answered


ACTIVE = (RequestState.OPEN, RequestState.ACCEPTED, RequestState.ROUND, RequestState.WATCHED)
AGREED = (RequestState.ACCEPTED, RequestState.ROUND, RequestState.WATCHED)


class Request(models.Model):
    """A wish that was sent, with its purpose. `pair` names two people in order, groups have none."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="requests")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sender = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sent")
    pair = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.OPEN)
    value = models.PositiveSmallIntegerField(default=1)  # what the timetable gains by it
    is_barred = models.BooleanField(default=False)  # the organisers took it out of planning
    bar_reason = models.CharField(max_length=200, blank=True)
    # The engine's last no: its reason, what is in the way, and what would open the door.
    refusal = models.JSONField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # of the service, when this last changed
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by_hand_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["service", "state"], name="requests_by_state"),
            models.Index(fields=["service", "revision"], name="requests_by_revision"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(state__in=["open", "accepted", "round", "watched"]) & ~Q(pair=""),
                name="a_pair_has_one_request",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="a_request_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Party(models.Model):
    """Somebody of a request: the sender and everybody who was asked. All have to say yes."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="parties")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="parties")
    is_sender = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=WishKind.choices, blank=True)  # how much it is wished
    said_yes_at = models.DateTimeField(null=True, blank=True)
    standing = models.ForeignKey(
        StandingYes, on_delete=models.SET_NULL, null=True, blank=True, related_name="parties"
    )  # the yes was given beforehand
    is_by_hand = models.BooleanField(default=False)  # the organisers answered on this person's behalf
    later_at = models.DateTimeField(null=True, blank=True)  # put aside in the inbox

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "participant"], name="a_party_of_a_request_once"),
            models.CheckConstraint(condition=~Q(kind="rather_not"), name="nobody_asks_for_what_they_avoid"),
        ]

    def __str__(self) -> str:
        return f"participant {self.participant_id} of request {self.request_id}"
