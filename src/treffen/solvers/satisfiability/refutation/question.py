"""The formula of a claim, asked instead of refuted: is there a timetable within these limits?

One formula for all goals at once, narrowed by what nobody can avoid, is often answered where a search
that raises and lowers one counter is not. It knows of places less than there is to know (no unions of
sets, no interpreters), so what a timetable found overlooks is added to it, and it is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from treffen.problem import Goal
from treffen.solvers.base import Model, Stop
from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.counting import numbered
from treffen.solvers.satisfiability.refutation.limits import formula_of, narrow_range
from treffen.solvers.satisfiability.refutation.prices import limit_prices
from treffen.solvers.satisfiability.symmetry import with_order_of_twins
from treffen.timetable import AssignmentCertificate

SLICES = 16  # of thought for the second answer, where the first, a short one, did not tell
GROWTH = 4  # how much more each answer after it may take


class Question:
    """One formula and its solver; who asks again lets it think on. Close it in the end.

    `lowered` is the goal whose limit may be tightened, the others being given; `prices` are of idle time.
    """

    def __init__(
        self,
        model: Model,
        limits: Mapping[Goal, int],
        *,
        lowered: Goal,
        prices: AssignmentCertificate | None = None,
        stop: Stop,
        seed: int,
    ) -> None:
        everything = np.ones(model.n_options, bool)
        self._claim = ClaimByTwins(model=model, options=everything, limits=limits, prices=prices)
        clauses = formula_of(self._claim)
        self._claim.clauses.take()
        self._lowered = lowered
        self._oracle = Oracle(stop=stop, seed=seed, is_steady=False)
        self._slices, self._n_asked = SLICES, 0
        self._crowded: set[int] = set()
        self._answer: bool | None = False if [] in clauses else None
        if self._answer is None:
            self._oracle.add(clauses)

    def close(self) -> None:
        """Free the memory, end the process."""
        self._oracle.close()

    def ask(self) -> bool | None:
        """Whether all can be held within the limits; None if it did not tell yet."""
        if self._answer is None:
            self._answer = self._oracle.solve(slices=self._slices)
            self._slices *= GROWTH if self._n_asked else 1
            self._n_asked += 1
            if self._answer and self._has_crowds():
                self._answer = None
        return self._answer

    def tighten(self, by: int) -> bool:
        """Ask for so much less from now on; False where only another formula can say that."""
        claim, goal = self._claim, self._lowered
        if not (self._answer and claim.is_one_day) or goal is Goal.BREAKS:
            return False
        if goal is Goal.IDLE and not self._has_lowered_sum(by):
            return False
        claim.limits = {**claim.limits, goal: claim.limits[goal] - by}
        if goal is Goal.IDLE_RANGE:
            narrow_range(claim, claim.limits[goal])
        elif claim.prices is not None:
            limit_prices(claim, claim.prices)
        self._oracle.add(numbered(claim.clauses.take()))
        self._answer, self._slices = None, SLICES
        return True

    def _has_lowered_sum(self, by: int) -> bool:
        """Whether idle time could be limited to so much less."""
        summed = self._claim.clauses.summed  # of idle time, for that is counted last
        if summed is None or by > summed[1]:
            return False
        rungs, most = summed
        self._claim.clauses.summed = rungs, most - by
        self._claim.clauses.add(-rungs[most - by])
        return True

    def slots(self) -> list[int]:
        """The slot of each request, where the answer is yes."""
        return self._claim.slots_in(self._oracle.model())

    def _has_crowds(self) -> bool:
        """Whether places are short in the timetable just found; what it overlooked is known from now on."""
        is_crowded = self._claim.has_crowds(self.slots())
        self._oracle.add(numbered(self._claim.clauses.take()))
        return is_crowded


class ClaimByTwins(Claim):
    """A claim whose twins are alike in every set of places and interpreters: these may be added to it."""

    @cached_property
    def before(self) -> list[tuple[int, int]]:
        """What is held before what."""
        return list(with_order_of_twins(self.instance).before)

    def slots_in(self, true: Sequence[int]) -> list[int]:
        """The slot of each request in an answer: literals that are true, by variable."""
        rows = ([x == TRUE or (x > 1 and true[x - 2] > 0) for x in row] for row in self.x)
        return [row.index(True) for row in rows]  # the clauses are numbered without the constant

    def has_crowds(self, slots: Sequence[int]) -> bool:
        """Whether places are short in a timetable; clauses for the sets of places it overlooked are added."""
        is_crowded = False
        for members, room in zip(self.instance.rows, self.instance.capacity, strict=True):
            taken = np.bincount([slots[m] for m in members], minlength=self.instance.n_slots)
            if (taken > np.array(room)).any():
                is_crowded = True
                for t, most in enumerate(room):
                    self.clauses.at_most([self.x[m][t] for m in members], most)
        return is_crowded
