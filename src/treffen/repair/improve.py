"""Then: value of late wishes and stand-ins, as long as it is worth more than the moves that it takes.

What is promised stays held throughout. First what fits without a move, in the order of the keep-all
relaxation, then short ejection walks while a wish is worth more than price times moves, then exact
re-timings of a few slots at a time under the same price (P. Shaw, 1998).
"""

from __future__ import annotations

import numpy as np

from treffen.repair.priced import priced, solve_priced
from treffen.repair.state import Ints, RepairState
from treffen.solvers.base.model import Flags
from treffen.solvers.relaxation.selection import SelectionBound
from treffen.solvers.relaxation.subset.weighted import solve_weighted

STEPS = 3_000  # of one walk
MOST_MOVES = 6
WIDTH = 3  # slots set free together
MOST_ROUNDS = 10  # re-timings
LEAST_ROUNDS = 3
COLUMNS = 40_000  # of all re-timings together
PATIENCE = 5  # of them in a row without gain
NODES = 20
FEW_COLUMNS, MANY_NODES = 2_000, 2_000  # an event that is solved as a whole
SECONDS = 4.0  # of one re-timing, whatever the machine
MOST_COLUMNS = 12_000  # of a re-timing
MOST_UNMOVED = 20_000  # of the one in which nobody moves
NEAR = 0.35  # of a typical value: how much a wish may lose in the relaxation and be tried still


def improve(work: RepairState, guide: SelectionBound, *, price: float | None, musts: Flags) -> None:
    """Raise value less `price` times changed promises; None: no further promise is changed.

    `musts` [R]: requests that stay held although nobody was promised them.
    """
    kept = work.is_held() & (work.promises.request | musts)
    if int(work.model.start_ok.sum()) <= FEW_COLUMNS:
        dear = 1.0 + float(work.model.value.sum())
        every = np.arange(work.model.n_options)
        never = work.promises.request[work.model.option_request] & ~kept[work.model.option_request]
        _solve(
            work,
            every[~never],
            kept=kept,
            price=dear if price is None else price,
            slots=None,
            nodes=MANY_NODES,
        )
    order = _order(work, guide)
    _insert(work, order)
    _fit_unmoved(work, kept)
    if price is None:
        return
    if work.board.value < guide.bound and not solve_priced(work, kept=kept, price=price):
        _walk(work, guide, order=order, price=price)
        _retime(work, guide, kept=kept, price=price)


def _gain(work: RepairState, price: float) -> float:
    """What is to be raised."""
    return work.board.value - price * work.changed()


def _order(work: RepairState, guide: SelectionBound) -> Ints:
    """Options that could be held and are not, what the relaxation holds first."""
    request = work.model.option_request
    is_open = ~work.is_held()[request] & work.model.start_ok.any(axis=1)
    options = np.flatnonzero(is_open & ~work.promises.request[request])
    options = options[_has_room(work, options)]
    held, reduced = guide.held[request[options]], guide.reduced[request[options]]
    return options[np.lexsort((-reduced, -np.round(held, 6)))]


def _insert(work: RepairState, order: Ints) -> None:
    if work.is_plain and not work.has_breaks:
        work.attempt(lambda: work.board.insert_all(order, by_chain=False))
        return
    for o in order.tolist():
        work.attempt(lambda o=o: work.board.insert_all([o], by_chain=False))  # type: ignore[misc]


def _fit_unmoved(work: RepairState, kept: Flags) -> None:
    """The best choice of wishes and slots for them while every promised meeting stands still."""
    model = work.model
    loose = np.flatnonzero(~kept[model.option_request] & model.start_ok.any(axis=1))
    loose = loose[~work.promises.request[model.option_request[loose]]]
    _, subset = work.free(loose)
    open_ = subset.fits.any(axis=1)
    loose = loose[open_]
    if not len(loose) or int(subset.fits.sum()) > MOST_UNMOVED:
        return
    _solve(work, loose, kept=kept, price=0.0, slots=None)


