"""Tiny events and what is best for them, found by trying everything."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from benchmarks.plain import plain

from treffen.problem import Goal, Meeting, Participant, Place, Problem, Request, Slot
from treffen.timetable import Timetable
from treffen.verification import find_violations, measure


def break_event(seed: int) -> Problem:
    """Five people, five slots, six or seven meetings that must all be held, at two tables."""
    rng = np.random.default_rng(seed)
    slots = tuple(Slot(id=str(t)) for t in range(5))
    pairs = [(a, b) for a in range(5) for b in range(a)]
    chosen = rng.permutation(len(pairs))[: 6 + seed % 2].tolist()
    requests = tuple(
        Request(
            id=str(m),
            participants=(f"p{pairs[at][0]}", f"p{pairs[at][1]}"),
            must=True,
            slot=str(int(rng.integers(5))) if seed % 4 == 1 and m == 2 else None,
            slots=frozenset(map(str, range(3))) if seed % 4 == 2 and m == 1 else None,
            after=("0",) if seed % 3 == 0 and m == 3 else (),
        )
        for m, at in enumerate(chosen)
    )
    people = tuple(
        Participant(id=f"p{p}", free=frozenset("0134") if p == 1 and seed % 5 else None) for p in range(5)
    )
    return Problem(
        slots=slots,
        places=(Place(id="t1"), Place(id="t2")),
        participants=people,
        requests=requests,
        pair_once=False,
        break_spread=seed % 3,
        goals=(Goal.BREAKS,),
    )


def _timetable(problem: Problem, choice: tuple[int, ...]) -> Timetable | None:
    """The timetable of a slot for each request (the number of slots: not held), if tables suffice."""
    used = [0] * (len(problem.slots) + 1)
    meetings = []
    for request, t in zip(problem.requests, choice, strict=True):
        if t < len(problem.slots):
            if used[t] == len(problem.places):
                return None
            meetings.append(
                Meeting(request=request.id, slot=problem.slots[t].id, place=problem.places[used[t]].id)
            )
            used[t] += 1
    return Timetable(tuple(meetings))


def least(problem: Problem, goals: Sequence[Goal]) -> list[int] | None:
    """By trying every slot for every request, ruling out double bookings early; None if impossible."""
    found = (_timetable(problem, choice) for choice in _choices(problem, (), ()))
    kept = (one for one in found if one is not None and not any(find_violations(problem, one)))
    return min(([measure(problem, one, goal) for goal in goals] for one in kept), default=None)


def fewest_breaks(problem: Problem) -> int | None:
    """The fewest breaks there can be; None if not everything can be held."""
    found = least(problem, (Goal.BREAKS,))
    return None if found is None else found[0]


def _choices(
    problem: Problem, done: tuple[int, ...], taken: tuple[tuple[str, int], ...]
) -> Iterator[tuple[int, ...]]:
    if len(done) == len(problem.requests):
        yield done
        return
    people = problem.requests[len(done)].participants
    for t in range(len(problem.slots)):
        mine = tuple((p, t) for p in people)
        if not set(mine) & set(taken):
            yield from _choices(problem, (*done, t), taken + mine)


def most_value(problem: Problem) -> int:
    """The largest value held, by trying everything."""
    event = plain(problem)
    slots = range(len(problem.slots) + 1)
    best = 0
    for choice in product(slots, repeat=len(problem.requests)):
        value = sum(int(event.value[r]) for r, t in enumerate(choice) if t < len(problem.slots))
        if value > best:
            timetable = _timetable(problem, choice)
            if timetable is not None and not any(find_violations(problem, timetable)):
                best = value
    return best


def value_event(seed: int) -> Problem:
    """Four people, two slots, one or two tables, five requests of different values."""
    rng = np.random.default_rng(seed)
    pairs = [(a, b) for a in range(4) for b in range(a)]
    return Problem(
        slots=(Slot(id="a"), Slot(id="b")),
        places=tuple(Place(id=f"t{n}") for n in range(1 + seed % 2)),
        participants=tuple(
            Participant(id=f"p{p}", free=frozenset("a") if p == seed % 4 else None) for p in range(4)
        ),
        requests=tuple(
            Request(
                id=str(n),
                participants=(f"p{pairs[at][0]}", f"p{pairs[at][1]}"),
                value=int(rng.integers(1, 9)),
            )
            for n, at in enumerate(rng.permutation(6)[:5].tolist())
        ),
        goals=(Goal.VALUE,),
    )
