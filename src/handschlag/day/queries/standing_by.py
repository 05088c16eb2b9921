"""The risk of the next day with meetings, slot by slot, and who stands by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from handschlag.common.times import at_place, local_date
from handschlag.day.queries.fitting import barred_pairs, said_of
from handschlag.day.queries.settings import settings_of
from handschlag.day.rules.refilling import Fit, Ground
from handschlag.day.rules.standing_by import RiskyMeeting, SlotRisk, chance_absent, slot_risks
from handschlag.matching.models import Blocked, Meeting, Seat, Service
from handschlag.matching.queries.engine_input import living
from handschlag.registration.queries.arrivals import here_since


class _Person(NamedTuple):
    registration: int
    comes_at: datetime | None
    arrives_at: datetime | None
    leaves_at: datetime | None


class _Table(NamedTuple):
    request: int
    starts_at: datetime
    people: tuple[int, ...]


def risks_of(service: Service, *, now: datetime) -> list[SlotRisk]:
    """Of the day on which the next meeting begins; none after the last one. A constant number of queries."""
    columns = ("registration_id", "comes_at", "registration__arrives_at", "registration__leaves_at")
    people = {pk: _Person(*of) for pk, *of in living(service).order_by().values_list("pk", *columns)}
    here = here_since(service.event_id)
    chances = {
        pk: chance_absent(is_here=one.registration in here, has_confirmed=one.comes_at is not None)
        for pk, one in people.items()
    }
    tables = _tables_after(service, now=now)
    with at_place(service.event.time_zone):
        meetings = _next_day(tables, chances)
    lonely = {pk for one in meetings for pk in one.people}
    busy = _busy(service, tables)

    def has_time(pk: int, at: datetime) -> bool:
        one = people[pk]
        is_there = (one.arrives_at is None or one.arrives_at <= at) and (
            one.leaves_at is None or one.leaves_at > at
        )
        return is_there and pk not in busy.get(at, ())

    return slot_risks(
        meetings,
        partners=_partners(service, lonely, people.keys()),
        has_time=has_time,
        chances=chances,
        most=settings_of(service).most_alone / 100,
    )


def _tables_after(service: Service, *, now: datetime) -> list[_Table]:
    """Meetings that are not over, each with the people who sit there, in their order."""
    rows = Meeting.objects.filter(service=service, ends_at__gt=now)
    seated: dict[int, list[int]] = defaultdict(list)
    seats = Seat.objects.filter(meeting__in=rows.values("pk")).order_by("pk")
    for meeting, person in seats.values_list("meeting_id", "participant_id"):
        seated[meeting].append(person)
    begins = rows.order_by("starts_at", "pk").values_list("pk", "request_id", "starts_at")
    return [_Table(request, at, tuple(seated[pk])) for pk, request, at in begins]


def _next_day(tables: Sequence[_Table], chances: Mapping[int, float]) -> list[RiskyMeeting]:
    """Meetings of two people who both take part still."""
    days = {at: local_date(at) for at in {one.starts_at for one in tables}}
    day = min(days.values(), default=None)
    return [
        RiskyMeeting(
            request=one.request,
            starts_at=one.starts_at,
            people=(one.people[0], one.people[1]),
            chances=(chances[one.people[0]], chances[one.people[1]]),
        )
        for one in tables
        if len(one.people) == 2
        and days[one.starts_at] == day
        and one.people[0] in chances
        and one.people[1] in chances
    ]


def _busy(service: Service, tables: Sequence[_Table]) -> Mapping[datetime, Collection[int]]:
    """By time: who is in a meeting that is not over, or keeps it free for themselves."""
    found: dict[datetime, set[int]] = defaultdict(set)
    for one in tables:
        found[one.starts_at].update(one.people)
    kept = Blocked.objects.filter(participant__service=service).values_list("participant_id", "starts_at")
    for person, at in kept:
        found[at].add(person)
    return found


def _partners(
    service: Service, lonely: Collection[int], people: Collection[int]
) -> Mapping[int, Sequence[int]]:
    """By person: whom both wish to meet, then who waits for an answer; nobody with whom it is not to be."""
    barred = barred_pairs(service, lonely)
    found: dict[int, list[tuple[Fit, int]]] = defaultdict(list)
    for (one, other), fit in said_of(service, lonely).items():
        if fit.ground > Ground.ASKED or (one, other) in barred or one not in people or other not in people:
            continue
        found[one].append((fit, other))
        found[other].append((fit, one))
    return {
        pk: [other for _fit, other in sorted(several, key=lambda row: (row[0].order, row[1]))]
        for pk, several in found.items()
    }
