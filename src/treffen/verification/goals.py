"""Every goal, recomputed from the timetable alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from treffen.problem import Goal, Meeting, ParticipantId, PlaceId, Problem
from treffen.timetable import Timetable
from treffen.verification.days import count_breaks, count_idle
from treffen.verification.index import ProblemIndex, TimetableIndex


def measure(problem: Problem, timetable: Timetable, goal: Goal) -> int:
    """The value of a goal: of the held requests (VALUE), in meetings (SHORTFALL), prices (TALKS),
    breaks, slots (IDLE, IDLE_RANGE), changes, minutes (WALKING), places, or promised meetings (CHANGED).

    >>> from treffen.problem import Meeting, Participant, Place, Request, Slot
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"),),
    ...     places=(Place(id="table 1"),),
    ...     participants=(Participant(id="ada"), Participant(id="bo")),
    ...     requests=(Request(id="1", participants=("ada", "bo"), value=3),),
    ... )
    >>> timetable = Timetable((Meeting(request="1", slot="10:00", place="table 1"),))
    >>> measure(problem, timetable, Goal.VALUE)
    3
    """
    return measure_day(TimetableIndex(ProblemIndex(problem), timetable), goal)


def measure_all(problem: Problem, timetable: Timetable, *, goals: Iterable[Goal]) -> dict[Goal, int]:
    """The values of several goals, with one look at the timetable."""
    day = TimetableIndex(ProblemIndex(problem), timetable)
    return {goal: measure_day(day, goal) for goal in goals}


def measure_day(day: TimetableIndex, goal: Goal) -> int:
    """The same for a timetable that is already on its ground."""
    return _MEASURES[goal](day)


def value(day: TimetableIndex) -> int:
    """Sum of the values of the held requests."""
    if day.plain is not None:
        return day.plain.value()
    return sum(h.request.value for h in day.by_request.values())


def _shortfall(day: TimetableIndex) -> int:
    """Meetings that participants have fewer than their minimum."""
    count = day.count
    people = day.ground.problem.participants
    return sum(max(0, p.minimum - count.get(p.id, 0)) for p in people if p.minimum)


def talks(day: TimetableIndex) -> int:
    """Prices of the liked talks in whose slots their listeners have a meeting."""
    ground, busy = day.ground, day.busy
    return sum(
        like.price
        for p in ground.problem.participants
        if p.likes and p.id in busy
        for like in p.likes
        if ground.talks[like.talk] & busy[p.id]
    )


def _breaks(day: TimetableIndex) -> int:
    """Breaks of all participants in all blocks."""
    people = day.ground.participants
    return sum(count_breaks(day.ground, people[id], busy) for id, busy in day.busy.items())


def _idle(day: TimetableIndex) -> int:
    """Idle slots of all participants in all blocks."""
    people = day.ground.participants
    return sum(count_idle(day.ground, people[id], busy) for id, busy in day.busy.items())


def _idle_range(day: TimetableIndex) -> int:
    """Most less fewest idle slots among those with two meetings or more; 0 where they are not two."""
    people = day.ground.participants
    idle = [count_idle(day.ground, people[id], busy) for id, busy in day.busy.items() if day.count[id] > 1]
    return max(idle, default=0) - min(idle, default=0)


def _steps(day: TimetableIndex) -> Iterator[tuple[PlaceId, PlaceId]]:
    """The places of each two meetings that follow each other in a participant's block; they may differ."""
    ends = day.ground.block_end
    if day.plain is not None:
        ids = [*day.ground.places]
        here, there = day.plain.steps(ends)
        yield from zip(map(ids.__getitem__, here.tolist()), map(ids.__getitem__, there.tolist()), strict=True)
        return
    last: dict[ParticipantId, tuple[int, PlaceId]] = {}
    for h in sorted(day.held, key=lambda h: h.first):
        end, place = ends[h.first], h.meeting.place
        for p in h.people:
            before = last.get(p)
            if before is not None and before[0] == end:
                yield before[1], place
            last[p] = (end, place)


def changes(day: TimetableIndex) -> int:
    """How often somebody's next meeting in the block is at another place."""
    return sum(here != there for here, there in _steps(day))


def _walking(day: TimetableIndex) -> int:
    """Minutes on foot between meetings that follow each other in a block."""
    minutes: dict[tuple[str, str], int] = {}
    for walk in day.ground.problem.walks:
        minutes[walk.here, walk.there] = minutes[walk.there, walk.here] = walk.minutes
    zone = {p.id: p.zone for p in day.ground.problem.places}
    total = 0
    for here, there in _steps(day):
        one, other = zone[here], zone[there]
        if one != other:
            total += minutes.get((one, other), 1)
    return total


def places(day: TimetableIndex) -> int:
    """How many different places are used."""
    held = day.meetings if day.plain is not None else [h.meeting for h in day.held]
    return len({m.place for m in held})


def changed(day: TimetableIndex) -> int:
    """Promised meetings that are not held, or at another time, at another place, or by others."""
    promised = day.ground.problem.promised
    before = None if day.plain is None else TimetableIndex(day.ground, Timetable(promised)).columns
    if day.plain is not None and before is not None:
        return day.plain.changed(before)
    held = {id: h.meeting for id, h in day.by_request.items()}
    return sum(not _is_as_promised(m, held.get(m.request)) for m in promised)


def _is_as_promised(promised: Meeting, held: Meeting | None) -> bool:
    if held is None or (promised.slot, promised.place) != (held.slot, held.place):
        return False
    return set(promised.delegates) == set(held.delegates)


_MEASURES: dict[Goal, Callable[[TimetableIndex], int]] = {
    Goal.VALUE: value,
    Goal.SHORTFALL: _shortfall,
    Goal.TALKS: talks,
    Goal.BREAKS: _breaks,
    Goal.IDLE_RANGE: _idle_range,
    Goal.IDLE: _idle,
    Goal.CHANGES: changes,
    Goal.WALKING: _walking,
    Goal.PLACES: places,
    Goal.CHANGED: changed,
}
