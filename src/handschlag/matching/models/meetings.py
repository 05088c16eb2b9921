"""The timetable: meetings, published versions, and moves after the fix date."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Block, Place
from handschlag.matching.models.participants import Participant
from handschlag.matching.models.service import Interpreter, Run, Service
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


class TimetableVersion(models.Model):
    """A published timetable, never changed. `content` is written and read by `rules.versions`."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    receipt = models.JSONField(default=dict)
    problem_json = models.TextField(blank=True)
    plan_json = models.TextField(blank=True)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="versions")
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "number"], name="a_version_of_a_timetable_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of matching {self.service_id}"


class Notice(models.Model):
    """Somebody is to be told what a version changes for them; once, however often the sending is started."""

    version = models.ForeignKey(TimetableVersion, on_delete=models.CASCADE, related_name="notices")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="notices")
    changes = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_on_paper = models.BooleanField(default=False)  # told by telephone or in print

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "participant"], name="a_notice_once")
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class MoveState(models.TextChoices):
    PLANNED = "planned"  # nobody was asked yet
    ASKED = "asked"
    TAKEN = "taken"  # all have agreed, and the engine has found it possible: it is so now
    REFUSED = "refused"
    EXPIRED = "expired"
    IMPOSSIBLE = "impossible"  # all have agreed, and something else stands there by now
    DROPPED = "dropped"  # taken back, or the meeting is not there any more


class PlannedMove(models.Model):
    """A published meeting could go there. Until everybody has agreed it stays, and nothing is kept free."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="moves")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="moves")
    version = models.ForeignKey(TimetableVersion, on_delete=models.CASCADE, related_name="moves")
    old_starts_at = models.DateTimeField()
    old_place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    interpreter = models.ForeignKey(
        Interpreter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=MoveState.choices, default=MoveState.PLANNED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["old_starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "until"], name="moves_that_are_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=["planned", "asked"]), name="one_move_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(starts_at=F("old_starts_at")), name="a_move_moves"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_move_ends_later"),
            models.CheckConstraint(
                condition=~Q(state__in=["asked", "taken", "refused", "expired", "impossible"])
                | Q(asked_at__isnull=False, until__gt=F("asked_at")),
                name="who_is_asked_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"


class MoveAnswer(models.Model):
    """Somebody of the meeting is asked whether it may move; no answer yet is neither yes nor no."""

    move = models.ForeignKey(PlannedMove, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="move_answers")
    agrees = models.BooleanField(null=True, default=None)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["move", "participant"], name="asked_about_a_move_once"),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, answered_at__isnull=True)
                | Q(agrees__isnull=False, answered_at__isnull=False),
                name="an_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.participant_id} about move {self.move_id}"
