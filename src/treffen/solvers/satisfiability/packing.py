"""Ways of which sets allow one each, chosen with little loss: a formula.

Where everybody's time is full, almost every set has to be met exactly, and little may be lost in all. A
mixed-integer program looks long for what conflicts rule out at once (J. Marques-Silva, K. Sakallah, 1999).
What must follow is decided before anything is written: half of all questions end there. What is lost is
counted in sixteenths of what may be lost, so that small losses are free: whoever asks looks at the result.
Glucose (G. Audemard, L. Simon, 2009) answers, or gives up after a number of conflicts.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from functools import partial
from itertools import chain, combinations
from typing import NamedTuple, Self

import numpy as np
import pysolvers
from numpy.typing import NDArray

from treffen.solvers.satisfiability.clauses import FEW, TRUE

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
UNITS = 16
_FIRST = 2  # the variable of the first way


class Sets(NamedTuple):
    """Sets of ways: members `ways`[N] of one after the other, from `start`[S + 1] on; `loss`[S]."""

    ways: Ints
    start: Ints
    loss: Floats

    @classmethod
    def by_name(cls, ways: Ints, names: Ints) -> tuple[Self, Ints]:
        """Those of each name together, still without a loss; the names in their order."""
        order = np.argsort(names, kind="stable")
        known, first = np.unique(names[order], return_index=True)
        start = np.append(first, len(names)).astype(np.int64)
        return cls(ways[order], start, np.zeros(len(known))), known


def pack(sets: Sets, likely: Flags, *, limit: float, largest: float, conflicts: int) -> list[int] | None:
    """The ways chosen, numbered as in `likely`; None if there is no such choice, or none was found.

    Of each set at most one is chosen. Its loss is lost if none is; where that is negative, so much is lost
    if one is. No more than `limit` may be lost in all, nor `largest` at once. `likely`: what is tried first.
    """
    left = _Left(sets, len(likely), min(largest, limit))
    if not left.decide():
        return None
    left_to_lose = math.floor(UNITS * (1 - left.lost() / limit) + 0.5)
    if left_to_lose < 0:
        return None
    open_ways = np.flatnonzero(left.is_open)
    formula = _Formula(len(open_ways))
    formula.write(left, (UNITS / limit * np.abs(left.loss)).clip(max=UNITS + 1), most=left_to_lose)
    phases = np.arange(_FIRST, _FIRST + len(open_ways)) * np.where(likely[open_ways], 1, -1)
    true = _solve(formula.clauses, phases.tolist(), conflicts)
    if true is None:
        return None
    numbers = [x - _FIRST for x in true if _FIRST <= x < _FIRST + len(open_ways)]
    left.is_chosen[open_ways[numbers]] = True
    chosen: list[int] = np.flatnonzero(left.is_chosen).tolist()
    return chosen


class _Left:
    """What is left to decide: ways that are open, sets of which none is chosen yet."""

    def __init__(self, sets: Sets, n_ways: int, largest: float) -> None:
        self.ways, self.loss = sets.ways, sets.loss
        self.of = np.repeat(np.arange(len(sets.loss)), np.diff(sets.start))
        self.is_must = self.loss > largest
        self.is_open, self.is_chosen = np.ones(n_ways, bool), np.zeros(n_ways, bool)
        self.is_open[self.ways[(self.loss < -largest)[self.of]]] = False
        self.is_met = np.zeros(len(self.loss), bool)

    def counts(self) -> Ints:
        """[S] ways of each set that are open."""
        return np.bincount(self.of[self.is_open[self.ways]], minlength=len(self.loss))

    def decide(self) -> bool:
        """Choose the only way that is left to a set of which one must be, again and again; False: none is."""
        while True:
            count, waiting = self.counts(), self.is_must & ~self.is_met
            if (waiting & (count == 0)).any():
                return False
            only = self.ways[(waiting & (count == 1))[self.of] & self.is_open[self.ways]]
            if not len(only):
                return True
            chosen = np.zeros(len(self.is_open), bool)
            chosen[only] = True
            met = np.bincount(self.of[chosen[self.ways]], minlength=len(self.loss))
            if (met > 1).any():
                return False
            self.is_chosen |= chosen
            self.is_met |= met > 0
            self.is_open[self.ways[(met > 0)[self.of]]] = False

    def lost(self) -> float:
        """What is lost by now."""
        is_never = ~self.is_met & (self.counts() == 0)
        return float(self.loss[is_never & (self.loss > 0)].sum() - self.loss[self.is_met].clip(max=0).sum())


class _Formula:
    """Clauses as `Clauses` writes them, but of variables alone, thousands in a millisecond."""

    def __init__(self, n_ways: int) -> None:
        self.clauses: list[Sequence[int]] = [(TRUE,)]
        self.n_variables = _FIRST + n_ways - 1

    def write(self, left: _Left, units: Floats, *, most: int) -> None:
        """The sets of which ways are open; so many `units` each loses, `most` in all."""
        literal = np.cumsum(left.is_open) + _FIRST - 1
        members, losses = literal[left.ways[left.is_open[left.ways]]].tolist(), []
        at = 0
        for n, must, loss, cost in zip(
            left.counts().tolist(),
            left.is_must.tolist(),
            left.loss.tolist(),
            (units + 0.5).astype(np.int64).tolist(),
            strict=True,
        ):
            literals = members[at : at + n]
            at += n
            self._at_most_one(literals)
            if n and must:
                self.clauses.append(literals)
            elif n and cost:
                losses.append((cost, self._lost(literals, is_if_none=loss > 0)))
        self._count(losses, most)

    def _at_most_one(self, literals: list[int]) -> None:
        """Pairwise exclusion for few; a chain of fours for many."""
        while len(literals) > FEW + 1:
            head, tail = literals[: FEW - 1], literals[FEW - 1 :]
            self.n_variables += 1
            self.clauses.extend((-x, self.n_variables) for x in head)
            self.clauses.extend(combinations([-x for x in head], 2))
            literals = [self.n_variables, *tail]
        self.clauses.extend(combinations([-x for x in literals], 2))

    def _lost(self, literals: list[int], *, is_if_none: bool) -> int:
        """A variable that is true where none of these is, or where one is."""
        self.n_variables += 1
        lost = self.n_variables
        self.clauses.extend([(*literals, lost)] if is_if_none else [(-x, lost) for x in literals])
        return lost

    def _count(self, losses: list[tuple[int, int]], most: int) -> None:
        """No more than `most` in all: a chain of counters, each of which knows those before it."""
        before: list[int] = []  # those counters, negated
        for units, lost in sorted(losses, reverse=True):
            if units > most:
                self.clauses.append((-lost,))
                continue
            now = range(self.n_variables + 1, self.n_variables + 1 + most)
            self.n_variables += most
            own: list[tuple[int, ...]] = [(-lost, counter) for counter in now[:units]]
            if before:
                own += [(was, -lost, counter) for was, counter in zip(before, now[units:], strict=False)]
                self.clauses.extend(chain.from_iterable(zip(zip(before, now, strict=True), own, strict=True)))
                self.clauses.append((-lost, before[most - units]))
            else:
                self.clauses.extend(own)
            before = [-x for x in now]


def _solve(clauses: list[Sequence[int]], phases: list[int], conflicts: int) -> list[int] | None:
    """What is true in a solution, or None. It cannot be interrupted, so it gets few conflicts."""
    solver = pysolvers.glucose41_new()
    try:
        deque(map(partial(pysolvers.glucose41_add_cl, solver), clauses), maxlen=0)
        pysolvers.glucose41_setphases(solver, phases)
        pysolvers.glucose41_cbudget(solver, conflicts)
        if not pysolvers.glucose41_solve_lim(solver, [], 0, 0):
            return None
        return [x for x in pysolvers.glucose41_model(solver) if x > 0]
    finally:
        pysolvers.glucose41_del(solver)
