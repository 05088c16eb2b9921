"""What is left of an event after disruptions: a new problem, what stands, and what cannot stay.

A pure step without any search. The meetings that stand are a timetable of the new problem (musts
aside), so that there is always something to go on with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from treffen.errors import InvalidProblem
from treffen.problem import Goal, Meeting, Participant, ParticipantId, Problem, RequestId, SlotId
from treffen.repair.application import DisruptedEvent
from treffen.repair.disruptions import Disruption, Freeze
from treffen.repair.faults import find_faults
from treffen.repair.presence import Smaller
from treffen.timetable import Timetable
from treffen.verification.days import breaks_by_person
from treffen.verification.index import ProblemIndex, TimetableIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Displaced:
    """A meeting that cannot stay where it stands; `causes` are positions in the list of disruptions."""

    meeting: Meeting
    causes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualProblem:
    """After disruptions.

    `problem` is what may still be planned: past and frozen meetings are fixed, and nothing is added to
    slots that are past or frozen. `lasting` is the same without what `Freeze` asked for, so that the next
    list of disruptions can start from it. `standing` meetings can stay, `displaced` ones cannot, and
    `given_up` ones are not wanted any more. `smaller` ones go on without somebody. `promised` meetings
    are in both problems.
    """

    problem: Problem
    lasting: Problem
    standing: tuple[Meeting, ...]
    displaced: tuple[Displaced, ...] = ()
    given_up: tuple[Displaced, ...] = ()
    smaller: tuple[Smaller, ...] = ()


def residual_problem(
    problem: Problem,
    timetable: Timetable,
    *,
    disruptions: Sequence[Disruption] = (),
    now: SlotId | None = None,
) -> ResidualProblem:
    """Apply disruptions to a problem and a timetable of it. `now` is the first slot that has not begun.

    Raises InvalidProblem with all faults of the problem and of the disruptions.

    >>> from treffen.problem import Place, Request, Slot
    >>> from treffen.repair import Gone
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"), Slot(id="10:20")),
    ...     places=(Place(id="table 1"),),
    ...     participants=(Participant(id="ada"), Participant(id="bo")),
    ...     requests=(Request(id="1", participants=("ada", "bo")),),
    ... )
    >>> held = Timetable((Meeting(request="1", slot="10:20", place="table 1"),))
    >>> after = residual_problem(problem, held, disruptions=[Gone(participant="bo", since="10:20")])
    >>> after.displaced[0].causes, sorted(after.problem.participants[1].free)
    ((0,), ['10:00'])
    """
    faults = tuple(find_faults(problem, timetable, disruptions=disruptions, now=now))
    if faults:
        raise InvalidProblem(faults)
    return sound_residual(problem, timetable, disruptions=disruptions, now=now)


def sound_residual(
    problem: Problem, timetable: Timetable, *, disruptions: Sequence[Disruption], now: SlotId | None
) -> ResidualProblem:
    """What `residual_problem` gives, for input that is known to have no faults."""
    edit = DisruptedEvent(
        problem, timetable, begin=0 if now is None else [s.id for s in problem.slots].index(now)
    )
    for number, one in enumerate(disruptions):
        edit.apply(one, number)
    edit.settle()
    lasting = _with_room_for_breaks(_fixed(edit, edit.problem(), before=edit.begin), edit.standing())
    end = max((_window_end(problem, d, edit.begin) for d in disruptions if isinstance(d, Freeze)), default=0)
    frozen = lasting if end <= edit.begin else _fixed(edit, lasting, before=end)
    return ResidualProblem(
        problem=frozen,
        lasting=lasting,
        standing=edit.standing(),
        displaced=tuple(Displaced(meeting=m, causes=c) for m, c in edit.displaced()),
        given_up=tuple(Displaced(meeting=m, causes=c) for m, c in edit.given_up()),
        smaller=tuple(edit.smaller.values()),
    )


def _window_end(problem: Problem, freeze: Freeze, begin: int) -> int:
    """The number of the first slot behind the frozen window."""
    end = begin + (freeze.slots or 0)
    if freeze.minutes is not None and begin < len(problem.slots):
        first = problem.slots[begin].start
        assert first is not None
        starts = [s.start for s in problem.slots[begin:] if s.start is not None]
        end = max(end, begin + sum((s - first).total_seconds() < 60 * freeze.minutes for s in starts))
    return min(end, len(problem.slots))


def _fixed(edit: DisruptedEvent, problem: Problem, *, before: int) -> Problem:
    """Meetings that begin before slot number `before` are frozen; nobody else is free there."""
    fixed = {m.request: m for m in edit.standing() if edit.first(m) < before or edit.is_running(m)}
    fixed.update({m.request: m for m in problem.frozen})
    displaced = [m for m, _ in edit.displaced() if edit.begin <= edit.first(m) < before]
    people = problem.participants
    if before:
        open_ = frozenset(s.id for s in problem.slots[before:])
        own = _own_slots(edit, [*fixed.values(), *displaced])
        everything = frozenset(s.id for s in problem.slots)
        people = tuple(_only_there(p, open_ | own.get(p.id, frozenset()), everything) for p in people)
    goals = (Goal.CHANGED, *(g for g in problem.goals if g is not Goal.CHANGED))
    return replace(problem, frozen=tuple(fixed.values()), participants=people, goals=goals)


def _own_slots(edit: DisruptedEvent, meetings: Iterable[Meeting]) -> dict[ParticipantId, frozenset[SlotId]]:
    found: dict[ParticipantId, set[SlotId]] = {}
    for m in meetings:
        for p in edit.attendees(m):
            found.setdefault(p, set()).update(edit.slots_of(m))
    return {p: frozenset(slots) for p, slots in found.items()}


def _only_there(person: Participant, slots: frozenset[SlotId], all_: frozenset[SlotId]) -> Participant:
    free = slots if person.free is None else person.free & slots
    if person.free == free or (person.free is None and free == all_):
        return person
    return replace(person, free=free)


def _with_room_for_breaks(problem: Problem, standing: Sequence[Meeting]) -> Problem:
    """Limits on breaks as wide as what stands needs: a break that a disruption left is no new fault."""
    limited = problem.most_breaks is not None or any(p.most_breaks is not None for p in problem.participants)
    if not limited and problem.break_spread is None:
        return problem
    breaks = breaks_by_person(TimetableIndex(ProblemIndex(problem), Timetable(tuple(standing))))
    people = []
    for p in problem.participants:
        most = problem.most_breaks if p.most_breaks is None else p.most_breaks
        is_over = most is not None and breaks[p.id] > most
        people.append(replace(p, most_breaks=breaks[p.id]) if is_over else p)
    spread = problem.break_spread
    if spread is not None and breaks:
        spread = max(spread, max(breaks.values()) - min(breaks.values()))
    return replace(problem, participants=tuple(people), break_spread=spread)


def without_musts(problem: Problem, only: Iterable[RequestId] | None = None) -> Problem:
    """The problem in which requests need not be held: all, or only some. Frozen ones always must."""
    chosen = None if only is None else set(only)
    if not any(r.must for r in problem.requests):
        return problem
    requests = tuple(
        replace(r, must=False) if r.must and (chosen is None or r.id in chosen) else r
        for r in problem.requests
    )
    return replace(problem, requests=requests)
