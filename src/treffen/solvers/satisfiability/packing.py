"""Ways of which sets allow one each, chosen with little loss: a formula.

Where everybody's time is full, almost every set has to be met exactly, and little may be lost in all. A
mixed-integer program looks long for what conflicts rule out at once (J. Marques-Silva, K. Sakallah, 1999).
What is lost is counted in sixteenths of what may be lost, so that small losses are free: whoever asks
looks at the result. Glucose (G. Audemard, L. Simon, 2009) answers, or gives up after a number of conflicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

import pysolvers

from treffen.solvers.satisfiability.clauses import FEW, TRUE

UNITS = 16
_FIRST = 2  # the variable of the first way


def pack(
    sets: Sequence[tuple[Sequence[int], float]],
    likely: Sequence[bool],
    *,
    limit: float,
    largest: float,
    conflicts: int,
) -> list[int] | None:
    """The ways chosen, numbered as in `likely`; None if there is no such choice, or none was found.

    `sets`: ways of which at most one is chosen, and what is lost if none is; where that is negative, so
    much is lost if one is. No more than `limit` may be lost in all, nor `largest` at once. `likely`: what is
    tried first.
    """
    formula, losses = _Formula(len(likely)), []
    for ways, loss in sets:
        literals = [_FIRST + i for i in ways]
        formula.at_most_one(literals)
        units = int(min(abs(loss), 2 * limit) * UNITS / limit + 0.5)
        if abs(loss) > largest or units > UNITS:
            formula.clauses.extend([literals] if loss > 0 else [(-x,) for x in literals])
        elif units:
            losses.append((units, formula.lost(literals, is_if_none=loss > 0)))
    formula.count(losses)
    phases = [_FIRST + i if flag else -_FIRST - i for i, flag in enumerate(likely)]
    true = _solve(formula.clauses, phases, conflicts)
    return None if true is None else [x - _FIRST for x in true if _FIRST <= x < _FIRST + len(likely)]


class _Formula:
    """Clauses as `Clauses` writes them, but of variables alone, thousands in a millisecond."""

    def __init__(self, n_ways: int) -> None:
        self.clauses: list[Sequence[int]] = [(TRUE,)]
        self.n_variables = _FIRST + n_ways - 1

    def at_most_one(self, literals: list[int]) -> None:
        """Pairwise exclusion for few; a chain of fours for many."""
        while len(literals) > FEW + 1:
            head, tail = literals[: FEW - 1], literals[FEW - 1 :]
            self.n_variables += 1
            self.clauses.extend((-x, self.n_variables) for x in head)
            self.clauses.extend(combinations([-x for x in head], 2))
            literals = [self.n_variables, *tail]
        self.clauses.extend(combinations([-x for x in literals], 2))

    def lost(self, literals: list[int], *, is_if_none: bool) -> int:
        """A variable that is true where none of these is, or where one is."""
        self.n_variables += 1
        lost = self.n_variables
        self.clauses.extend([(*literals, lost)] if is_if_none else [(-x, lost) for x in literals])
        return lost

    def count(self, losses: list[tuple[int, int]]) -> None:
        """No more than UNITS in all: a chain of counters, each of which knows those before it."""
        before: list[int] = []  # those counters, negated
        for units, lost in sorted(losses, reverse=True):
            now = range(self.n_variables + 1, self.n_variables + 1 + UNITS)
            self.n_variables += UNITS
            own: list[tuple[int, ...]] = [(-lost, counter) for counter in now[:units]]
            if before:
                own += [(was, -lost, counter) for was, counter in zip(before, now[units:], strict=False)]
                self.clauses.extend(chain.from_iterable(zip(zip(before, now, strict=True), own, strict=True)))
                self.clauses.append((-lost, before[UNITS - units]))
            else:
                self.clauses.extend(own)
            before = [-x for x in now]


def _solve(clauses: list[Sequence[int]], phases: list[int], conflicts: int) -> list[int] | None:
    """What is true in a solution, or None. It cannot be interrupted, so it gets few conflicts."""
    solver = pysolvers.glucose41_new()
    try:
        for clause in clauses:
            pysolvers.glucose41_add_cl(solver, clause)
        pysolvers.glucose41_setphases(solver, phases)
        pysolvers.glucose41_cbudget(solver, conflicts)
        if not pysolvers.glucose41_solve_lim(solver, [], 0, 0):
            return None
        return [x for x in pysolvers.glucose41_model(solver) if x > 0]
    finally:
        pysolvers.glucose41_del(solver)
