"""From an event's data to its figures: every number of the report, remembered until something has changed."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from django.db.models import Count, Max

from handschlag.common.times import local_date
from handschlag.day.models import Incident, Mark, Outcome, Repair, Signal
from handschlag.day.signs import Sign
from handschlag.directory.models import Membership
from handschlag.matching.engine_input import event_fingerprint_of as people_and_times
from handschlag.matching.models import (
    Blocked,
    Meeting,
    Participant,
    Party,
    Request,
    Service,
    TimetableVersion,
)
from handschlag.registration.models import CheckIn, Registration
from handschlag.statistics.event_data import (
    EventData,
    HeldMeeting,
    MissReason,
    PersonActivity,
    load_event_data,
    phase_of,
)
from handschlag.statistics.kpis import FEW, Kpi, Measure, Phase, median, share
from handschlag.statistics.matrix import NetworkName, network_names
from handschlag.statistics.suppression import NOBODY, Mixing, mixing_of

WORST: Final = 10  # one person in ten


def gini(numbers: Collection[int]) -> float:
    """0 where everybody has the same, towards 1 where one person has everything (C. Gini, 1912).

    The mean difference of all pairs, divided by twice the mean; 0 where nobody has anything.

    >>> gini([3, 3, 3]), gini([0, 0, 4])
    (0.0, 0.6666666666666666)
    """
    count, total = len(numbers), sum(numbers)
    if not count or not total:
        return 0.0
    ranked = sum((2 * rank - count - 1) * number for rank, number in enumerate(sorted(numbers), start=1))
    return ranked / (count * total)


def worst_off(numbers: Collection[int]) -> float:
    """Meetings per person among the tenth of the people with the fewest (at least one person), as a part of
    what everybody has on average: 1 where all have the same.

    >>> worst_off([2, 4, 4, 4, 4, 4, 4, 4, 5, 5])
    0.5
    """
    if not numbers or not sum(numbers):
        return 0.0
    few = sorted(numbers)[: math.ceil(len(numbers) / WORST)]
    return (sum(few) / len(few)) / (sum(numbers) / len(numbers))


type Slots = Sequence[Sequence[datetime]]  # the beginnings of each block's slots, in order


def idle_of(blocks: Slots, *, busy: Collection[datetime], away: Collection[datetime]) -> int:
    """How many slots somebody waits: not `busy`, not `away`, with something before and after in the block.

    >>> nine, ten, eleven = (datetime(2027, 4, 14, hour) for hour in (9, 10, 11))
    >>> idle_of([[nine, ten, eleven]], busy={nine, eleven}, away=())
    1
    """
    count = 0
    for slots in blocks:
        taken = [place for place, at in enumerate(slots) if at in busy]
        if len(taken) > 1:
            between = slots[taken[0] + 1 : taken[-1]]
            count += sum(at not in busy and at not in away for at in between)
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the report shows. People are keys of participants: they never leave the organisers' pages."""

    registered: int
    people: int
    planned: int
    held: int  # somebody has seen it
    unknown: int  # over, and nobody says anything
    signs: Mapping[Sign, int]  # by what the held ones are known
    added: int  # held, and not in the timetable with which the event began
    disputed: int
    measures: Mapping[Kpi, Measure]
    mixing: Mixing
    networks: Mapping[int, int]  # people of each; NOBODY where somebody is in none
    per_person: Mapping[int, int]
    missed: Mapping[int, MissReason]  # by request
    gini: float
    worst_off: float
    idle: int  # slots, of all together
    seconds: float  # the longest computation of a repair
    results: Mapping[str, int]  # what came of meetings, by the most that a side reports
    first_met: tuple[datetime, ...]  # when each person who met somebody did so for the first time

    @property
    def histogram(self) -> dict[int, int]:
        """How many people had how many meetings, without gaps."""
        counts = Counter(self.per_person.values())
        return {number: counts[number] for number in range(max(counts, default=-1) + 1)}

    @property
    def reasons(self) -> dict[MissReason, int]:
        """The most frequent first."""
        return dict(Counter(self.missed.values()).most_common())

    @property
    def with_few(self) -> tuple[int, ...]:
        """Who had fewer than three meetings, the fewest first."""
        few = sorted((number, key) for key, number in self.per_person.items() if number < FEW)
        return tuple(key for _number, key in few)


