"""Some slots emptied and filled again with less loss than before, by a formula (`satisfiability.packing`).

What a timetable lacks to the bound is: the price of every slot of a person that stays empty, the reduced
gain of each request that is not held, and the reduced loss of each that is. A good timetable loses little in
few places, and all else is as the relaxation wants it. So a formula may ask for that, and is soon answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling.decimate import prices_of_time
from treffen.scheduling.run import SchedulerState
from treffen.solvers.base import Model
from treffen.solvers.satisfiability import pack

if TYPE_CHECKING:
    from treffen.solvers.relaxation.selection import SelectionBound

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Of what is lost now, that may be lost; and of that, at once: the less, the sooner it is ruled out.
SHARES = ((0.8, 0.15), (0.95, 0.15))
LARGEST = 0.09  # what may be lost at once, as a share of the typical value
MEETINGS = 240  # to be set free at once
NARROWEST, WIDEST = 3, 4  # slots
CONFLICTS = 10_000
PATIENCE = 150  # sets of slots in a row without gain


def is_open_to(model: Model) -> bool:
    """Whether only people's slots are scarce, so that slots and requests say all."""
    people = model.free.sum(axis=0)
    has_places = bool((2 * model.capacity >= people).all())
    return model.is_plain and has_places and bool((model.maximum >= model.free.sum(axis=1)).all())


def search(run: SchedulerState, guide: SelectionBound) -> None:
    """Fill random sets of slots again, as long as that brings something."""
    rng = np.random.default_rng([run.limits.seed, 1])
    refill, n_slots = Refill(run, guide), run.model.n_slots
    for share, at_once in SHARES:
        without = 0
        while without < PATIENCE and not run.search_stop.is_reached() and run.has_work_left():
            if run.is_proved(Goal.VALUE):
                return
            n_held = int(np.count_nonzero(run.board.slot >= 0))
            width: int = min(WIDEST, n_slots, 1 + MEETINGS * n_slots // (1 + n_held))
            if width < NARROWEST:
                return  # in so few slots there is nothing to find
            slots = np.sort(rng.choice(n_slots, width, replace=False))
            without += 1
            if refill.improve(slots, share=share, at_once=at_once):
                without = 0
                run.report("improve", Goal.VALUE, value=run.board.value)


class Refill:
    """A run with the prices by which losses are counted."""

    def __init__(self, run: SchedulerState, guide: SelectionBound) -> None:
        model = run.model
        self._run, self._bound = run, guide.bound
        self._reduced = guide.reduced[model.option_request]
        self._price = prices_of_time(run, guide)
        self._seats = [model.attendees(o).tolist() for o in range(model.n_options)]
        held = guide.held[model.option_request] > 0.5
        self._largest = LARGEST * float(np.median(model.value[held])) if held.any() else 1.0

    def improve(self, slots: Ints, *, share: float, at_once: float) -> bool:
        """Fill these slots anew with so much of the present loss; whether that was possible."""
        board = self._run.board
        before, was = board.value, board.slot.copy()
        may_lose = share * (self._bound - before)
        for option in np.flatnonzero(np.isin(was, slots)).tolist():
            board.drop(option)
        self.fill(slots, may_lose=may_lose, at_once=at_once, was=was, conflicts=CONFLICTS)
        if board.value <= before or (self._run.model.must & (was >= 0) & (board.slot < 0)).any():
            board.restore(was)
        return board.value > before

    def fill(
        self, slots: Ints, *, may_lose: float, at_once: float, was: NDArray[np.int32], conflicts: int
    ) -> bool:
        """Hold what loses no more than so much in all, if a formula finds it; what was held is tried first."""
        board = self._run.board
        largest = min(self._largest, at_once * may_lose)
        near = np.flatnonzero(((self._reduced > -largest) | self._run.model.must) & (board.slot < 0))
        row, where = np.nonzero(board.where_fits(near, slots))
        options, of_person, of_option = near[row], {}, {}  # type: ignore[var-annotated]
        for i, (o, t) in enumerate(zip(options.tolist(), where.tolist(), strict=True)):
            of_option.setdefault(o, []).append(i)
            for p in self._seats[o]:
                of_person.setdefault((p, t), []).append(i)
        self._run.worked += len(options)
        limit = may_lose - self._lost_anyhow(list(of_person), list(of_option))
        if limit <= 0:
            return False
        must = self._run.model.must
        sets = [(own, float(self._price[p])) for (p, _), own in of_person.items()]
        sets += [(own, float(np.inf if must[o] else self._reduced[o])) for o, own in of_option.items()]
        chosen = pack(sets, was[options] == where, limit=limit, largest=largest, conflicts=conflicts)
        for i in chosen or ():
            if board.fits(int(options[i]), int(where[i])):
                board.put(int(options[i]), int(where[i]))
        return chosen is not None

    def _lost_anyhow(self, cells: list[tuple[int, int]], options: list[int]) -> float:
        """What is lost whatever is done with these people's slots and options."""
        board, reduced, model = self._run.board, self._reduced, self._run.model
        empty = (board.occupied() < 0) & model.free
        if cells:
            empty[tuple(np.array(cells).T)] = False
        lost = board.slot < 0
        lost[options] = False
        held = (board.slot >= 0) & ~model.must  # what must be held costs the bound as much
        wrong = -reduced[held & (reduced < 0)].sum() + reduced[lost & (reduced > 0)].sum()
        return float(wrong + (empty.sum(axis=1) * self._price).sum())
