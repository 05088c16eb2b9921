"""Ways of which sets allow one each, chosen with little loss: a formula.

Where everybody's time is full, almost every set has to be met exactly, and little may be lost in all. A
mixed-integer program looks long for what conflicts rule out at once (J. Marques-Silva, K. Sakallah, 1999).
What is lost is counted in sixteenths of what may be lost, so that small losses are free: whoever asks
looks at the result. Glucose (G. Audemard, L. Simon, 2009) answers, or gives up after a number of conflicts.
"""

from __future__ import annotations

from collections.abc import Sequence

import pysolvers

from treffen.solvers.satisfiability.clauses import Clauses

UNITS = 16


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
    clauses, first = Clauses(), 2  # the variable of the first way
    clauses.n_variables += len(likely)
    losses = []
    for ways, loss in sets:
        literals = [first + i for i in ways]
        clauses.at_most_one(literals)
        units = int(min(abs(loss), 2 * limit) * UNITS / limit + 0.5)
        if abs(loss) > largest or units > UNITS:
            for clause in [literals] if loss > 0 else [[-x] for x in literals]:
                clauses.add(*clause)
        elif units:
            losses.append((units, _lost(clauses, literals, is_if_none=loss > 0)))
    _count(clauses, losses)
    phases = [first + i if flag else -first - i for i, flag in enumerate(likely)]
    true = _solve(clauses.take(), phases, conflicts)
    return None if true is None else [x - first for x in true if first <= x < first + len(likely)]


def _lost(clauses: Clauses, literals: Sequence[int], *, is_if_none: bool) -> int:
    """A literal that is true where none of these is, or where one is."""
    lost = clauses.variable()
    if is_if_none:
        clauses.add(*literals, lost)
    else:
        for x in literals:
            clauses.add(-x, lost)
    return lost


def _count(clauses: Clauses, losses: list[tuple[int, int]]) -> None:
    """No more than UNITS in all: a chain of counters, each of which knows those before it."""
    before: list[int] = []
    for units, lost in sorted(losses, reverse=True):
        now = [clauses.variable() for _ in range(UNITS)]
        for k, counter in enumerate(now):
            if before:
                clauses.add(-before[k], counter)
            if k < units:
                clauses.add(-lost, counter)
            elif before:
                clauses.add(-before[k - units], -lost, counter)
        if before:
            clauses.add(-lost, -before[UNITS - units])
        before = now


def _solve(clauses: list[list[int]], phases: list[int], conflicts: int) -> list[int] | None:
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
