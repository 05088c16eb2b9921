"""The risk of the next day with meetings, slot by slot, and who stands by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from handschlag.common.times import at_place, local_date
from handschlag.day.queries.fitting import barred_pairs, fits_of
from handschlag.day.queries.settings import settings_of
from handschlag.day.rules.refilling import Fit, Ground
from handschlag.day.rules.standing_by import RiskyMeeting, SlotRisk, chance_absent, slot_risks
from handschlag.matching.models import Blocked, Participant, Seat, Service
from handschlag.matching.queries.engine_input import living
from handschlag.registration.queries.arrivals import here_since


def risks_of(service: Service, *, now: datetime) -> list[SlotRisk]:
    """Of the day on which the next meeting begins; none after the last one. A constant number of queries."""
    people = {one.pk: one for one in living(service).select_related("registration")}
    here = here_since(service.event_id)
    chances = {
        pk: chance_absent(is_here=one.registration_id in here, has_confirmed=one.comes_at is not None)
        for pk, one in people.items()
    }
    with at_place(service.event.time_zone):
        meetings = _next_day(service, chances, now=now)
    lonely = {pk for one in meetings for pk in one.people}
    busy = _busy(service)

    def has_time(pk: int, at: datetime) -> bool:
        one = people[pk].registration
        is_there = (one.arrives_at is None or one.arrives_at <= at) and (
            one.leaves_at is None or one.leaves_at > at
        )
        return is_there and (pk, at) not in busy

    return slot_risks(
        meetings,
        partners=_partners(service, lonely, people),
        has_time=has_time,
        chances=chances,
        most=settings_of(service).most_alone / 100,
    )


def _next_day(service: Service, chances: Mapping[int, float], *, now: datetime) -> list[RiskyMeeting]:
    """Meetings of two people who both take part still."""
    rows = Seat.objects.filter(meeting__service=service, meeting__ends_at__gt=now)
    seated: dict[int, list[int]] = defaultdict(list)
    begins: dict[int, datetime] = {}
    for request, at, pk in rows.order_by("starts_at", "pk").values_list(
        "meeting__request_id", "starts_at", "participant_id"
    ):
        seated[request].append(pk)
        begins[request] = at
    day = min((local_date(at) for at in begins.values()), default=None)
    return [
        RiskyMeeting(
            request=request,
            starts_at=begins[request],
            people=(several[0], several[1]),
            chances=(chances[several[0]], chances[several[1]]),
        )
        for request, several in seated.items()
        if len(several) == 2 and local_date(begins[request]) == day and set(several) <= chances.keys()
    ]


def _busy(service: Service) -> frozenset[tuple[int, datetime]]:
    """In a meeting, or kept free by themselves."""
    seats = Seat.objects.filter(meeting__service=service).values_list("participant_id", "starts_at")
    kept = Blocked.objects.filter(participant__service=service).values_list("participant_id", "starts_at")
    return frozenset([*seats, *kept])


def _partners(
    service: Service, lonely: Collection[int], people: Mapping[int, Participant]
) -> Mapping[int, Sequence[int]]:
    """By person: whom both wish to meet, then who waits for an answer; nobody with whom it is not to be."""
    barred = barred_pairs(service, lonely)
    found: dict[int, list[tuple[Fit, int]]] = defaultdict(list)
    for (one, other), fit in fits_of(service, lonely).items():
        if fit.ground > Ground.ASKED or (one, other) in barred or not {one, other} <= people.keys():
            continue
        found[one].append((fit, other))
        found[other].append((fit, one))
    return {
        pk: [other for _fit, other in sorted(several, key=lambda row: (row[0].order, row[1]))]
        for pk, several in found.items()
    }
