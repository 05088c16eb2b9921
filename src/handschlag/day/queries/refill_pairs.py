"""Who could use a freed time with whom: the likeliest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handschlag.common.times import local_date
from handschlag.day.models import StandBy, StandByState
from handschlag.day.queries.fitting import Pair, barred_pairs, fits_of
from handschlag.day.queries.signal_history import rest_of_day
from handschlag.day.rules.refilling import (
    MOST_TIMES,
    MOST_UNANSWERED,
    Fit,
    FreedTime,
    WantedMeeting,
    in_order,
    pair_key,
)
from handschlag.day.rules.signals import is_away
from handschlag.matching.models import Blocked, Participant, Seat, Service
from handschlag.matching.queries.engine_input import living
from handschlag.registration.queries.arrivals import here_since


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """Who may be asked now, and when they have time."""

    can_be_asked: frozenset[int]
    seated: frozenset[tuple[int, datetime]]
    kept_free: frozenset[tuple[int, datetime]]  # by their own wish, or filled once already
    times: Mapping[int, tuple[datetime | None, datetime | None]]  # arrival and departure, as they said
    meetings: Counter[int]

    def has_time(self, person: int, freed: FreedTime) -> bool:
        """Is there by their own words, and neither in a meeting nor keeping the time free."""
        arrives, leaves = self.times[person]
        is_late = arrives is not None and arrives > freed.starts_at
        is_gone = leaves is not None and leaves < freed.ends_at
        at = (person, freed.starts_at)
        return not is_late and not is_gone and at not in self.seated and at not in self.kept_free


def wanted_meetings(
    service: Service, freed: Sequence[FreedTime], *, now: datetime, among: Collection[int] | None = None
) -> tuple[WantedMeeting, ...]:
    """A constant number of queries; nobody stands in it who is being asked for something just now.

    `among`: the only ones who may be asked; without it those who are there.
    """
    if not freed:
        return ()
    ever = list(_offers_of(service))
    offers = [one for one in ever if local_date(one.offered_at) == local_date(now)]
    people = _people_of(service, offers, day=local_date(freed[0].starts_at), among=among, now=now)
    open_ = [one for one in freed if one.person in people.can_be_asked and _is_open(one, people)]
    fits = _open_fits(service, {one.person for one in open_}, ever)
    partners: dict[int, set[int]] = defaultdict(set)
    for one, other in fits:
        partners[one].add(other)
        partners[other].add(one)
    wanted: dict[Pair, list[WantedMeeting]] = defaultdict(list)
    for time in sorted(open_, key=lambda one: one.starts_at):
        for pk in partners[time.person] & people.can_be_asked:
            pair = pair_key(time.person, pk)
            if len(wanted[pair]) < MOST_TIMES and people.has_time(pk, time):
                wanted[pair].append(WantedMeeting(freed=time, partner=pk, fit=fits[pair]))
    return tuple(in_order((one for several in wanted.values() for one in several), people.meetings))


def _offers_of(service: Service) -> Iterable[StandBy]:
    return StandBy.objects.filter(service=service)


def _is_open(one: FreedTime, people: _People) -> bool:
    """A meeting that is called off still has its seat."""
    if one.instead_of is not None:
        return (one.person, one.starts_at) not in people.kept_free
    return people.has_time(one.person, one)


def _open_fits(service: Service, people: Collection[int], offers: Iterable[StandBy]) -> Mapping[Pair, Fit]:
    """For which something speaks, and nothing against; whom they were offered is not offered again."""
    out = barred_pairs(service, people) | {pair_key(one.participant_id, one.partner_id) for one in offers}
    return {pair: fit for pair, fit in fits_of(service, people).items() if pair not in out}


def _people_of(
    service: Service,
    offers: Sequence[StandBy],
    *,
    day: date,
    among: Collection[int] | None,
    now: datetime,
) -> _People:
    """Who takes part, is there, in no meeting just now, and not asked already or too often."""
    rows = list(living(service).select_related("registration"))
    here, said = here_since(service.event_id), rest_of_day([one.pk for one in rows])
    seats = Seat.objects.filter(meeting__service=service)
    times = list(seats.values_list("participant_id", "starts_at", "meeting__ends_at"))
    kept = Blocked.objects.filter(participant__service=service).values_list("participant_id", "starts_at")
    busy = {pk for pk, starts_at, ends_at in times if starts_at <= now < ends_at} | _left_alone(offers)

    def can_be_asked(one: Participant) -> bool:
        is_there = not here or one.registration_id in here if among is None else one.pk in among
        return is_there and one.pk not in busy and not is_away(said, one.pk, now=now)

    return _People(
        can_be_asked=frozenset(one.pk for one in rows if can_be_asked(one)),
        seated=frozenset((pk, at) for pk, at, _ in times),
        kept_free=frozenset([*kept, *_given_up(offers)]),
        times={one.pk: (one.registration.arrives_at, one.registration.leaves_at) for one in rows},
        meetings=Counter(pk for pk, at, _ in times if local_date(at) == day),
    )


def _left_alone(offers: Iterable[StandBy]) -> set[int]:
    """Whoever thinks about an offer now, or has let several pass without a word."""
    unanswered: Counter[int] = Counter()
    asked = set()
    for one in offers:
        if one.state == StandByState.OFFERED:
            asked |= {one.participant_id, one.partner_id}
        if one.state == StandByState.LAPSED:
            unanswered[one.participant_id] += one.participant_yes_at is None
            unanswered[one.partner_id] += one.partner_yes_at is None
    return asked | {pk for pk, number in unanswered.items() if number >= MOST_UNANSWERED}


def _given_up(offers: Iterable[StandBy]) -> Iterable[tuple[int, datetime]]:
    """Times that somebody would rather have for themselves, or has filled once already."""
    for one in offers:
        if one.declined_by_id is not None:
            yield one.declined_by_id, one.starts_at
        if one.state == StandByState.ACCEPTED:
            yield one.participant_id, one.starts_at
            yield one.partner_id, one.starts_at
