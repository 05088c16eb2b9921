"""What people were told, in arrays: where and when each option was promised."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.base.build import delegations

Small = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Promises:
    """[O] the slot and the place at which an option was promised, by index; -1 for none."""

    slot: Small
    place: Small

    def kept(self, slot: Small) -> NDArray[np.bool_]:
        """[O] whether a timetable [O] holds an option where it was promised, whatever the place."""
        flags: NDArray[np.bool_] = (self.slot >= 0) & (self.slot == slot)
        return flags

    def changed(self, slot: Small) -> int:
        """Promised meetings that a timetable [O] holds in another slot, otherwise, or not at all."""
        return int(((self.slot >= 0) & (self.slot != slot)).sum())


def promises_of(model: Model, goals: Collection[Goal]) -> Promises | None:
    """What was promised, where it is a goal to keep it."""
    problem = model.problem
    if Goal.CHANGED not in goals or not problem.promised:
        return None
    number = {r.id: i for i, r in enumerate(problem.requests)}
    slots = {s.id: i for i, s in enumerate(problem.slots)}
    places = {p.id: i for i, p in enumerate(problem.places)}
    first = np.searchsorted(model.option_request, np.arange(model.n_requests + 1)).tolist()
    found = Promises(*(np.full(model.n_options, -1, np.int32) for _ in range(2)))
    for meeting in problem.promised:
        request = number[meeting.request]
        for o in range(first[request], first[request + 1]):
            if set(delegations(problem, model, o)) == set(meeting.delegates):
                found.slot[o], found.place[o] = slots[meeting.slot], places[meeting.place]
    return found
