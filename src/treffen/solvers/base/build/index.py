"""Numbers for ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from treffen.problem import Problem
from treffen.solvers.base.model import Array, Flags


class Index:
    """Numbers for ids, and sets of ids as rows of flags."""

    def __init__(self, problem: Problem) -> None:
        self.slot: dict[str, int] = {s.id: i for i, s in enumerate(problem.slots)}
        self.place: dict[str, int] = {p.id: i for i, p in enumerate(problem.places)}
        self.person: dict[str, int] = {p.id: i for i, p in enumerate(problem.participants)}
        self.talk = {t.id: [self.slot[s] for s in t.slots] for t in problem.talks}
        self.frozen = {m.request: m for m in problem.frozen}
        self.staff: dict[str, list[int]] = {}
        for i, person in enumerate(problem.participants):
            if person.organisation is not None:
                self.staff.setdefault(person.organisation, []).append(i)

    def slots(self, ids: Iterable[str] | None) -> Array:
        """Flags over slots; None means all."""
        return self.slot_rows([ids])[0]  # type: ignore[no-any-return]  # a row of flags

    def slot_rows(self, sets: Sequence[Iterable[str] | None]) -> Flags:
        """[len(sets), T] flags of each set of slots; None means all."""
        flags = np.zeros((len(sets), len(self.slot)), bool)
        flags[[i for i, ids in enumerate(sets) if ids is None]] = True
        sizes = [0 if ids is None else len(tuple(ids)) for ids in sets]
        columns = [self.slot[id] for ids in sets if ids is not None for id in ids]
        flags[np.repeat(np.arange(len(sets)), sizes), columns] = True
        return flags
