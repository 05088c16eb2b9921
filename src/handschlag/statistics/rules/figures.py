"""From a world to its figures: every number of the report, in one place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.rules.signs import Sign
from handschlag.statistics.rules.event_data import EventData, HeldMeeting, MissReason, PersonActivity
from handschlag.statistics.rules.fairness import gini, worst_off
from handschlag.statistics.rules.idle import Slots, idle_of
from handschlag.statistics.rules.kpis import FEW, Kpi, Measure, Phase, median, share
from handschlag.statistics.rules.mixing import NOBODY, Mixing, mixing_of


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


def figures_of(world: EventData, *, phase: Phase, now: datetime) -> Figures:
    """A meeting counts as held where there is a sign of it; without any nobody knows."""
    over = [one for one in world.standing if phase is Phase.AFTER or one.ends_at <= now]
    held = [one for one in over if one.request in world.signs]
    unknown = [one for one in over if one.request not in world.signs and not _is_denied(world, one.request)]
    counts, most = _per_person(world, held), _per_person(world, [*held, *unknown])
    open_ = {one.request for one in unknown}
    ahead = {one.request for one in world.standing} - {one.request for one in over}
    missed = _missed_of(world, {one.request for one in held} | open_ | ahead)
    idle = _waits_of(world)
    networks = {key: person.networks for key, person in world.people.items()}
    mixing = mixing_of((one.people for one in held), networks)
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


def _first_met(held: Iterable[HeldMeeting], people: Collection[int]) -> tuple[datetime, ...]:
    found: dict[int, datetime] = {}
    for one in sorted(held, key=lambda one: one.starts_at):
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
