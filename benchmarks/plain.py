"""Events of two-person meetings of one slot in arrays: what baselines and slot models read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Meeting, Problem
from treffen.timetable import Timetable

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """R requests of two people, P people, T slots, `tables` places that are all alike."""

    problem: Problem
    ends: Array  # [R, 2]
    value: Array  # [R]
    free: Array  # [P, T]
    tables: int

    def timetable(self, held: Iterable[tuple[int, int]]) -> Timetable:
        """A timetable of (request, slot), each at the first place not yet taken in its slot."""
        used = [0] * self.free.shape[1]
        meetings = []
        for request, slot in held:
            place = self.problem.places[used[slot]]
            used[slot] += 1
            requests, slots = self.problem.requests, self.problem.slots
            meetings.append(Meeting(request=requests[request].id, slot=slots[slot].id, place=place.id))
        return Timetable(tuple(meetings))


def is_plain(problem: Problem) -> bool:
    """Whether the problem says nothing that the baselines and the slot models would not respect."""
    requests = all(
        len(r.participants) == 2
        and not (r.delegates or r.must or r.after or r.needs)
        and r.length == 1
        and all(limit is None for limit in (r.slots, r.places, r.slot, r.place))
        for r in problem.requests
    )
    people = all(
        p.maximum is None and not (p.needs or p.languages or p.must_attend) for p in problem.participants
    )
    places = all(x.open is None for x in problem.places)
    no_more = not problem.frozen and problem.most_breaks is None and problem.break_spread is None
    return requests and people and places and no_more


def plain(problem: Problem) -> Plain:
    """The arrays; ValueError where the problem is not that plain."""
    if not is_plain(problem):
        raise ValueError("only for events of two-person meetings of one slot without further rules")
    person = {p.id: n for n, p in enumerate(problem.participants)}
    ends = [[person[a], person[b]] for a, b in (r.participants for r in problem.requests)]
    return Plain(
        problem=problem,
        ends=np.array(ends, np.int64).reshape(-1, 2),
        value=np.array([r.value for r in problem.requests], np.int64),
        free=presence(problem),
        tables=len(problem.places),
    )


def presence(problem: Problem) -> Array:
    """[P, T] who is there when."""
    slot = {s.id: t for t, s in enumerate(problem.slots)}
    flags = np.ones((len(problem.participants), len(slot)), bool)
    for n, person in enumerate(problem.participants):
        if person.free is not None:
            flags[n] = False
            flags[n, [slot[s] for s in person.free]] = True
    return flags


def masks(flags: Array) -> list[int]:
    """Each row of flags as one integer, bit t for column t."""
    weights = [1 << t for t in range(flags.shape[1])]
    return [sum(w for w, is_set in zip(weights, row, strict=True) if is_set) for row in flags.tolist()]


def first(mask: int) -> int:
    """The lowest bit of a mask that is not 0."""
    return (mask & -mask).bit_length() - 1
