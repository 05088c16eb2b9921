"""Brute force for tiny problems: every timetable there is, and the best of them.

Written plainly from the rules, so that it can be read beside them: all ways to hold each request
alone, all combinations of these, the verifier's rules as the sieve. Nothing clever, nothing fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from treffen.problem import Delegation, Goal, Meeting, Problem, Request
from treffen.timetable import Timetable
from treffen.verification.goals import measure_day
from treffen.verification.index import ProblemIndex, TimetableIndex
from treffen.verification.rules import LASTING, WHOLE, Rule


class TooManyTimetables(Exception):
    """The problem is not tiny."""


def keeps(ground: ProblemIndex, meetings: Sequence[Meeting], rules: Sequence[Rule] = LASTING + WHOLE) -> bool:
    """Whether meetings break none of the rules."""
    day = TimetableIndex(ground, Timetable(tuple(meetings)))
    return not any(True for rule in rules for _ in rule(day))


def delegations(problem: Problem, request: Request) -> Iterator[tuple[Delegation, ...]]:
    """Every way to send somebody for each organisation asked for."""
    choices = [
        [Delegation(organisation=o, participant=p.id) for p in problem.participants if p.organisation == o]
        for o in request.delegates
    ]
    return product(*choices)


def meetings_of(problem: Problem, request: Request) -> list[Meeting]:
    """Every way to hold a request were it the only one."""
    ground = ProblemIndex(problem)
    helpers = [None, *(i.id for i in problem.interpreters)]
    sent = list(delegations(problem, request))
    all_ways = product(problem.slots, problem.places, sent, helpers)
    ways = (
        Meeting(request=request.id, slot=s.id, place=p.id, delegates=d, interpreter=i)
        for s, p, d, i in all_ways
    )
    return [m for m in ways if keeps(ground, [m], LASTING)]


def timetables(problem: Problem, *, most: int = 20_000) -> Iterator[Timetable]:
    """Every timetable that keeps all rules; TooManyTimetables after trying `most` of them."""
    ground = ProblemIndex(problem)
    ways = [meetings_of(problem, r) for r in problem.requests]
    size = 1
    for some in ways:
        size *= 1 + len(some)
    if size > 400 * most:
        raise TooManyTimetables
    clash = {
        frozenset(pair)
        for one, other in combinations(ways, 2)
        for pair in product(one, other)
        if not keeps(ground, pair, LASTING)
    }
    tried = 0

    def extend(at: int, chosen: tuple[Meeting, ...]) -> Iterator[Timetable]:
        nonlocal tried
        if at == len(ways):
            tried += 1
            if tried > most:
                raise TooManyTimetables
            if keeps(ground, chosen):
                yield Timetable(chosen)
            return
        yield from extend(at + 1, chosen)
        for m in ways[at]:
            if not any(frozenset((m, other)) in clash for other in chosen):
                yield from extend(at + 1, (*chosen, m))

    yield from extend(0, ())


def values(problem: Problem, timetable: Timetable, goals: Sequence[Goal]) -> tuple[int, ...]:
    """The values of the goals, in their order."""
    day = TimetableIndex(ProblemIndex(problem), timetable)
    return tuple(measure_day(day, g) for g in goals)


def optimum(problem: Problem, goals: Sequence[Goal], *, most: int = 20_000) -> tuple[int, ...] | None:
    """The lexicographically best values of the goals, or None where there is no timetable."""

    def worth(found: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(-v if g is Goal.VALUE else v for g, v in zip(goals, found, strict=True))

    all_values = {values(problem, t, goals) for t in timetables(problem, most=most)}
    return min(all_values, key=worth, default=None)
