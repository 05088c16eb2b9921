"""Some slots emptied and filled again with less loss than before, by a formula (`satisfiability.packing`).

What a timetable lacks to the bound is: the price of every slot of a person that stays empty, the reduced
gain of each request that is not held, and the reduced loss of each that is. A good timetable loses little in
few places, and all else is as the relaxation wants it. So a formula may ask for that, and is soon answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling.decimate import prices_of_time
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.side_by_side import try_all
from treffen.solvers.base import Model
from treffen.solvers.satisfiability import Sets

if TYPE_CHECKING:
    from treffen.solvers.relaxation.selection import SelectionBound
    from treffen.solvers.satisfiability.packers import Pack

Ints = NDArray[np.int64]
# Of what is lost now, that may be lost; and of that, at once: the less, the sooner it is ruled out.
SHARES = ((0.8, 0.15), (0.95, 0.15))
LARGEST = 0.09  # what may be lost at once, as a share of the typical value
MEETINGS = 240  # to be set free at once
NARROWEST, WIDEST = 3, 4  # slots
CONFLICTS = 10_000
TOGETHER = 2  # sets of slots of one thread before it hears of the others
PATIENCE = 150  # sets of slots in a row without gain


def is_open_to(model: Model) -> bool:
    """Whether only people's slots are scarce, so that slots and requests say all."""
    people = model.free.sum(axis=0)
    has_places = bool((2 * model.capacity >= people).all())
    return model.is_plain and has_places and bool((model.maximum >= model.free.sum(axis=1)).all())


def search(run: SchedulerState, refill: Refill, packers: Sequence[Pack]) -> None:
    """Fill random sets of slots again, one for each packer at a time, while that brings something."""
    rng = np.random.default_rng([run.limits.seed, 1])
    n_slots, together = run.model.n_slots, 1 if len(packers) == 1 else TOGETHER
    for share, at_once in SHARES:
        without = 0
        while without < PATIENCE and not run.search_stop.is_reached() and run.has_work_left():
            if run.is_proved(Goal.VALUE):
                return
            n_held = int(np.count_nonzero(run.board.slot >= 0))
            width: int = min(WIDEST, n_slots, 1 + MEETINGS * n_slots // (1 + n_held))
            if width < NARROWEST:
                return  # in so few slots there is nothing to find
            before, shares = run.board.value, []
            for pack in packers:
                sets = [np.sort(rng.choice(n_slots, width, replace=False)) for _ in range(together)]
                given = Question(share=share, at_once=at_once, conflicts=CONFLICTS, pack=pack)
                shares.append(partial(_follow, refill=refill, sets=sets, question=given))
            try_all(run, shares, Goal.VALUE)
            without += together * len(packers)
            if run.board.value > before:
                without = 0
                run.report("improve", Goal.VALUE, value=run.board.value)


def _follow(run: SchedulerState, *, refill: Refill, sets: Sequence[Ints], question: Question) -> None:
    for slots in sets:
        if run.search_stop.is_reached():
            return
        refill.improve(run, slots, question)


class Question(NamedTuple):
    """How much of the present loss may be lost, how much of that at once, and who looks how long."""

    share: float
    at_once: float
    conflicts: int
    pack: Pack


class Refill:
    """The prices of an event, by which losses are counted."""

    def __init__(self, run: SchedulerState, guide: SelectionBound) -> None:
        model = run.model
        self._bound = guide.bound
        self._reduced = guide.reduced[model.option_request]
        self._price = prices_of_time(run, guide)
        held = guide.held[model.option_request] > 0.5
        self._largest = LARGEST * float(np.median(model.value[held])) if held.any() else 1.0

    def improve(self, run: SchedulerState, slots: Ints, question: Question) -> None:
        """Fill these slots anew, if that is possible."""
        board = run.board
        before, was = board.value, board.slot.copy()
        for option in np.flatnonzero(np.isin(was, slots)).tolist():
            board.drop(option)
        self.fill(run, slots, question, value=before, was=was)
        if board.value <= before or (run.model.must & (was >= 0) & (board.slot < 0)).any():
            board.restore(was)

    def fill(
        self, run: SchedulerState, slots: Ints, question: Question, *, value: int, was: NDArray[np.int32]
    ) -> bool:
        """Hold what loses no more than that, where `value` is reached now, if a formula finds it.

        What was held is tried first.
        """
        board, must = run.board, run.model.must
        may_lose = question.share * (self._bound - value)
        largest = min(self._largest, question.at_once * may_lose)
        near = np.flatnonzero(((self._reduced > -largest) | must) & (board.slot < 0))
        row, where = np.nonzero(board.where_fits(near, slots))
        options = near[row]
        sets, names = self._sets(run.model, options, where)
        run.worked += len(options)
        limit = may_lose - self._lost_anyhow(run, names)
        if limit <= 0:
            return False
        likely = was[options] == where
        chosen = question.pack(sets, likely, limit=limit, largest=largest, conflicts=question.conflicts)
        for i in chosen or ():
            if board.fits(int(options[i]), int(where[i])):
                board.put(int(options[i]), int(where[i]))
        return chosen is not None

    def _sets(self, model: Model, options: Ints, where: Ints) -> tuple[Sets, Ints]:
        """What allows one of these ways each, and by which name: slots of people, then options."""
        size = np.diff(model.seat_ptr)[options]
        owner = np.repeat(np.arange(len(options)), size)
        seat = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size - model.seat_ptr[options], size)
        cells, n_cells = model.seats[seat] * model.n_slots + where[owner], model.n_people * model.n_slots
        ways = np.concatenate([owner, np.arange(len(options))])
        sets, names = Sets.by_name(ways, np.concatenate([cells, n_cells + options]))
        n_people = int(np.searchsorted(names, n_cells))
        of_people, of_options = names[:n_people] // model.n_slots, names[n_people:] - n_cells
        reduced = np.where(model.must[of_options], np.inf, self._reduced[of_options])
        return sets._replace(loss=np.concatenate([self._price[of_people], reduced])), names

    def _lost_anyhow(self, run: SchedulerState, names: Ints) -> float:
        """What is lost whatever is done with these people's slots and options, by their names in `_sets`."""
        board, reduced, model = run.board, self._reduced, run.model
        n_cells = model.n_people * model.n_slots
        empty = ((board.occupied() < 0) & model.free).ravel()
        empty[names[names < n_cells]] = False
        lost = board.slot < 0
        lost[names[names >= n_cells] - n_cells] = False
        held = (board.slot >= 0) & ~model.must  # what must be held costs the bound as much
        wrong = -reduced[held & (reduced < 0)].sum() + reduced[lost & (reduced > 0)].sum()
        return float(wrong + (empty.reshape(model.free.shape).sum(axis=1) * self._price).sum())
