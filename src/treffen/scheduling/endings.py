"""Beginnings by beliefs, and an ending by a formula for each.

Beliefs know well what to decide first, and badly what to decide last. So they are kept poised where three
tenths are open, taking back as much as they decide, and every few turns a formula is asked whether all that
is open can be filled with so little loss that the whole is far better than the best so far. Most beginnings
have no such ending, which is seen within milliseconds; a few have.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from treffen.problem import Goal
from treffen.scheduling.decimate import BACK, ROUNDS, insert_rest, ways
from treffen.scheduling.refill import Question, Refill, is_open_to
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.side_by_side import try_all
from treffen.solvers.base import Model

if TYPE_CHECKING:
    from treffen.solvers.relaxation.selection import SelectionBound
    from treffen.solvers.satisfiability.packers import Pack

OPEN = 0.3  # share of the meetings that beliefs leave open
MOST_OPEN = 240
BEGINNINGS = 20  # of one attempt, one in so many turns
SHARES = (0.5, 0.7, 0.85)  # of what is lost now, that may be lost
AT_ONCE = 0.15  # of that
CONFLICTS = 1_000


def are_open_to(model: Model, n_held: int) -> bool:
    """Whether a formula can answer for all that is left open."""
    return is_open_to(model) and OPEN * n_held <= MOST_OPEN


def search(
    run: SchedulerState,
    guide: SelectionBound,
    refill: Refill,
    packers: Sequence[Pack],
    *,
    first: int,
    patience: int,
) -> int:
    """Attempts from seed `first` on, until so many in a row gave nothing; returns the next seed."""
    without, seed, threads = 0, first, len(packers)
    while without < patience and not _is_over(run):
        before, attempts = run.board.value, []
        for number, pack in enumerate(packers):
            attempts.append(partial(_attempt, guide=guide, seed=seed + number, refill=refill, pack=pack))
        try_all(run, attempts, Goal.VALUE)
        seed, without = seed + threads, without + threads
        if run.board.value > before:
            without = 0
            run.report("improve", Goal.VALUE, value=run.board.value)
    return seed


def _is_over(run: SchedulerState) -> bool:
    return run.search_stop.is_reached() or not run.has_work_left() or run.is_proved(Goal.VALUE)


def _attempt(run: SchedulerState, *, guide: SelectionBound, seed: int, refill: Refill, pack: Pack) -> None:
    """Endings to some beginnings of one attempt; the board becomes the best of them, or stays as it was."""
    board = run.board
    best = _Best(run, refill, pack)
    board.restore(np.where(run.model.must, board.slot, -1).astype(np.int32))
    found = ways(run, guide)
    run.worked += run.model.n_options
    if len(found.slots):
        board.decide(
            (found.options, found.slots),
            gain=found.gain,
            hole=found.hole,
            seed=run.limits.seed + seed,
            each=1 + found.wanted // ROUNDS,
            back=BACK,
            early=0,
            most=0,
            goes_on=lambda: not run.search_stop.is_reached(),
            poised=int((1 - OPEN) * found.wanted),
            look=best.look,
        )
    board.restore(best.slot)


class _Best:
    """The best timetable so far of one attempt."""

    def __init__(self, run: SchedulerState, refill: Refill, pack: Pack) -> None:
        self._run, self._refill, self._pack = run, refill, pack
        self.slot, self._value, self._looked = run.board.slot.copy(), run.board.value, 0

    def look(self) -> bool:
        """Ask for an ending to what the board holds; whether to go on to other beginnings."""
        run, board, begun = self._run, self._run.board, self._run.board.slot.copy()
        share = SHARES[self._looked % len(SHARES)]
        self._looked += 1
        question = Question(share, AT_ONCE, CONFLICTS, self._pack)
        if self._refill.fill(run, np.arange(run.model.n_slots), question, value=self._value, was=begun):
            insert_rest(run)
            if board.value > self._value and not run.missing():
                self.slot, self._value = board.slot.copy(), board.value
        board.restore(begun)
        return self._looked < BEGINNINGS and not _is_over(run)
