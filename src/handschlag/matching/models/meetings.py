"""The timetable as it stands now: every accepted request with slot and place."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Block, Place
from handschlag.matching.models.participants import Participant
from handschlag.matching.models.service import Interpreter, Service
from handschlag.matching.models.wishes import Request


class Meeting(models.Model):
    """An accepted request with slot and place. Rows are made anew when times move; `request` stays."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="meetings")
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="meeting")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="meetings")
    interpreter = models.ForeignKey(
        Interpreter, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    is_time_locked = models.BooleanField(default=False)
    is_place_pinned = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "starts_at"], name="one_meeting_at_a_place"),
            models.UniqueConstraint(
                fields=["interpreter", "starts_at"],
                condition=Q(interpreter__isnull=False),
                name="an_interpreter_serves_one_meeting",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_later"),
        ]

    def __str__(self) -> str:
        return f"meeting of request {self.request_id}"


class Seat(models.Model):
    """Somebody is in a meeting: nobody is in two at a time."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="seats")
    starts_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "starts_at"], name="one_meeting_of_a_person")
        ]

    def __str__(self) -> str:
        return f"participant {self.participant_id} at {self.starts_at}"