def compute_figures(world: EventData, *, phase: Phase, now: datetime) -> Figures:
    """A meeting counts as held where there is a sign of it; without any nobody knows."""
    over = [one for one in world.standing if phase is Phase.AFTER or one.ends_at <= now]
    held = [one for one in over if one.request in world.signs]
    unknown = [one for one in over if one.request not in world.signs and not _is_denied(world, one.request)]
    counts, most = _per_person(world, held), _per_person(world, [*held, *unknown])
    open_ = {one.request for one in unknown}
    ahead = {one.request for one in world.standing} - {one.request for one in over}
    missed = _missed_of(world, {one.request for one in held} | open_ | ahead)
    idle = _waits_of(world)
    mixing = mixing_of((one.people for one in held), {key: one.networks for key, one in world.people.items()})
    return Figures(
        registered=world.registered,
        people=len(world.people),
        planned=len(world.planned),
        held=len(held),
        unknown=len(unknown),
        signs=Counter(world.signs[one.request] for one in held),
        added=sum(one.request not in world.planned for one in held),
        disputed=sum(said.is_disputed for said in world.said.values()),
        measures={
            one.kpi: one
            for one in (
                *_of_matching(world),
                *_of_meetings(world, counts, idle, most=sum(most.values())),
                _held_of(world, missed=len(missed), ahead=ahead, unknown=open_),
                share(Kpi.ACROSS, mixing.across, mixing.among),
                _outcomes_of(world, held=len(held), unknown=len(unknown)),
            )
        },
        mixing=mixing,
        networks=_present(world.people.values()),
        per_person=counts,
        missed=missed,
        gini=gini(counts.values()),
        worst_off=worst_off(counts.values()),
        idle=sum(idle),
        seconds=max((one.seconds for one in world.repairs), default=0.0),
        results=world.results,
        first_met=_first_met(held, world.people),
    )


def _per_person(world: EventData, held: Iterable[HeldMeeting]) -> dict[int, int]:
    counts = dict.fromkeys(world.people, 0)
    for one in held:
        for person in one.people:
            if person in counts:
                counts[person] += 1
    return counts


def _first_met(meetings: Iterable[HeldMeeting], people: Collection[int]) -> tuple[datetime, ...]:
    found: dict[int, datetime] = {}
    for one in sorted(meetings, key=lambda one: one.starts_at):
        for person in one.people:
            if person in people:
                found.setdefault(person, one.starts_at)
    return tuple(found.values())


def _missed_of(world: EventData, kept: set[int]) -> dict[int, MissReason]:
    """Planned meetings that were not held and cannot be held any more."""
    return {
        request: _reason_of(world, request, people)
        for request, people in world.planned.items()
        if request not in kept
    }


def _is_denied(world: EventData, request: int) -> bool:
    """Whether somebody says that it was not held, and nobody contradicts."""
    return request in world.said and world.said[request].is_missed


def _held_of(world: EventData, *, missed: int, ahead: set[int], unknown: set[int]) -> Measure:
    """Planned meetings that somebody has seen, of those that are due; None where nobody says a word."""
    planned = set(world.planned)
    due, open_ = len(planned - ahead), len(planned & unknown)
    held = due - missed - open_
    return Measure(
        kpi=Kpi.HELD,
        value=100 * held / due if held or missed else None,
        part=held,
        whole=due,
        unknown=open_,
        ceiling=100 * (held + open_) / due if open_ else None,
    )


def _reason_of(world: EventData, request: int, people: Sequence[int]) -> MissReason:
    if _is_denied(world, request):
        return MissReason.NO_SHOW
    if any(one not in world.people or world.people[one].has_cancelled for one in people):
        return MissReason.CANCELLED
    if world.late.intersection(people):
        return MissReason.LATE
    return MissReason.GAVE_UP if request in world.withdrawn else MissReason.DROPPED


def _waits_of(world: EventData) -> list[int]:
    """Idle slots of everybody who has a meeting, in the timetable as it stands."""
    busy: dict[int, set[datetime]] = defaultdict(set)
    for one in world.standing:
        for person in one.people:
            busy[person].add(one.starts_at)
    return [
        idle_of(world.blocks, busy=busy[key] | _talks(person, world.blocks), away=person.away)
        for key, person in world.people.items()
        if key in busy
    ]


def _talks(person: PersonActivity, blocks: Slots) -> set[datetime]:
    """Slots that begin while the person hears a talk that they must hear."""
    if not person.talks:
        return set()
    return {
        at for slots in blocks for at in slots if any(begins <= at < ends for begins, ends in person.talks)
    }


def _of_matching(world: EventData) -> Iterable[Measure]:
    minutes = [one.minutes for one in world.people.values() if one.minutes is not None]
    yield share(Kpi.JOINED, len(world.people), world.registered)
    yield share(Kpi.ANSWERED, world.in_time, world.asked)
    yield share(Kpi.PLANNED, len(world.planned), len(world.planned) + world.waiting)
    yield Measure(kpi=Kpi.VISIT, value=median(minutes), whole=len(minutes))


