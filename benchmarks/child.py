"""The child process: one task from standard input, one measurement as the last line of output."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks.answer import Answer, Missing, TooLarge
from benchmarks.contestants import CONTESTANTS, ENGINE
from benchmarks.engine import warm_up
from benchmarks.task import Measurement, Task
from treffen.generation import FAMILIES
from treffen.problem import Goal, Problem
from treffen.verification import find_violations, measure

READY = "benchmark: ready"


@dataclass(frozen=True, slots=True)
class _Clock:
    wall: float
    cpu: float

    @staticmethod
    def now() -> _Clock:
        """Wall time, and CPU time of this process and its children."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return _Clock(time.monotonic(), sum(u.ru_utime + u.ru_stime for u in used))


def problem_of(task: Task) -> Problem:
    """The instance: generated, or read; ValueError where the file has faults."""
    if not task.path:
        return FAMILIES[task.family](task.people, task.seed)
    from treffen.files import read_problem

    reading = read_problem(Path(task.path))
    if reading.problem is None:
        raise ValueError(f"{task.path}: {len(reading.faults)} faults")
    return reading.problem


def _peak() -> float:
    """Megabytes of the largest process, this one or a child of it (getrusage counts kibibytes)."""
    sizes = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(sizes) * 1024 / 1e6


def run(task: Task) -> Measurement:
    """Solve, then judge: the clock stops before the verifier begins."""
    problem = problem_of(task)
    try:
        if task.contestant == ENGINE:
            warm_up(problem, task)
        gc.collect()
        print(READY, flush=True)
        begin = _Clock.now()
        answer = CONTESTANTS[task.contestant](problem, task)
        end = _Clock.now()
    except Missing as missing:
        return Measurement(task=task, status="missing", note=f"{missing} is not installed")
    except TooLarge as large:
        return Measurement(task=task, status="skipped", note=str(large))
    measured = Measurement(
        task=task,
        status=answer.status,
        bound=answer.bound,
        seconds=end.wall - begin.wall,
        cpu_seconds=end.cpu - begin.cpu,
        megabytes=_peak(),
        note=answer.note,
        moments=answer.moments,
    )
    return _judged(measured, problem, answer)


def _judged(measured: Measurement, problem: Problem, answer: Answer) -> Measurement:
    if answer.timetable is None:
        return measured
    timetable = answer.timetable
    wrong = list(islice(find_violations(problem, timetable), 3))
    if wrong:
        return replace(measured, status="wrong", note=f"the verifier refuses it: {wrong[0]}")
    goal = Goal.BREAKS if measured.task.suite == "b2b" else Goal.VALUE
    count: Callable[[Goal], int] = lambda g: measure(problem, timetable, g)  # noqa: E731  # three uses
    return replace(
        measured,
        value=count(goal),
        held=len(timetable.meetings),
        breaks=count(Goal.BREAKS),
        idle=count(Goal.IDLE),
    )


def main() -> None:
    """Read, run, write."""
    print(run(Task.from_text(sys.stdin.read())).to_text(), flush=True)


if __name__ == "__main__":
    main()
