"""Which meetings took place, by a sign: the control room and the report count by this and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from django.db.models import Exists, OuterRef, Q

from handschlag.common.times import at_place, local_date
from handschlag.day.models import Incident, IncidentKind, IncidentState, Mark, Outcome, OutcomeResult, Signal
from handschlag.day.models import SignalKind as Kind
from handschlag.day.rules.marks import MarkSide, MeetingVerdict, verdict_of
from handschlag.day.rules.signs import Sign, sign_of, was_here
from handschlag.matching.models import Participant, Service
from handschlag.registration.queries.arrivals import here_on_days


class _Past(Protocol):
    """A meeting that is over, or will be."""

    @property
    def request(self) -> int: ...
    @property
    def people(self) -> Sequence[int]: ...
    @property
    def ends_at(self) -> datetime: ...


def signs_of(service: Service, meetings: Iterable[_Past]) -> dict[int, Sign]:
    """The sign of each meeting that has one, by request; a constant number of queries."""
    verdicts = _verdicts_of(service)
    confirmed, doubted = _confirmed_in(service), _doubted_in(service)
    here, left = _arrivals_of(service), _departures_of(service)
    found: dict[int, Sign] = {}
    with at_place(service.event.time_zone):
        for one in meetings:
            sign = sign_of(
                verdicts.get(one.request, MeetingVerdict.OPEN),
                is_confirmed=one.request in confirmed,
                is_everybody_here=one.request not in doubted and _are_here(one, here, left),
            )
            if sign is not None:
                found[one.request] = sign
    return found


def _verdicts_of(service: Service) -> Mapping[int, MeetingVerdict]:
    """What both sides say, by request."""
    sides: dict[int, list[MarkSide]] = defaultdict(list)
    rows = Mark.objects.filter(request__service=service, took_place__isnull=False)
    for request, took_place, objected_at in rows.values_list("request_id", "took_place", "objected_at"):
        sides[request].append(MarkSide(took_place=took_place, is_objected=objected_at is not None))
    return {request: verdict_of(several) for request, several in sides.items()}


def _confirmed_in(service: Service) -> frozenset[int]:
    """Requests of which somebody reports that something came of the meeting."""
    rows = Outcome.objects.filter(request__service=service).exclude(result=OutcomeResult.NOTHING)
    return frozenset(rows.values_list("request_id", flat=True))


def _doubted_in(service: Service) -> frozenset[int]:
    """Requests to which somebody did not come, it was said: that both are in the house says nothing then."""
    undone = Signal.objects.filter(
        kind=Kind.UNDONE,
        participant_id=OuterRef("participant_id"),
        request_id=OuterRef("request_id"),
        pk__gt=OuterRef("pk"),
    )
    said = Signal.objects.filter(
        ~Exists(undone), service=service, kind__in=(Kind.PARTNER_MISSING, Kind.CANNOT_COME)
    )
    told = Incident.objects.filter(
        service=service, kind=IncidentKind.NO_SHOW, state__in=(IncidentState.OPEN, IncidentState.SOLVED)
    )
    both: list[int | None] = [
        *said.values_list("request_id", flat=True),
        *told.values_list("request_id", flat=True),
    ]
    return frozenset(request for request in both if request is not None)


def _arrivals_of(service: Service) -> Mapping[int, Mapping[date, datetime]]:
    """Since when each participant was there, by the days on which they checked in."""
    here = here_on_days(service.event)
    rows = Participant.objects.filter(service=service).values_list("pk", "registration_id")
    return {pk: here[registration] for pk, registration in rows if registration in here}


def _departures_of(service: Service) -> Mapping[int, Sequence[datetime]]:
    """When each participant said that they leave, or come no more that day."""
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = Signal.objects.filter(
        Q(kind=Kind.GONE) | Q(kind=Kind.CANNOT_COME, request__isnull=True), service=service
    )
    for participant, at in rows.values_list("participant_id", "said_at"):
        found[participant].append(at)
    return found


def _are_here(
    one: _Past, here: Mapping[int, Mapping[date, datetime]], left: Mapping[int, Sequence[datetime]]
) -> bool:
    day = local_date(one.ends_at)
    return len(one.people) > 1 and all(
        was_here(here.get(person, {}).get(day), left=left.get(person, ()), ends_at=one.ends_at)
        for person in one.people
    )