def _of_meetings(
    world: EventData, counts: Mapping[int, int], idle: Sequence[int], *, most: int
) -> Iterable[Measure]:
    """`most` are the seats of meetings that were held, or may have been."""
    people, seats = len(world.people), sum(counts.values())
    others = [one.others for one in world.repairs]
    is_known = people > 0 and (seats > 0 or most == 0)
    yield Measure(
        kpi=Kpi.MEETINGS,
        value=seats / people if is_known else None,
        part=seats,
        whole=people,
        unknown=most - seats,
        ceiling=most / people if is_known and most > seats else None,
    )
    yield Measure(kpi=Kpi.IDLE, value=median(idle), part=sum(map(bool, idle)), whole=len(idle))
    yield Measure(kpi=Kpi.MOVED, value=median(others), part=len(others), whole=world.incidents)


def _outcomes_of(world: EventData, *, held: int, unknown: int) -> Measure:
    """For a hundred meetings that were held or may have been: what nobody saw makes the share no larger."""
    over = held + unknown
    return Measure(
        kpi=Kpi.OUTCOMES,
        value=100 * world.cooperations / over if over and world.answers else None,
        part=world.cooperations,
        whole=over,
        more=world.answers,
        unknown=unknown,
    )


def _present(people: Iterable[PersonActivity]) -> dict[int, int]:
    """People by network; who is in two counts in both."""
    found = Counter(network for one in people for network in one.networks or (NOBODY,))
    return dict(sorted(found.items()))


MOST: Final = 8
type Key = tuple[int, Phase]

_kept: OrderedDict[Key, tuple[object, Figures]] = OrderedDict()
_lock = Lock()


def figure_fingerprint_of(service: Service) -> tuple[Any, ...]:
    """Another one after every write on which figures rest; a constant number of queries."""
    inside: dict[str, Any] = {"service": service}
    asked: dict[str, Any] = {"request__service": service}
    at: dict[str, Any] = {"incident__service": service}
    memberships = Membership.objects.filter(actor__registrations__matching__service=service)
    return (
        service.revision,
        service.version,
        people_and_times(service),
        *_values(memberships, "pk", "until"),
        *_values(Party.objects.filter(**asked), "said_yes_at"),
        *_values(Registration.objects.filter(event=service.event_id), "changed_at", "erased_at"),
        *_values(Participant.objects.filter(**inside), "version", "wished_at", "left_at"),
        *_values(Blocked.objects.filter(participant__service=service), "pk"),
        *_values(Request.objects.filter(**inside), "revision", "answered_at", "ended_at"),
        *_values(Meeting.objects.filter(**inside), "pk"),
        *_values(TimetableVersion.objects.filter(**inside), "number"),
        *_values(Mark.objects.filter(**asked), "marked_at", "objected_at"),
        *_values(Outcome.objects.filter(**asked), "answered_at"),
        *_values(Incident.objects.filter(**inside), "opened_at", "closed_at"),
        *_values(Signal.objects.filter(**inside), "heard_at"),
        *_values(CheckIn.objects.filter(registration__event=service.event_id), "received_at"),
        *_values(Repair.objects.filter(**at), "at", "undone_at"),
    )


def _values(rows: Any, *names: str) -> tuple[Any, ...]:
    found = rows.order_by().aggregate(count=Count("pk"), **{f"last_{name}": Max(name) for name in names})
    return tuple(found.values())


def cached_figures(key: Key, stamp: object) -> Figures | None:
    """None where nothing is kept or anything that was counted has changed since."""
    with _lock:
        found = _kept.get(key)
        if found is None or found[0] != stamp:
            return None
        _kept.move_to_end(key)
        return found[1]


def store_figures(key: Key, stamp: object, figures: Figures) -> None:
    """Keeps the figures in this process; beyond the limit, those unused for longest go."""
    with _lock:
        _kept[key] = (stamp, figures)
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def clear_figure_cache() -> None:
    """For tests: another database has the same keys."""
    with _lock:
        _kept.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reported:
    figures: Figures
    names: dict[int, NetworkName]
    phase: Phase


def _counted(service: Service, phase: Phase, *, now: datetime) -> Figures:
    """Remembered where time alone changes nothing: before the event and after it."""
    if phase is Phase.DURING:
        return compute_figures(load_event_data(service, now=now), phase=phase, now=now)
    key, stamp = (service.pk, phase), (local_date(now), *figure_fingerprint_of(service))
    found = cached_figures(key, stamp)
    if found is None:
        found = compute_figures(load_event_data(service, now=now), phase=phase, now=now)
        store_figures(key, stamp, found)
    return found


def reported(service: Service, *, now: datetime) -> _Reported:
    """The figures at `now` with the names of their networks and the phase of the event."""
    phase = phase_of(service, now)
    figures = _counted(service, phase, now=now)
    return _Reported(figures=figures, names=dict(network_names(figures.networks)), phase=phase)
