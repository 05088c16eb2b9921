"""Signals, incidents and repairs; marks, outcomes and notes; phones to be told; how the day is handled."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Place, Room, Session
from handschlag.matching.models import Participant, Request, Service, TimetableVersion


class SignalKind(models.TextChoices):
    LATE = "late"
    CANNOT_COME = "cannot_come"
    PARTNER_MISSING = "partner_missing"
    HERE = "here"
    GONE = "gone"
    UNDONE = "undone"


class Signal(models.Model):
    """Somebody said something. `key` comes from the device: said again after a gap, it is the same one."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="signals")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="signals")
    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, null=True, blank=True, related_name="signals"
    )
    kind = models.CharField(max_length=15, choices=SignalKind.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    key = models.UUIDField()
    said_at = models.DateTimeField()
    heard_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["heard_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["service", "heard_at"], name="signals_as_heard")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "key"], name="a_signal_is_heard_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["late", "cannot_come", "partner_missing", "here", "gone", "undone"]),
                name="a_signal_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="late") | Q(minutes__gte=1, minutes__lte=1440), name="late_by_some_minutes"
            ),
            models.CheckConstraint(
                condition=~Q(kind="partner_missing") | Q(request__isnull=False),
                name="somebody_is_missing_at_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"signal {self.pk}"


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


class PushKey(models.Model):
    """The platform's own pair of keys, by which push services know it; there is one."""

    number = models.PositiveSmallIntegerField(default=1, unique=True)
    public = models.CharField(max_length=100)
    sealed = models.TextField()  # the private half, readable only with the platform's secret
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number=1), name="there_is_one_push_key"),
        ]

    def __str__(self) -> str:
        return f"push key {self.pk}"


class PushSubscription(models.Model):
    """One device of one person: where its browser's push service takes messages, and how to seal them."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="push_subscriptions")
    device = models.UUIDField()  # made by the page, so that one device is told once in every language
    endpoint = models.CharField(max_length=1024, unique=True)
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "device"], name="a_device_subscribes_once"),
        ]

    def __str__(self) -> str:
        return f"push subscription {self.pk}"


class PushState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"  # somebody has it in hand until the lease ends
    RECEIVED = "received"  # by the push service
    REPLACED = "replaced"  # by a newer one: the device fetches the newest day anyway
    FAILED = "failed"


class PushMessage(models.Model):
    """One device is told of one change; always under the same `uid`, however often it is tried."""

    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="messages")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=PushState.choices, default=PushState.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # the token of the lease
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["waiting", "sending"]), name="pushes_on_their_way"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="a_push_in_hand_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_at__isnull=False),
                name="a_received_push_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"push message {self.pk}"


class DaySettings(models.Model):
    """One for each service. Repairs that move `automatic_up_to` other meetings are taken unasked."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="day_settings")
    freeze_minutes = models.PositiveSmallIntegerField(default=30)
    automatic_up_to = models.PositiveSmallIntegerField(null=True, blank=True)  # None: never
    offers_freed_times = models.BooleanField(default=True)
    most_alone = models.PositiveSmallIntegerField(default=5)  # of 100 people in the meetings of a slot
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(freeze_minutes__lte=240), name="a_freeze_of_hours_at_most"),
            models.CheckConstraint(
                condition=Q(automatic_up_to__isnull=True) | Q(automatic_up_to__lte=20),
                name="few_meetings_move_unasked",
            ),
            models.CheckConstraint(condition=Q(most_alone__lte=50), name="a_risk_of_half_at_most"),
        ]

    def __str__(self) -> str:
        return f"settings of the day of matching {self.service_id}"


def settings_of(service: Service) -> DaySettings:
    """As they were set, or as they are meant to be where nobody has set them."""
    found = DaySettings.objects.filter(service=service).first()
    return found or DaySettings(service=service, changed_at=service.changed_at)
