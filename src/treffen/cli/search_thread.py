"""The search in a thread of its own, so that the main one can hear signals and draw progress."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.progress import EVERY, ProgressView
from treffen.cli.signals import StopOnSignal
from treffen.problem import Goal, Problem
from treffen.timetable import Plan

if TYPE_CHECKING:
    from treffen.solvers.base import Limits, Stop

STACK = 64 * 2**20  # what the main thread may grow to; other threads get little on some systems


class _Work(threading.Thread):
    """Runs the scheduler; keeps its plan or its error for the thread that waits."""

    def __init__(
        self,
        problem: Problem,
        *,
        limits: Limits,
        goals: tuple[Goal, ...] | None,
        stop: Stop,
        bar: ProgressView,
    ) -> None:
        super().__init__(name="search", daemon=True)
        self._problem = problem
        self._limits = limits
        self._goals = goals
        self._stop_asked = stop
        self._bar = bar
        self.plan: Plan | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            # Numba and the solvers take a second to load: the bar is drawn meanwhile.
            from treffen.scheduling import schedule

            self.plan = schedule(
                self._problem,
                limits=self._limits,
                goals=self._goals,
                on_progress=self._bar.report,
                stop=self._stop_asked,
            )
        except BaseException as error:  # noqa: BLE001 - carried over to the main thread and raised there
            self.error = error


def search(
    problem: Problem,
    console: Console,
    *,
    limits: Limits,
    goals: tuple[Goal, ...] | None,
    stop: Stop,
    listening: StopOnSignal,
    bar: ProgressView,
) -> Plan:
    """The scheduler's plan, with progress on `bar` and an orderly stop at a signal."""
    work = _Work(problem, limits=limits, goals=goals, stop=stop, bar=bar)
    before = threading.stack_size(STACK)
    work.start()
    threading.stack_size(before)
    while work.is_alive():
        work.join(EVERY)
        if listening.is_asked and not listening.is_told:
            bar.clear()
            console.say(messages.STOPPING)
            listening.is_told = True
        bar.draw(stop.elapsed())
    bar.clear()
    if work.error is not None:
        raise work.error
    assert work.plan is not None
    return work.plan
