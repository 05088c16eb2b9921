"""Bounds that need no certificate: whoever reads the problem can see them."""

from __future__ import annotations

from collections.abc import Mapping

from treffen.problem import Goal, Problem
from treffen.timetable import AssignmentCertificate
from treffen.verification.bounds import assignment
from treffen.verification.bounds.problem_index import BoundIndex, UnsoundCertificate
from treffen.verification.bounds.promises import changed_bound


def trivial_bound(frame: BoundIndex, goal: Goal, *, values: Mapping[Goal, int]) -> int:
    """The best bound visible at once, given the values of the goals before."""
    if goal is Goal.VALUE:
        return _value(frame)
    if goal is Goal.SHORTFALL:
        return _shortfall(frame)
    if goal is Goal.PLACES:
        return least_places(frame.problem, value=values.get(Goal.VALUE, 0))
    if goal is Goal.CHANGED:
        return changed_bound(frame)
    if goal in (Goal.CHANGES, Goal.WALKING):
        return 0
    return _alone(frame, goal)


def _value(frame: BoundIndex) -> int:
    """Everything held that can be held at all; of the requests of a pair that meets once, the best."""
    if not frame.problem.pair_once:
        return sum(r.value for r, window in zip(frame.requests, frame.windows, strict=True) if window)
    best: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    for r, window in zip(frame.requests, frame.windows, strict=True):
        if window:
            parties = (frozenset(r.participants), frozenset(r.delegates))
            best[parties] = max(best.get(parties, 0), r.value)
    return sum(best.values())


def _shortfall(frame: BoundIndex) -> int:
    """What people lack even if everybody who asked for them met them."""
    total = 0
    for p in frame.problem.participants:
        if p.minimum:
            asked = len(frame.naming[p.id])
            if p.organisation is not None:
                asked += len(frame.asking.get(p.organisation, ()))
            total += max(0, p.minimum - min(asked, frame.most_meetings(p.id)))
    return total


def least_places(problem: Problem, *, value: int) -> int:
    """As many places as meetings have to run at once: those that must be held, or that make up a value.

    >>> from treffen.problem import Participant, Place, Request, Slot
    >>> least_places(Problem(
    ...     slots=(Slot(id="10:00"), Slot(id="10:20")),
    ...     places=(Place(id="table 1"), Place(id="table 2")),
    ...     participants=tuple(Participant(id=str(i)) for i in range(6)),
    ...     requests=tuple(Request(id=f"{i}", participants=(str(i), str(i + 1))) for i in range(0, 6, 2)),
    ... ), value=3)
    2
    """
    frozen = {m.request for m in problem.frozen}
    lengths = sum(r.length for r in problem.requests if r.must or r.id in frozen)
    left, fewest = value, 0
    for worth in sorted((r.value for r in problem.requests), reverse=True):
        if left <= 0:
            break
        left -= worth
        fewest += 1
    return -(-max(lengths, fewest) // len(problem.slots))


def _alone(frame: BoundIndex, goal: Goal) -> int:
    """What it costs people even if each could arrange their own day without regard to others."""
    try:
        return max(0, assignment.bound(frame, AssignmentCertificate(goal=goal, scale=1, prices=())))
    except UnsoundCertificate:
        return 0
