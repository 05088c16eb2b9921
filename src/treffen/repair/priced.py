"""The best repair at a price for each move, by one program over the whole event.

Value less price times moves, over all slots at once, is nearly whole as a linear program, because a
promised meeting mostly stays where it is. Ways that would push more than a few others are left out, and so
are those that its prices rule out; what remains is solved as a mixed-integer program.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from treffen.repair.work import Floats, Ints, Work
from treffen.solvers.base.model import Flags
from treffen.solvers.relaxation.subset import Subset
from treffen.solvers.relaxation.subset.weighted import solve_by_prices

MOST_COLUMNS = 60_000
PUSHED = 2  # how many kept meetings a wish may push, and
PUSHED_BY_KEPT = 1  # how many a kept meeting may, in one slot
REACHES = (0.1, 0.5)  # of the price: how far a way may lie above the prices of the relaxation
NODES = 50
UNTIMED = 1e9


def solve_priced(work: Work, *, kept: Flags, price: float) -> bool:
    """Take the best repair at that price, if it is better than what there is; whether it was solved."""
    options, must = _options(work, kept), kept[work.model.option_request] | work.model.must
    part, subset = work.free(options, must=must)
    subset = _narrowed(work, subset, kept)
    if int(subset.fits.sum()) > MOST_COLUMNS:
        return False
    whole = max(1, round(price))
    cost = priced(work, options, whole)
    reaches = [share * whole for share in REACHES]
    found = solve_by_prices(
        part,
        subset,
        cost=cost,
        reaches=reaches,
        seconds=work.stop.remaining(UNTIMED),
        seed=work.limits.seed,
        nodes=NODES,
    )
    if found.slots is None:
        return False
    at, now = work.board.slot[options].astype(np.int64), found.slots
    return _total(cost, now) >= _total(cost, at) or work.take(options, now)


def priced(work: Work, options: Ints, price: int) -> Floats:
    """[n, T] price of a changed promise less value."""
    n_slots = work.model.n_slots
    cost = np.repeat(-work.model.value[options].astype(np.float64)[:, None], n_slots, axis=1)
    at = work.promises.slot[options]
    promised = np.flatnonzero(work.promises.request[work.model.option_request[options]])
    cost[promised] += price
    own = np.flatnonzero(at >= 0)
    cost[own, at[own]] -= price
    return cost


def _total(cost: Floats, slots: Ints) -> float:
    held = np.flatnonzero(slots >= 0)
    return float(cost[held, slots[held]].sum())


def _options(work: Work, kept: Flags) -> Ints:
    """What is kept, and all wishes of people who have time left beside it."""
    model = work.model
    count = np.zeros(model.n_people, np.int64)
    held = np.flatnonzero((work.board.slot >= 0) & kept[model.option_request])
    owner = np.repeat(np.arange(model.n_options), np.diff(model.seat_ptr))
    np.add.at(count, model.seats[np.isin(owner, held)], 1)
    has_time = count < np.minimum(model.maximum, model.free.sum(axis=1))
    can_all = np.ones(model.n_options, bool)
    np.logical_and.at(can_all, owner, has_time[model.seats])
    is_kept = kept[model.option_request]
    is_lost = work.promises.request[model.option_request] & ~is_kept
    chosen: Ints = np.flatnonzero((is_kept | can_all) & ~is_lost & model.start_ok.any(axis=1))
    return chosen


def _narrowed(work: Work, subset: Subset, kept: Flags) -> Subset:
    """The same without the ways that push too many."""
    model, slot = work.model, work.board.slot
    busy = np.zeros((model.n_people, model.n_slots), np.int64)
    for o in np.flatnonzero((slot >= 0) & kept[model.option_request]).tolist():
        busy[model.attendees(o), slot[o] : slot[o] + model.length[o]] = 1
    pushed = np.stack([busy[model.attendees(o)].sum(axis=0) for o in subset.options.tolist()])
    is_kept = kept[model.option_request[subset.options]]
    fits = subset.fits & (pushed <= np.where(is_kept, PUSHED_BY_KEPT, PUSHED)[:, None])
    stands = np.flatnonzero(subset.was >= 0)
    fits[stands, subset.was[stands]] = subset.fits[stands, subset.was[stands]]
    return replace(subset, fits=fits)
