"""Numbers for ids."""

from __future__ import annotations

import numpy as np

from treffen.problem import Problem
from treffen.solvers.base.model import Array


class Index:
    """Numbers for ids, and sets of ids as rows of flags."""

    def __init__(self, problem: Problem) -> None:
        self.slot = {s.id: i for i, s in enumerate(problem.slots)}
        self.place = {p.id: i for i, p in enumerate(problem.places)}
        self.person = {p.id: i for i, p in enumerate(problem.participants)}
        self.request = {r.id: i for i, r in enumerate(problem.requests)}
        self.talk = {t.id: [self.slot[s] for s in t.slots] for t in problem.talks}
        self.frozen = {m.request: m for m in problem.frozen}
        self.staff: dict[str, list[int]] = {}
        for i, person in enumerate(problem.participants):
            if person.organisation is not None:
                self.staff.setdefault(person.organisation, []).append(i)

    def slots(self, ids: frozenset[str] | None) -> Array:
        """Flags over slots; None means all."""
        flags = np.full(len(self.slot), ids is None)
        for id in ids or ():
            flags[self.slot[id]] = True  # type: ignore[index]  # ids were checked by faults()
        return flags
