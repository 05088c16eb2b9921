"""Re-timing of some options over some slots, exactly, everything else standing still.

The neighbourhood of the large neighbourhood search (P. Shaw, Using Constraint Programming and
Local Search Methods to Solve Vehicle Routing Problems, 1998): all meetings of a few slots and the
unscheduled options that could still pay are set free, and a mixed-integer program finds the best
way to hold them. With everything set free it is the whole problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.relaxation.highs import Program, solve
from treffen.solvers.relaxation.subset.goals import Goals
from treffen.solvers.relaxation.subset.hard import hard_rows
from treffen.solvers.relaxation.subset.program import Columns, Ints, Rows, Subset, everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Retiming:
    """`slots` [n] of the free options (-1: not held; None: nothing found), and what is proved of it.

    `bound` is what the goal cannot beat, counted to be minimised (VALUE negated), in this subset.
    """

    slots: Ints | None
    is_optimal: bool
    is_infeasible: bool
    bound: float


def solve_subset(
    model: Model,
    subset: Subset,
    *,
    goal: Goal,
    keep: Mapping[Goal, int],
    seconds: float,
    seed: int = 0,
    nodes: int | None = None,
    slack: float = 0.0,
    has_limits: bool = False,
) -> Retiming:
    """The best way to hold the free options for `goal`.

    `keep`: earlier goals, with what the free part has to reach in each (to be minimised; VALUE
    negated). `nodes` ends the search after so many nodes, the same on every machine; `slack` is a
    distance from the best, in the goal's unit, at which it may end. `has_limits`: respect most
    breaks and their spread.
    """
    columns, rows = Columns(model, subset), Rows()
    hard_rows(model, subset, columns, rows)
    if lacks_a_must(model, subset, columns):
        return Retiming(slots=None, is_optimal=False, is_infeasible=True, bound=np.inf)
    goals = Goals(model, subset, columns=columns, goals=[*keep, goal], has_limits=has_limits)
    goals.define(rows)
    for earlier, limit in keep.items():
        cost = goals.cost(earlier)
        used = np.flatnonzero(cost)
        rows.one(used, cost[used], lower=-np.inf, upper=float(limit))
    lower, upper = rows.bounds()
    outcome = solve(
        Program(
            cost=goals.cost(goal),
            matrix=rows.compressed(goals.width),
            row_lower=lower,
            row_upper=upper,
            lower=np.zeros(goals.width),
            upper=goals.upper(),
            is_integer=goals.is_integer(),
        ),
        seconds=seconds,
        seed=seed,
        nodes=nodes,
        slack=slack,
        start=start_of(columns, goals, subset),
    )
    slots = None if outcome.x is None else slots_of(columns, subset, outcome.x)
    return Retiming(
        slots=slots,
        is_optimal=outcome.is_optimal,
        is_infeasible=outcome.is_infeasible,
        bound=outcome.bound,
    )


def lacks_a_must(model: Model, subset: Subset, columns: Columns) -> bool:
    """Whether a request that must be held fits nowhere, so that it has no column and no row."""
    wanted = model.option_request[subset.options[model.must[subset.options]]]
    return not np.isin(wanted, model.option_request[columns.option]).all()


def slots_of(columns: Columns, subset: Subset, x: NDArray[np.float64]) -> Ints:
    """The slot of each option of the subset [options], -1 where not held, from the values `x` of columns."""
    slots = np.full(len(subset.options), -1, np.int64)
    chosen = np.flatnonzero(x[: columns.n] > 0.5)
    slots[columns.local[chosen]] = columns.slot[chosen]
    return slots


def start_of(columns: Columns, goals: Goals, subset: Subset) -> Any:
    """The present timetable as a starting point, where the goals have no variables of their own."""
    if goals.width != columns.n:
        return None
    return (columns.slot == subset.was[columns.local]).astype(np.float64)


__all__ = ["Retiming", "Subset", "everything", "solve_subset"]
