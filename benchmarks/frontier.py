"""What no repair can do better: for any price of a move, value less that price times moves has a bound.

A linear program over all slots in which every kept promise is held proves it, by weak duality. So a repair
that moves at most k meetings is worth no more than the bound at any price plus k such prices (the Lagrangian
bound of a repair with at most k moves), whatever method finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treffen.repair import Repaired
from treffen.repair.priced import priced, wanted_options
from treffen.repair.residual import without_musts
from treffen.repair.state import RepairState
from treffen.solvers.base import Limits, Stop
from treffen.solvers.relaxation.subset.weighted import bound_by_prices, solve_by_prices

PARTS = (1, 2, 4, 6, 8, 12, 16, 24, 32)  # prices, in twenty-fifths of a typical value
USUAL = 8  # the one of repairs
SEARCHED = 12_000  # ways up to which its whole-numbered program is solved
NEAR = 0.1  # of the price: what is searched first


@dataclass(frozen=True, slots=True)
class Frontier:
    """At each price of a move, what value less moves cannot exceed; and the keep-all bound."""

    bounds: tuple[tuple[int, float], ...]
    keep_all: int

    def least_gap(self, moves: int) -> float:
        """Per cent of the keep-all bound that every repair with at most so many moves stays below it."""
        most = min((bound + price * moves for price, bound in self.bounds), default=self.keep_all)
        return max(0.0, 100 * (self.keep_all - most) / max(1, self.keep_all))


def frontier_of(mended: Repaired) -> Frontier:
    """The frontier of a disrupted event, from any repair of it."""
    work = RepairState(
        without_musts(mended.problem), mended.plan.timetable.meetings, limits=Limits(), stop=Stop()
    )
    kept = work.is_held() & work.promises.request
    typical = float(np.median(work.model.value[work.board.slot >= 0]))
    must = kept[work.model.option_request] | work.model.must
    options = wanted_options(work, kept)
    part, subset = work.free(options, must=must)
    prices = [max(1, round(typical * share / 25)) for share in PARTS]
    bounds = []
    for share, price in zip(PARTS, prices, strict=True):
        cost = priced(work, options, price)
        if share == USUAL and int(subset.fits.sum()) <= SEARCHED:
            bounds.append(-solve_by_prices(part, subset, cost=cost, reaches=(NEAR * price, np.inf)).bound)
        else:
            bounds.append(-bound_by_prices(part, subset, cost=cost))
    return Frontier(tuple(zip(prices, bounds, strict=True)), mended.keep_all_bound)
