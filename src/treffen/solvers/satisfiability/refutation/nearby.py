"""Timetables with less idle time near one that is known: a part of the slots is put in order anew.

Meetings in an interval of slots and some others may move, all others stay (large neighbourhood search:
P. Shaw, Using constraint programming and local search methods to solve vehicle routing problems, CP 1998).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from treffen.solvers.base import Stop
from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.refutation.counting import ClaimClauses, numbered

SHORTEST, LONGEST = 2 / 5, 3 / 4  # share of the slots in an interval
LOOSE = 0.1  # share of the other meetings that may move, too
CONFLICTS = 2_500  # for one interval
PATIENCE = 10  # intervals in vain, one after the other


class Nearby:
    """A formula with the sum of all waits, asked about one interval after the other. Close it in the end.

    `clauses` of a claim, `x` its literals "the request is held in this slot", `rungs` those of the waits of
    each person, which are summed up to `width` by variables of `counted`.
    """

    def __init__(
        self,
        clauses: Sequence[list[int]],
        *,
        x: Sequence[Sequence[int]],
        rungs: Mapping[int, list[int]],
        width: int,
        counted: ClaimClauses,
        stop: Stop,
        seed: int,
    ) -> None:
        self.oracle = Oracle(stop=stop, seed=seed, tries_false=True)
        self._x, self._stop, self._dice = x, stop, np.random.default_rng(seed)
        self._sum: list[int] = []
        for one in filter(None, rungs.values()):
            self._sum = counted.grown(self._sum, one, width)
        self.oracle.add(clauses)
        self.oracle.add(numbered(counted.take()))

    def close(self) -> None:
        """Free the memory, end the process."""
        self.oracle.close()

    def ask(self, slots: Sequence[int], most: int) -> bool:
        """Whether a timetable near this one was found in which no more than so much is summed up."""
        if most < 0:
            return False  # nobody can avoid what is left
        less = [1 - x for x in self._sum[most:][:1]]
        for _ in range(PATIENCE):
            if self._stop.is_reached():
                return False
            if self.oracle.solve([*less, *self._kept(slots)], conflicts=CONFLICTS):
                return True
        return False

    def _kept(self, slots: Sequence[int]) -> list[int]:
        """What must not move this time, numbered without the constant."""
        n_slots, dice = len(self._x[0]), self._dice
        length = int(dice.integers(max(1, int(SHORTEST * n_slots)), int(LONGEST * n_slots) + 2))
        begin = int(dice.integers(0, max(0, n_slots - length) + 1))
        loose = dice.random(len(slots)) < LOOSE
        stays = [not (begin <= t < begin + length or free) for t, free in zip(slots, loose, strict=True)]
        rows = zip(self._x, slots, stays, strict=True)
        return [row[t] - 1 for row, t, is_kept in rows if is_kept and row[t] != TRUE]
