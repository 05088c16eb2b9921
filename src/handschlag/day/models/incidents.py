"""What went wrong, what the engine proposes, and what was taken."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.day.models.signals import Signal
from handschlag.events.models import Place, Room, Session
from handschlag.matching.models import Participant, Request, Service, TimetableVersion


class IncidentKind(models.TextChoices):
    LATE = "late"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    PLACE_LOST = "place_lost"
    ROOM_LOST = "room_lost"
    OVERRUN = "overrun"
    WHAT_IF = "what_if"  # supposed only: nothing is ever sent


REAL = tuple(one for one in IncidentKind if one is not IncidentKind.WHAT_IF)


class IncidentState(models.TextChoices):
    OPEN = "open"
    SOLVED = "solved"
    DISMISSED = "dismissed"


class IncidentSource(models.TextChoices):
    PERSON = "person"  # says it
    PARTNER = "partner"  # says it of the other
    DESK = "desk"
    ORGANISER = "organiser"


class Incident(models.Model):
    """Somebody or something is not available from `from_at` to `until_at` (None: the rest of the event).

    `subject` names what it is about in one column, so that the database knows an incident that is there.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="incidents")
    kind = models.CharField(max_length=10, choices=IncidentKind.choices)
    supposed = models.CharField(max_length=10, choices=IncidentKind.choices, blank=True)
    subject = models.CharField(max_length=24)
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents"
    )
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    request = models.ForeignKey(  # the meeting at which somebody is missing
        Request, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents"
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=9, choices=IncidentSource.choices)
    signal = models.ForeignKey(
        Signal, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents"
    )
    state = models.CharField(max_length=9, choices=IncidentState.choices, default=IncidentState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["from_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["service", "state"], name="incidents_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "kind", "supposed", "subject", "from_at"],
                condition=Q(state="open"),
                name="an_incident_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="what_if") & ~Q(supposed__in=["", "what_if"])
                | ~Q(kind="what_if") & Q(supposed=""),
                name="what_if_says_what",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")),
                name="an_incident_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | ~Q(state="open") & Q(closed_at__isnull=False),
                name="what_is_not_open_was_closed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "solved", "dismissed"]), name="an_incident_in_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class Proposal(models.Model):
    """One way out, computed on `revision` of the service; `changes` holds ids only."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="proposals")
    position = models.PositiveSmallIntegerField()
    style = models.CharField(max_length=12)
    revision = models.PositiveIntegerField()
    computed_at = models.DateTimeField()
    seconds = models.FloatField()
    kept = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    others = models.PositiveIntegerField(default=0)  # moved or dropped that the incident leaves alone
    dropped = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    people = models.PositiveIntegerField()  # who get a message
    changes = models.JSONField(default=list)
    proof = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["incident", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "position"], name="a_proposal_in_its_place"),
            models.CheckConstraint(condition=Q(position__range=(1, 3)), name="three_proposals_at_most"),
            models.CheckConstraint(
                condition=Q(others__lte=F("moved") + F("dropped")), name="others_are_among_those_touched"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.position} of incident {self.incident_id}"


class Repair(models.Model):
    """What was taken of an incident's proposals; one that was undone leaves room for another."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="repairs")
    style = models.CharField(max_length=12)
    others = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    away = models.JSONField(default=list)  # who and what is not available since
    proof = models.JSONField(default=dict)
    version = models.ForeignKey(
        TimetableVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_automatic = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(undone_at__isnull=True),
                name="an_incident_is_repaired_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("at")),
                name="undone_after_it_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"repair {self.pk} of incident {self.incident_id}"
