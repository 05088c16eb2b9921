"""The day of the invented conference at 10:40: a timetable, people who are there, three incidents."""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.day.actions import incident_opening, proposing
from handschlag.day.actions.incident_opening import IncidentSubject
from handschlag.day.models import Incident, IncidentKind, Signal, SignalKind
from handschlag.demo.rules import conference as invented
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.events.rules.moments import moment_at
from handschlag.matching.actions import publishing
from handschlag.matching.models import Meeting, Participant, PhaseEmail, Seat, Service, TimetableVersion
from handschlag.matching.rules.phase_emails import EmailKind
from handschlag.registration.models import CheckIn

logger = logging.getLogger(__name__)
AT: Final = moment_at(invented.FIRST_DAY, time(10, 40))
ASKED: Final = AT - timedelta(hours=47)
BACK: Final = moment_at(invented.FIRST_DAY, time(11, 45))
TRIES: Final = 6
ABSENT: Final = 14  # so many are not there yet
SILENT: Final = 5  # one of so many does not say whether they come


def begin(*, now: datetime) -> int:
    """How many incidents wait; what is there already is left as it is."""
    service = _service()
    if service is None:
        return 0
    by = User.objects.get(email=BY_PART[PersonaRole.ORGANISER].address).subject
    _publish(service, by=by, now=now)
    _confirm(service)
    _arrive(service, now=now)
    if not Incident.objects.filter(service=service).exists():
        _happen(service, by=by, now=now)
    for incident in Incident.objects.filter(service=service, state="open", proposals=None):
        _compute(incident, now=now)
    return Incident.objects.filter(service=service, state="open").count()


def confirm_people() -> None:
    """Who has said two days before that they come: for whoever puts the clock to the eve."""
    service = _service()
    if service is not None:
        _confirm(service)


def check_in_people() -> None:
    """Who came in the morning of the first day: for whoever puts the clock forward beyond it at once."""
    service = _service()
    if service is not None:
        _arrive(service, now=AT)


def _service() -> Service | None:
    return Service.objects.filter(is_demo=True, event__is_demo=True).select_related("event").first()


def _publish(service: Service, *, by: Subject, now: datetime) -> None:
    """What is held becomes the first version, as after the fix date."""
    if TimetableVersion.objects.filter(service=service).exists():
        return
    try:
        publishing.publish(
            service_id=service.pk, revision=service.revision, by=by, now=now - timedelta(days=5)
        )
    except Refusal as no:
        logger.warning("the demo's timetable is not published: %s", no.reason)


@transaction.atomic
def _confirm(service: Service) -> None:
    """Whoever has meetings was asked, and most have answered; nobody whom visitors of the demo can be."""
    asked = PhaseEmail.objects.filter(participant__service=service, kind=EmailKind.COMING)
    if asked.exists():
        return
    seats = Seat.objects.filter(meeting__service=service).values("participant")
    people = list(Participant.objects.filter(pk__in=seats, is_by_phone=False).order_by("pk"))
    PhaseEmail.objects.bulk_create(
        PhaseEmail(participant=one, kind=EmailKind.COMING, sent_at=ASKED) for one in people
    )
    own = BY_PART[PersonaRole.PARTICIPANT].address
    rest = Participant.objects.filter(pk__in=[one.pk for one in people]).exclude(registration__email=own)
    answered = [one for number, one in enumerate(rest.order_by("pk")) if number % SILENT]
    for number, one in enumerate(answered):
        one.comes_at = ASKED + timedelta(minutes=3 + number * 7)
    Participant.objects.bulk_update(answered, ["comes_at"])


@transaction.atomic
def _arrive(service: Service, *, now: datetime) -> None:
    """Nearly everybody has come in the hour before."""
    if CheckIn.objects.filter(registration__event_id=service.event_id).exists():
        return
    people = list(Participant.objects.filter(service=service, left_at=None).order_by("pk"))
    CheckIn.objects.bulk_create(
        CheckIn(
            registration_id=one.registration_id,
            at=now - timedelta(minutes=90 - number % 80),
            received_at=now - timedelta(minutes=90 - number % 80),
        )
        for number, one in enumerate(people[:-ABSENT])
    )


def _happen(service: Service, *, by: Subject, now: datetime) -> None:
    """Somebody's train is late, a table has no power, and somebody sits alone."""
    late = _who_is_late(service, now=now)
    if late is not None:
        CheckIn.objects.filter(registration__matching=late).delete()
        said = {"kind": SignalKind.LATE, "minutes": int((BACK - now).total_seconds() // 60) + 3}
        _hear(service, late, now - timedelta(minutes=3), now=now, **said)
    running = Meeting.objects.filter(service=service, starts_at__lte=now, ends_at__gt=now)
    for meeting in running.exclude(seats__participant=late or 0).order_by("-pk")[:1]:
        seat = meeting.seats.order_by("pk")[0]
        said = {"kind": SignalKind.PARTNER_MISSING, "request_id": meeting.request_id}
        _hear(service, seat.participant_id, now - timedelta(minutes=7), now=now, **said)
    table = Meeting.objects.filter(service=service, starts_at__gt=now + timedelta(minutes=30)).first()
    if table is not None:
        incident_opening.open_incident(
            service_id=service.pk,
            kind=IncidentKind.PLACE_LOST,
            about=IncidentSubject(place_id=table.place_id),
            from_at=now - timedelta(minutes=2),
            by=by,
            now=now - timedelta(minutes=2),
        )


def _who_is_late(service: Service, *, now: datetime) -> int | None:
    """Somebody for whom there are two ways out; nobody whom visitors of the demo can be."""
    own = BY_PART[PersonaRole.PARTICIPANT].address
    rows = Seat.objects.filter(meeting__service=service, starts_at__gt=now, starts_at__lt=BACK)
    people = rows.exclude(participant__registration__email=own).order_by("participant_id")
    count = Counter(people.values_list("participant_id", flat=True))
    busy = sorted(count, key=lambda one: (-count[one], one))[:TRIES]
    for one in busy:
        supposed = Incident(
            service=service, kind=IncidentKind.LATE, participant_id=one, from_at=now, until_at=BACK
        )
        _revision, found = proposing.computed(supposed, now=now)
        if len(list(proposing.worthwhile(found))) > 1:
            return one
    return next(iter(busy), None)


def _hear(service: Service, person: int, at: datetime, *, now: datetime, **said: object) -> None:
    """Somebody says it on the phone."""
    signal = Signal.objects.create(
        service=service, participant_id=person, key=uuid.uuid4(), said_at=at, heard_at=at, **said
    )
    incident_opening.from_signal(signal_id=signal.pk, now=max(now, at))


def _compute(incident: Incident, *, now: datetime) -> None:
    try:
        proposing.propose(incident_id=incident.pk, by=None, now=now)
    except Refusal as no:
        logger.warning("no proposal for the demo's incident %s: %s", incident.pk, no.reason)
