"""Re-timing of some options under a price for every single way to hold one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Model
from treffen.solvers.relaxation.highs import Program, solve
from treffen.solvers.relaxation.subset import Retiming, lacks_a_must, slots_of, start_of
from treffen.solvers.relaxation.subset.goals import Goals
from treffen.solvers.relaxation.subset.hard import hard_rows
from treffen.solvers.relaxation.subset.program import Columns, Rows, Subset

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The sum of `cost` [n, T] over what is held is at most `limit`."""

    cost: Floats
    limit: float


def solve_weighted(
    model: Model,
    subset: Subset,
    *,
    cost: Floats,
    ceilings: Sequence[Ceiling] = (),
    seconds: float = 1e9,
    seed: int = 0,
    nodes: int | None = None,
    has_limits: bool = False,
) -> Retiming:
    """The cheapest way to hold the free options; `cost` [n, T], in whole numbers, of each start.

    Options that must be held are. Otherwise as `solve_subset`.
    """
    columns, rows = Columns(model, subset), Rows()
    hard_rows(model, subset, columns, rows)
    if lacks_a_must(model, subset, columns):
        return Retiming(slots=None, is_optimal=False, is_infeasible=True, bound=np.inf)
    goals = Goals(model, subset, columns=columns, goals=(), has_limits=has_limits)
    goals.define(rows)
    _limit(columns, rows, ceilings)
    charge = np.zeros(goals.width)
    charge[: columns.n] = cost[columns.local, columns.slot]
    lower, upper = rows.bounds()
    outcome = solve(
        Program(
            cost=charge,
            matrix=rows.matrix(goals.width),
            row_lower=lower,
            row_upper=upper,
            lower=np.zeros(goals.width),
            upper=goals.upper(),
            is_integer=np.arange(goals.width) < columns.n,
        ),
        seconds=seconds,
        seed=seed,
        nodes=nodes,
        start=start_of(columns, goals, subset),
    )
    slots = None if outcome.x is None else slots_of(columns, subset, outcome.x)
    is_optimal, is_infeasible = outcome.is_optimal, outcome.is_infeasible
    return Retiming(slots=slots, is_optimal=is_optimal, is_infeasible=is_infeasible, bound=outcome.bound)


def _limit(columns: Columns, rows: Rows, ceilings: Sequence[Ceiling]) -> None:
    for one in ceilings:
        weights = one.cost[columns.local, columns.slot]
        used = np.flatnonzero(weights)
        rows.one(used, weights[used], lower=-np.inf, upper=one.limit)
