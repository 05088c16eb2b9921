"""Searches side by side: the best goes on, and a number of threads gives one plan however fast they are."""

from __future__ import annotations

import time
from functools import partial

import pytest

from treffen.generation import tight
from treffen.problem import Goal
from treffen.scheduling import schedule
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.scheduling.side_by_side import try_all
from treffen.solvers.base import Limits, Stop
from treffen.verification import verify

pytestmark = pytest.mark.once


def test_the_best_board_goes_on_and_all_work_counts() -> None:
    run = start(tight(40, 1), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    by_value = run.model.value.argsort()
    boards = set()

    def hold(one: SchedulerState, *, most: int) -> None:
        time.sleep(0.02 / most)  # the one that finds least ends last
        one.board.insert_all(by_value[::-1][:most])
        one.worked += most
        boards.add(id(one.board))

    try_all(run, [partial(hold, most=most) for most in (1, 20, 5)], Goal.VALUE)
    assert (run.board.slot >= 0).sum() == 20
    assert (run.worked, len(boards)) == (26, 3)


def test_two_threads_give_the_same_plan_again() -> None:
    problem = tight(60, 3)
    plans = [schedule(problem, limits=Limits(work=3_000, seed=4, threads=2)) for _ in range(2)]
    assert plans[0].timetable == plans[1].timetable
    assert verify(problem, plans[0]).is_accepted