def _walk(work: RepairState, guide: SelectionBound, *, order: Ints, price: float) -> None:
    """Hold wish after wish by the fewest moves, if these cost less than it is worth.

    A wish that loses more in the relaxation than is missing to its bound cannot be part of anything better.
    """
    board, value = work.board, work.model.value
    open_ = guide.bound - board.value
    hopeful = order[guide.reduced[work.model.option_request[order]] > -open_]
    hopeful = hopeful[_has_room(work, hopeful)]  # insertion has taken some
    worth = _gain(work, price)
    for o in hopeful.tolist():
        if work.stop.is_reached():
            return
        most = min(MOST_MOVES, int((int(value[o]) - 1) / max(price, 1e-9)))
        if most < 1 or board.slot[o] >= 0 or board.is_group_held(o):
            continue
        before = board.slot.copy()
        moved, _ = board.insert_by_walk(o, most=most, steps=STEPS)
        if moved < 0:
            continue
        after, now = board.slot.copy(), _gain(work, price)
        board.restore(before)
        if now > worth and work.attempt(lambda after=after: board.restore(after)):  # type: ignore[misc]
            worth = now


def _has_room(work: RepairState, options: Ints) -> Flags:
    """[n] whether no capacity row of an option is full in every slot, which no walk could change."""
    model = work.model
    is_full = ~(work.board.room() > 0).any(axis=1)
    has = np.ones(model.n_options, bool)
    owner = np.repeat(np.arange(model.n_options), np.diff(model.row_ptr))
    has[owner[is_full[model.rows]]] = False
    found: Flags = has[options]
    return found


def _retime(work: RepairState, guide: SelectionBound, *, kept: Flags, price: float) -> None:
    """A few slots at a time: those who are in them, and the wishes near enough."""
    model = work.model
    rng = np.random.default_rng([work.limits.seed, 17])
    typical = float(np.median(model.value)) if model.n_options else 0.0
    open_ = float(guide.bound - work.board.value)
    near = guide.reduced[model.option_request] > -min(open_, NEAR * typical)
    without, turn, spent = 0, 0, 0
    if work.board.value >= guide.bound:
        return
    while turn < LEAST_ROUNDS or (turn < MOST_ROUNDS and spent < COLUMNS):
        turn += 1
        if without >= PATIENCE or work.stop.is_reached():
            return
        width = min(WIDTH, model.n_slots)
        slots = np.sort(rng.choice(model.n_slots, width, replace=False))
        held = np.flatnonzero(work.board.slot >= 0)
        start, end = work.board.slot[held], work.board.slot[held] + model.length[held] - 1
        inside = held[np.isin(start, slots) & np.isin(end, slots)]
        wishes = np.flatnonzero(near & (work.board.slot < 0) & ~kept[model.option_request])
        options = np.unique(np.concatenate([inside, wishes]))
        spent += len(options) * width
        if len(options) * width > MOST_COLUMNS:
            return
        before = _gain(work, price)
        _solve(work, options, kept=kept, price=price, slots=slots)
        without = 0 if _gain(work, price) > before else without + 1


def _solve(
    work: RepairState, options: Ints, *, kept: Flags, price: float, slots: Ints | None, nodes: int = NODES
) -> None:
    """The best way to hold the options; taken if it is better."""
    model = work.model
    must = kept[model.option_request] | model.must
    part, subset = work.free(options, slots=slots, must=must)
    whole = max(0, round(price))
    found = solve_weighted(
        part,
        subset,
        cost=priced(work, options, whole),
        seconds=work.stop.remaining(SECONDS),
        seed=work.limits.seed,
        nodes=nodes,
        has_limits=work.has_few_breaks,
    )
    if found.slots is None:
        return
    before, worth = work.board.slot.copy(), _gain(work, whole)
    if work.take(options, found.slots) and _gain(work, whole) < worth:
        work.attempt(lambda: work.board.restore(before))
