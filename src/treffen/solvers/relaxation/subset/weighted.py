"""Re-timing of some options under a price for every single way to hold one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Model, Stop
from treffen.solvers.relaxation.highs import Program, SolverResult, solve
from treffen.solvers.relaxation.subset import Retiming, lacks_a_must, slots_of, start_of
from treffen.solvers.relaxation.subset.goals import Goals
from treffen.solvers.relaxation.subset.hard import hard_rows
from treffen.solvers.relaxation.subset.odd_cycles import tightened
from treffen.solvers.relaxation.subset.program import Columns, Rows, Subset

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
ONE = 1.0 - 1e-6  # costs are whole numbers: what is nearer to the bound than that is the cheapest
_EVER = 1e9  # seconds


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
    seconds: float = _EVER,
    seed: int = 0,
    nodes: int | None = None,
    has_limits: bool = False,
) -> Retiming:
    """The cheapest way to hold the free options; `cost` [n, T], in whole numbers, of each start.

    Options that must be held are. Otherwise as `solve_subset`.
    """
    built = _build(model, subset, cost=cost, ceilings=ceilings, has_limits=has_limits)
    if built is None:
        return _IMPOSSIBLE
    columns, goals, program = built
    outcome = solve(program, seconds=seconds, seed=seed, nodes=nodes, start=start_of(columns, goals, subset))
    return _retiming(columns, subset, outcome, bound=outcome.bound, is_optimal=outcome.is_optimal)


def solve_by_prices(
    model: Model,
    subset: Subset,
    *,
    cost: Floats,
    reaches: Iterable[float],
    enough: float = 0.0,
    stop: Stop | None = None,
    seed: int = 0,
    nodes: int | None = None,
) -> Retiming:
    """The same for larger sets: the linear program first, then the whole one without what it prices out.

    Ways whose reduced cost exceeds a reach are left out, of `reaches` one after the other until what is
    found is at most `enough` above the bound, or `stop` is reached. All but the first are searched with rows
    that the linear program lacks, which price out more. What lies above all that is open to the
    bound is no part of anything cheaper: a reach of that size, searched to its end, proves the cheapest.
    The bound is that of the linear program, or the cheapest where that is proved; it holds for all ways.
    """
    built = _build(model, subset, cost=cost)
    if built is None:
        return _IMPOSSIBLE
    (columns, _, program), stop = built, stop or Stop()
    relaxed = solve(replace(program, is_integer=None), seconds=stop.remaining(_EVER), is_interior=True)
    if relaxed.row_dual is None or not relaxed.is_optimal:
        return Retiming(slots=None, is_optimal=False, is_infeasible=relaxed.is_infeasible, bound=-np.inf)
    reduced, bound = _priced(program, relaxed.row_dual)
    best = _Best(_standing(columns, subset), stop=stop, seed=seed, nodes=nodes)
    near, least, is_optimal = np.inf, bound, False
    for reach in reaches:
        if stop.is_reached():
            break
        left = best.not_priced_out(reduced, bound, reach)
        part = _part(program, left)
        is_searched = best.search_tight(part, left, near=near) if best.is_found else best.search(part, left)
        near, open_ = min(near, reach), best.cost - bound
        is_optimal = is_searched and (open_ < ONE or reach >= open_)
        least = best.cost if is_optimal else bound
        if is_optimal or open_ <= enough:
            break
    slots = slots_of(columns, subset, best.x) if best.is_found else None
    return Retiming(slots=slots, is_optimal=is_optimal, is_infeasible=False, bound=least)


class _Best:
    """The cheapest way that was found, `x` [columns], and the search for cheaper ones."""

    def __init__(self, x: Floats, *, stop: Stop, seed: int, nodes: int | None) -> None:
        self.x, self.cost = x, np.inf  # where things stand need not be a way
        self._stop, self._seed, self._nodes = stop, seed, nodes

    @property
    def is_found(self) -> bool:
        """Whether `x` was found, and does not just stand so."""
        return self.cost < np.inf

    def not_priced_out(
        self, reduced: Floats, bound: float, reach: float, among: Numbers | None = None
    ) -> Numbers:
        """Columns of reduced cost within a reach that can be part of something cheaper, and those of `x`."""
        x = self.x if among is None else self.x[among]
        return np.flatnonzero((reduced < min(reach, self.cost - bound)) | (x > 0))

    def search(self, part: Program, left: Numbers) -> bool:
        """Look for something cheaper in these columns; whether there is nothing cheaper than `x` now."""
        seconds = self._stop.remaining(_EVER)
        outcome = solve(part, seconds=seconds, seed=self._seed, nodes=self._nodes, start=self.x[left])
        if outcome.x is None or outcome.objective > self.cost:
            return False  # what was found before stays
        self.x[:] = 0.0
        self.x[left], self.cost = outcome.x, outcome.objective
        return outcome.is_optimal

    def search_tight(self, part: Program, left: Numbers, *, near: float) -> bool:
        """The same with rows that the linear program lacks: at first within a reach `near` to it."""
        tight, prices = tightened(part, seconds=self._stop.remaining(_EVER))
        if prices is None:
            return self.search(part, left)
        reduced, bound = _priced(tight, prices)
        for reach in (near, np.inf):
            still = self.not_priced_out(reduced, bound, reach, left)
            is_searched = self.search(_part(tight, still), left[still])
            if self.cost - bound < ONE or (is_searched and reach >= self.cost - bound):
                return True
        return is_searched


def _standing(columns: Columns, subset: Subset) -> Floats:
    standing: Floats = (columns.slot == subset.was[columns.local]).astype(np.float64)
    return standing


def _part(program: Program, columns: Numbers) -> Program:
    return replace(
        program,
        cost=program.cost[columns],
        matrix=program.matrix[:, columns],
        lower=program.lower[columns],
        upper=program.upper[columns],
        is_integer=np.ones(len(columns), bool),
    )


_IMPOSSIBLE = Retiming(slots=None, is_optimal=False, is_infeasible=True, bound=np.inf)


def bound_by_prices(model: Model, subset: Subset, *, cost: Floats) -> float:
    """What no way to hold the free options can be cheaper than, by the linear program."""
    built = _build(model, subset, cost=cost)
    if built is None:
        return float(np.inf)
    relaxed = solve(replace(built[2], is_integer=None), is_interior=True)
    return -float(np.inf) if relaxed.row_dual is None else _priced(built[2], relaxed.row_dual)[1]


def _priced(program: Program, prices: Floats) -> tuple[Floats, float]:
    """Reduced costs, and the bound that any prices of rows prove by weak duality."""
    prices = np.where(np.isfinite(program.row_lower), prices, np.minimum(prices, 0.0))
    prices = np.where(np.isfinite(program.row_upper), prices, np.maximum(prices, 0.0))
    reduced = program.cost - program.matrix.T @ prices
    ends = np.where(prices > 0, program.row_lower, program.row_upper)
    used = prices != 0
    bound = float(prices[used] @ ends[used]) + float(np.minimum(reduced, 0.0) @ program.upper)
    return reduced, bound


def _build(
    model: Model,
    subset: Subset,
    *,
    cost: Floats,
    ceilings: Sequence[Ceiling] = (),
    has_limits: bool = False,
) -> tuple[Columns, Goals, Program] | None:
    """Columns, goals and program; None where something that must be held fits nowhere."""
    columns, rows = Columns(model, subset), Rows()
    hard_rows(model, subset, columns, rows)
    if lacks_a_must(model, subset, columns):
        return None
    goals = Goals(model, subset, columns=columns, goals=(), has_limits=has_limits)
    goals.define(rows)
    _limit(columns, rows, ceilings)
    charge = np.zeros(goals.width)
    charge[: columns.n] = cost[columns.local, columns.slot]
    lower, upper = rows.bounds()
    program = Program(
        cost=charge,
        matrix=rows.matrix(goals.width),
        row_lower=lower,
        row_upper=upper,
        lower=np.zeros(goals.width),
        upper=goals.upper(),
        is_integer=np.arange(goals.width) < columns.n,
    )
    return columns, goals, program


def _retiming(
    columns: Columns, subset: Subset, outcome: SolverResult, *, bound: float, is_optimal: bool
) -> Retiming:
    slots = None if outcome.x is None else slots_of(columns, subset, outcome.x)
    return Retiming(slots=slots, is_optimal=is_optimal, is_infeasible=outcome.is_infeasible, bound=bound)


def _limit(columns: Columns, rows: Rows, ceilings: Sequence[Ceiling]) -> None:
    for one in ceilings:
        weights = one.cost[columns.local, columns.slot]
        used = np.flatnonzero(weights)
        rows.one(used, weights[used], lower=-np.inf, upper=one.limit)
