"""Searches side by side, from the same timetable on, each on a board and a thread of its own.

Compiled kernels and HiGHS let other threads work meanwhile. All end before the best is taken, so that a
seed and a number of threads give the same timetable however fast each thread is, where no time limit cuts in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from treffen.problem import Goal
from treffen.scheduling.run import SchedulerState
from treffen.solvers.colouring import PartialTimetable

Search = Callable[[SchedulerState], None]


def try_all(run: SchedulerState, searches: Sequence[Search], goal: Goal) -> None:
    """Run these searches, at most one for each thread, and go on with the board that is best in `goal`.

    If one fails, the others are asked to end, and its error is raised.
    """
    if len(searches) == 1:
        searches[0](run)
        return
    from concurrent.futures import ThreadPoolExecutor  # few search side by side

    was, usual = run.board.slot.copy(), run.search_stop
    run.search_stop = usual.within(None)  # theirs alone
    others = [_twin(run) for _ in searches[1:]]
    for other in others:
        other.board.restore(was)
    runs = [run, *others]
    try:
        with ThreadPoolExecutor(len(runs)) as pool:
            list(pool.map(_try, searches, runs))
    finally:
        run.search_stop = usual
    run.worked += sum(other.worked for other in others)
    sign = -1 if goal is Goal.VALUE else 1
    best = min(runs, key=lambda one: sign * one.measure(goal))
    if best is not run:
        run.board.restore(best.board.slot)


def _try(search: Search, run: SchedulerState) -> None:
    try:
        search(run)
    except BaseException:
        run.search_stop.request()
        raise


def _twin(run: SchedulerState) -> SchedulerState:
    """The same run on a board of its own, which nobody is told about."""
    return replace(run, board=PartialTimetable(run.model), on_progress=None, worked=0)
