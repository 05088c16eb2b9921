"""The day of the invented conference at 10:40, and what people say afterwards."""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day import incidents, proposals
from handschlag.day.incidents import IncidentSubject
from handschlag.day.models import (
    Asked,
    Incident,
    IncidentKind,
    Mark,
    Outcome,
    OutcomeResult,
    Signal,
    SignalKind,
)
from handschlag.demo import conference as invented
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.events.moments import moment_at
from handschlag.matching.models import Meeting, Participant, PhaseEmail, Seat, Service, TimetableVersion
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.publishing import actions
from handschlag.registration.models import CheckIn

logger = logging.getLogger(__name__)
AT: Final = moment_at(invented.FIRST_DAY, time(10, 40))
ASKED: Final = AT - timedelta(hours=47)
BACK: Final = moment_at(invented.FIRST_DAY, time(11, 45))
TRIES: Final = 6
ABSENT: Final = 14  # so many are not there yet
SILENT: Final = 5  # one of so many does not say whether they come


def begin_day(*, now: datetime) -> int:
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
        actions.publish(service_id=service.pk, revision=service.revision, by=by, now=now - timedelta(days=5))
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
        incidents.open_incident(
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
        _revision, found = proposals.computed(supposed, now=now)
        if len(list(proposals.worthwhile(found))) > 1:
            return one
    return next(iter(busy), None)


def _hear(service: Service, person: int, at: datetime, *, now: datetime, **said: object) -> None:
    """Somebody says it on the phone."""
    signal = Signal.objects.create(
        service=service, participant_id=person, key=uuid.uuid4(), said_at=at, heard_at=at, **said
    )
    incidents.from_signal(signal_id=signal.pk, now=max(now, at))


def _compute(incident: Incident, *, now: datetime) -> None:
    try:
        proposals.propose(incident_id=incident.pk, by=None, now=now)
    except Refusal as no:
        logger.warning("no proposal for the demo's incident %s: %s", incident.pk, no.reason)


SEED: Final = 1130
STEPS: Final = (
    "Proben schicken",
    "Labor besichtigen",
    "Skizze für einen Antrag schreiben",
    "Im Juni wieder sprechen",
)
RESULTS: Final = (
    (OutcomeResult.NOTHING, 52),
    (OutcomeResult.IN_TOUCH, 27),
    (OutcomeResult.PLANNING, 11),
    (OutcomeResult.APPLICATION, 6),
    (OutcomeResult.CONTRACT, 4),
)
LATEST: Final = 60  # hours after the question in which an answer comes
OPEN: Final = 2  # so many meetings the person whom everybody can be has not answered yet


@transaction.atomic
def write_feedback(*, now: datetime) -> int:
    """Most have answered, a few have not; how many marks there are. What is there already stays."""
    service = Service.objects.filter(is_demo=True, event__is_demo=True).select_related("event").first()
    if service is None or Mark.objects.filter(request__service=service).count() > OPEN:
        return 0
    seats = Seat.objects.filter(meeting__service=service, meeting__ends_at__lte=now)
    rows = list(
        seats.order_by("meeting__starts_at", "pk").values_list(
            "meeting__request_id", "participant_id", "participant__registration__email", "meeting__ends_at"
        )
    )
    dice = Random(SEED)
    missed = {request for request, *_ in rows if dice.random() < 0.06}
    own = BY_PART[PersonaRole.PARTICIPANT].address
    mine = [request for request, _person, email, _at in rows if email == own]
    left = {(request, own) for request in mine[-OPEN:]}
    said = [row for row in rows if (row[0], row[2]) not in left and (row[2] == own or dice.random() < 0.85)]
    marks = [
        _mark(
            dice,
            request,
            person,
            at,
            has_happened=request not in missed,
            is_own=request in mine,
        )
        for request, person, _email, at in said
    ]
    made = Mark.objects.bulk_create(marks, ignore_conflicts=True)
    outcomes = _came_of_it(dice, [one for one in marks if one.took_place], service, own=own)
    audit.record(verb="invented", target=service, by_id=None, now=now, changes={"marks": [0, len(made)]})
    return len(made) + len(outcomes)


def _mark(dice: Random, request: int, person: int, at: datetime, *, has_happened: bool, is_own: bool) -> Mark:
    is_free = has_happened and (is_own or dice.random() < 0.6)
    return Mark(
        request_id=request,
        participant_id=person,
        took_place=has_happened,
        was_worth=dice.random() < 0.8 if has_happened else None,
        next_step=dice.choice(STEPS) if is_free and dice.random() < 0.6 else "",
        releases_contact=is_free,
        marked_at=at + timedelta(minutes=dice.randint(1, 240)),
    )


def _came_of_it(dice: Random, marks: list[Mark], service: Service, *, own: str) -> list[Outcome]:
    """Half have answered after 30 days, and so have those after 90 days, but for the person of the demo."""
    values, weights = [one.value for one, _ in RESULTS], [weight for _, weight in RESULTS]
    over = datetime.combine(service.event.last_day, datetime.min.time(), tzinfo=marks[0].marked_at.tzinfo)
    mine = set(service.participants.filter(registration__email=own).values_list("pk", flat=True))
    made = []
    for days in (30, 90):
        asked = {one.participant_id for one in marks}
        Asked.objects.bulk_create(
            [
                Asked(participant_id=pk, after_days=days, asked_at=over + timedelta(days=days))
                for pk in sorted(asked)
            ],
            ignore_conflicts=True,
        )
        made += [
            Outcome(
                request_id=one.request_id,
                participant_id=one.participant_id,
                after_days=days,
                result=dice.choices(values, weights=weights)[0],
                answered_at=over + timedelta(days=days, hours=dice.randint(8, LATEST)),
            )
            for one in marks
            if one.participant_id not in mine and dice.random() < 0.5
        ]
    return Outcome.objects.bulk_create(made, ignore_conflicts=True)
