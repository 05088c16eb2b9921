"""Which meetings took place, and by what it is known: the control room and the report count by this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from django.db.models import Exists, OuterRef, Q

from handschlag.common.times import at_place, local_date
from handschlag.day.models import (
    Incident,
    IncidentKind,
    IncidentState,
    Mark,
    Outcome,
    OutcomeResult,
    Signal,
    SignalKind,
)
from handschlag.day.models import SignalKind as Kind
from handschlag.matching.models import Participant, Service
from handschlag.registration.models import here_on_days


class MeetingVerdict(StrEnum):
    """A no-show counts only where nobody objects: what is in dispute counts for neither side."""

    OPEN = "open"
    HELD = "held"
    NOT_HELD = "not_held"
    DISPUTED = "disputed"


class Denial(StrEnum):
    """That a meeting did not take place, as one of its people hears of it."""

    OWN = "own"
    CONTRADICTED = "contradicted"  # the own one, by another
    THEIRS = "theirs"
    OBJECTED = "objected"  # another's, by the person


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSide:
    """What one person says. `is_objected`: somebody else has contradicted."""

    took_place: bool | None = None
    is_objected: bool = False


def verdict_of(sides: Iterable[MarkSide]) -> MeetingVerdict:
    """
    >>> verdict_of([MarkSide(took_place=False), MarkSide()])
    <MeetingVerdict.NOT_HELD: 'not_held'>
    >>> verdict_of([MarkSide(took_place=False), MarkSide(took_place=True)])
    <MeetingVerdict.DISPUTED: 'disputed'>
    """
    rows = [one for one in sides if one.took_place is not None]
    said = {one.took_place for one in rows}
    if not said:
        return MeetingVerdict.OPEN
    if len(said) > 1 or any(one.is_objected and one.took_place is False for one in rows):
        return MeetingVerdict.DISPUTED
    return MeetingVerdict.HELD if said == {True} else MeetingVerdict.NOT_HELD


class Sign(StrEnum):
    """Who has seen it; the first that fits counts."""

    MARK = "mark"  # one side says so, and nobody denies it
    CONFIRMED = "confirmed"  # somebody reports afterwards what came of it
    CHECK_IN = "check_in"  # everybody of it had checked in that day before it was over, and nobody was missed


def sign_of(verdict: MeetingVerdict, *, is_confirmed: bool, is_everybody_here: bool) -> Sign | None:
    """None where nobody knows, and where the sides contradict each other.

    >>> sign_of(MeetingVerdict.OPEN, is_confirmed=False, is_everybody_here=True)
    <Sign.CHECK_IN: 'check_in'>
    >>> sign_of(MeetingVerdict.DISPUTED, is_confirmed=True, is_everybody_here=True) is None
    True
    """
    if verdict is MeetingVerdict.HELD:
        return Sign.MARK
    if verdict is not MeetingVerdict.OPEN:
        return None
    if is_confirmed:
        return Sign.CONFIRMED
    return Sign.CHECK_IN if is_everybody_here else None


def was_here(since: datetime | None, *, left: Iterable[datetime], ends_at: datetime) -> bool:
    """Whether somebody who checked in at `since` that day was there until the meeting was over.

    >>> nine, ten, eleven = (datetime(2027, 4, 14, hour) for hour in (9, 10, 11))
    >>> was_here(nine, left=(), ends_at=ten), was_here(nine, left=[eleven], ends_at=ten)
    (True, True)
    >>> was_here(None, left=(), ends_at=ten), was_here(nine, left=[ten], ends_at=eleven)
    (False, False)
    """
    if since is None or since >= ends_at:
        return False
    return not any(since <= at < ends_at for at in left)


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


def missed_among(requests: Collection[int]) -> frozenset[int]:
    """Those that somebody denies, and those that failed on the day with nobody saying otherwise since."""
    sides: dict[int, list[MarkSide]] = defaultdict(list)
    marks = Mark.objects.filter(request_id__in=requests)
    for pk, took_place, objected_at in marks.values_list("request_id", "took_place", "objected_at"):
        sides[pk].append(MarkSide(took_place=took_place, is_objected=objected_at is not None))
    verdicts = {pk: verdict_of(several) for pk, several in sides.items()}
    failed = {pk for pk in _reported_among(requests) if verdicts.get(pk) is not MeetingVerdict.HELD}
    denied = {pk for pk, one in verdicts.items() if one in {MeetingVerdict.NOT_HELD, MeetingVerdict.DISPUTED}}
    return frozenset(failed | denied)


def _reported_among(requests: Collection[int]) -> Collection[int]:
    """Somebody said on the day that nobody came, or that they cannot come, and did not take it back."""
    undone = Signal.objects.filter(
        kind=SignalKind.UNDONE,
        participant_id=OuterRef("participant_id"),
        request_id=OuterRef("request_id"),
        pk__gt=OuterRef("pk"),
    )
    kinds = (SignalKind.PARTNER_MISSING, SignalKind.CANNOT_COME)
    said = Signal.objects.filter(~Exists(undone), request_id__in=requests, kind__in=kinds)
    return set(said.values_list("request_id", flat=True))
