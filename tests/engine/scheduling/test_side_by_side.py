"""Searches side by side: the best goes on, and a number of threads gives one plan however fast they are."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from tests.engine.cli.processes import environment

from treffen.generation import tight
from treffen.problem import Goal
from treffen.scheduling import endings, neighbourhood, schedule, select
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


def test_the_others_end_when_one_fails_and_its_error_is_told() -> None:
    run = start(tight(20, 1), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    usual = run.search_stop

    def fail(one: SchedulerState) -> None:
        raise ZeroDivisionError

    def go_on(one: SchedulerState) -> None:
        until = time.monotonic() + 60
        while not one.search_stop.is_reached():
            assert time.monotonic() < until, "it never heard of the failure"
            time.sleep(0.01)

    for searches in ([fail, go_on], [go_on, fail]):
        with pytest.raises(ZeroDivisionError):
            try_all(run, searches, Goal.VALUE)
    assert run.search_stop is usual
    assert not usual.is_reached()


FRESH = """
from treffen.generation import tight
from treffen.scheduling import Limits, schedule
plan = schedule(tight(60, 3), limits=Limits(work=3_000, seed=4, threads=2))
print(sorted((m.request, m.slot, m.place) for m in plan.timetable.meetings))
"""


def test_two_threads_give_the_same_plan_again_in_a_fresh_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, set[int]] = {"_fill": set(), "_attempt": set()}
    for module, name in ((select, "_fill"), (endings, "_attempt")):
        monkeypatch.setattr(module, name, _noting_threads(getattr(module, name), seen[name]))
    problem, limits = tight(60, 3), Limits(work=3_000, seed=4, threads=2)
    plans = [schedule(problem, limits=limits) for _ in range(2)]
    assert all(len(threads - {threading.get_ident()}) > 1 for threads in seen.values())
    assert plans[0].timetable == plans[1].timetable
    assert (plans[0].seed, plans[0].threads) == (4, 2)
    assert verify(problem, plans[0]).is_accepted
    fresh = subprocess.run(
        [sys.executable, "-c", FRESH], capture_output=True, text=True, env=environment(), check=True
    )
    meetings = sorted((m.request, m.slot, m.place) for m in plans[0].timetable.meetings)
    assert fresh.stdout.strip() == str(meetings)


def test_two_threads_retime_alike_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[int] = set()
    monkeypatch.setattr(neighbourhood, "_follow", _noting_threads(neighbourhood._follow, seen))
    boards = [_retimed(Limits(work=3_000, seed=4, threads=2)) for _ in range(2)]
    assert len(seen - {threading.get_ident()}) > 1
    assert boards[0] == boards[1]


def _retimed(limits: Limits) -> list[int]:
    run = start(tight(40, 3), limits=limits, goals=None, on_progress=None, stop=Stop())
    run.board.insert_all(np.argsort(-run.model.value, kind="stable"))
    before, near = run.board.value, np.arange(run.model.n_options)
    neighbourhood.search(run, Goal.VALUE, earlier=(), candidates=lambda _: near, patience=8)
    assert run.board.value > before
    slots: list[int] = run.board.slot.tolist()
    return slots


def _noting_threads(search: Callable[..., None], threads: set[int]) -> Callable[..., None]:
    def noted(*given: object, **named: object) -> None:
        threads.add(threading.get_ident())
        search(*given, **named)

    return noted
