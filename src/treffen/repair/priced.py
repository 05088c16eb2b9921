"""The best repair at a price for each move, by one program over the whole event.

Value less price times moves, over all slots at once, is nearly whole as a linear program, because a
promised meeting mostly stays where it is. Ways that would push more than a few others are left out, and so
are those that its prices rule out; what remains is solved as a mixed-integer program.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from treffen.repair.state import Floats, Ints, RepairState
from treffen.solvers.base.model import Flags
from treffen.solvers.relaxation.subset import Subset
from treffen.solvers.relaxation.subset.weighted import solve_by_prices

MOST_COLUMNS = 60_000
MOST_WAYS = 600_000  # before those that push too many are left out
PUSHED = 2  # how many kept meetings a wish may push, and
PUSHED_BY_KEPT = 1  # how many a kept meeting may, in one slot
REACHES = (0.1, 0.5)  # of the price: how far a way may lie above the prices of the relaxation
NODES = 50
WIDE_COLUMNS = 8_000  # up to so many, kept meetings may push as many as wishes, within any reach
WIDE_REACHES = (0.1, np.inf)
ENOUGH = 5e-4  # of the value: nearer to the bound nothing further is tried
STEPS = ((PUSHED_BY_KEPT, MOST_COLUMNS, REACHES), (PUSHED, WIDE_COLUMNS, WIDE_REACHES))


def solve_priced(work: RepairState, *, kept: Flags, price: float) -> bool:
    """Take the best repair at that price, if it is better than what there is; whether it was solved."""
    options, must = wanted_options(work, kept), kept[work.model.option_request] | work.model.must
    if not len(options):
        return True  # nothing can be held any more, nor added
    if int(work.model.start_ok[options].sum()) > MOST_WAYS:
        return False
    part, subset = work.free(options, must=must)
    pushed = _pushed(work, subset, kept)
    whole, is_solved = max(1, round(price)), False
    cost = priced(work, options, whole)
    for by_kept, most, reaches in STEPS:
        narrow = _narrowed(work, subset, kept, pushed=pushed, by_kept=by_kept)
        if int(narrow.fits.sum()) > most or work.stop.is_reached():
            break
        found = solve_by_prices(
            part,
            narrow,
            cost=cost,
            reaches=[share * whole for share in reaches],
            enough=ENOUGH * work.board.value if by_kept == PUSHED else 0.0,
            stop=work.stop,
            seed=work.limits.seed,
            nodes=NODES,
        )
        if found.slots is None:
            break
        at = work.board.slot[options].astype(np.int64)
        is_better = _total(cost, found.slots) < _total(cost, at)
        is_solved |= not is_better or work.take(options, found.slots)
    return is_solved


def priced(work: RepairState, options: Ints, price: int) -> Floats:
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


def wanted_options(work: RepairState, kept: Flags) -> Ints:
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


def _pushed(work: RepairState, subset: Subset, kept: Flags) -> Ints:
    """[n, T] how many kept meetings each way would push."""
    model, slot = work.model, work.board.slot
    busy = np.zeros((model.n_people, model.n_slots), np.int64)
    for o in np.flatnonzero((slot >= 0) & kept[model.option_request]).tolist():
        busy[model.attendees(o), slot[o] : slot[o] + model.length[o]] = 1
    return np.stack([busy[model.attendees(o)].sum(axis=0) for o in subset.options.tolist()])


def _narrowed(work: RepairState, subset: Subset, kept: Flags, *, pushed: Ints, by_kept: int) -> Subset:
    """The same from where things stand, without the ways that push too many."""
    is_kept = kept[work.model.option_request[subset.options]]
    fits = subset.fits & (pushed <= np.where(is_kept, by_kept, PUSHED)[:, None])
    was = work.board.slot[subset.options].astype(np.int64)
    stands = np.flatnonzero(was >= 0)
    fits[stands, was[stands]] = subset.fits[stands, was[stands]]
    return replace(subset, fits=fits, was=was)
