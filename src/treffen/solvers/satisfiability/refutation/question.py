"""The formula of a claim, asked instead of refuted: is there a timetable within these limits?

One formula for all goals at once, narrowed by what nobody can avoid, is often answered where a search
that raises and lowers one counter is not.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from treffen.problem import Goal
from treffen.solvers.base import Model, Stop
from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.instance import Instance
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.limits import formula_of

SLICES = 16  # of thought for the second answer, where the first, a short one, did not tell
GROWTH = 4  # how much more each answer after it may take


class Question:
    """One formula and its solver; who asks again lets it think on. Close it in the end."""

    def __init__(self, model: Model, limits: Mapping[Goal, int], *, stop: Stop, seed: int) -> None:
        self._claim = Claim(model=model, options=np.ones(model.n_options, bool), limits=limits)
        clauses = formula_of(self._claim)
        self._oracle = Oracle(stop=stop, seed=seed, is_steady=False)
        self._slices, self._n_asked = SLICES, 0
        self._answer: bool | None = False if [] in clauses else None
        if self._answer is None:
            self._oracle.add(clauses)

    def close(self) -> None:
        """Free the memory, end the process."""
        self._oracle.close()

    def ask(self) -> bool | None:
        """Whether all can be held within the limits; None if some conflicts, or the time, did not tell."""
        if self._answer is None:
            self._answer = self._oracle.solve(slices=self._slices)
            self._slices *= GROWTH if self._n_asked else 1
            self._n_asked += 1
        return self._answer

    def tighten(self, by: int) -> bool:
        """Ask for so much less idle time from now on; False where only another formula can say that."""
        summed = self._claim.clauses.summed
        if summed is None or Goal.IDLE not in self._claim.limits or by > summed[1]:
            return False
        rungs, most = summed
        self._claim.clauses.summed = rungs, most - by
        self._oracle.add([[1 - rungs[most - by]]])
        self._answer, self._slices = None, SLICES
        return True

    def slots(self) -> list[int] | None:
        """The slot of each request; None if places are short, which the formula may overlook."""
        true = self._oracle.model()
        rows = ([x == TRUE or (x > 1 and true[x - 2] > 0) for x in row] for row in self._claim.x)
        slots = [row.index(True) for row in rows]  # the clauses are numbered without the constant
        return slots if _has_places(self._claim.instance, slots) else None


def _has_places(instance: Instance, slots: list[int]) -> bool:
    """Whether every set of places has room for those that lie in it."""
    for members, room in zip(instance.rows, instance.capacity, strict=True):
        taken = np.bincount([slots[m] for m in members], minlength=instance.n_slots)
        if (taken > np.array(room)).any():
            return False
    return True
