"""What is left over of very many requests: by chains, then by alternating paths, anew after a shuffle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling.decimate import prices_of_time
from treffen.scheduling.run import SchedulerState

if TYPE_CHECKING:
    from treffen.solvers.relaxation.selection import SelectionBound

Floats = NDArray[np.float64]
NEAR_LOSS = 0.3  # leftovers up to that share of the typical value
LITTLE, PATIENCE = 1e-6, 3  # so many turns in a row gain less than that share of the bound, and it ends
MOST_TURNS = 60
AT_ONCE = 1_000  # leftovers


def mend_losses(run: SchedulerState, guide: SelectionBound) -> None:
    """Hold leftovers that lose little, and mend what is lost, while that helps."""
    board, model = run.board, run.model
    reduced, price = guide.reduced[model.option_request], prices_of_time(run, guide)
    least = -NEAR_LOSS * float(np.median(model.value))
    without, is_first = PATIENCE - 1, run.timing_goals[0] is Goal.VALUE
    for turn in range(MOST_TURNS):
        if without == PATIENCE or run.search_stop.is_reached() or run.is_proved(Goal.VALUE):
            break
        if turn:
            board.wander(2 * model.n_people, run.limits.seed + turn)
        before = board.value
        near = np.flatnonzero((reduced > least) & (board.slot < 0))
        _insert(run, near[np.argsort(-reduced[near], kind="stable")])
        if is_first:
            board.mend(_starts(run, reduced, price), reduced=reduced, price=price)
        without = 0 if board.value - before > LITTLE * guide.bound else without + 1
        run.report("construct", Goal.VALUE, value=board.value)


def _insert(run: SchedulerState, order: NDArray[np.int64]) -> None:
    """In this order by chains, until of so many none finds a slot: then the next hardly would."""
    for first in range(0, len(order), AT_ONCE):
        if not run.board.insert_all(order[first : first + AT_ONCE]):
            break


def _starts(run: SchedulerState, reduced: Floats, price: Floats) -> NDArray[np.int64]:
    """Where something is lost: empty slots of people whose time has a price, and what is held at a loss."""
    board, model = run.board, run.model
    person, slot = np.nonzero((board.occupied() < 0) & model.free & (price > 0)[:, None])
    wrong = np.flatnonzero((board.slot >= 0) & (reduced < 0) & (np.diff(model.seat_ptr) == 2))
    starts = np.full((len(person) + len(wrong), 4), -1, np.int64)
    holes, pairs = starts[: len(person)], starts[len(person) :]
    holes[:, 1], holes[:, 2] = slot, person
    pairs[:, 0], pairs[:, 1] = wrong, board.slot[wrong]
    pairs[:, 2], pairs[:, 3] = model.seats[model.seat_ptr[wrong]], model.seats[model.seat_ptr[wrong] + 1]
    return starts
