"""The engine as a contestant: what everybody calls, `treffen.scheduling.schedule`."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.answer import Answer, Missing
from benchmarks.task import Moment, Task
from treffen.generation import base
from treffen.problem import Goal, Problem

GOALS = {"b2b": (Goal.BREAKS,)}
MOST_MOMENTS = 30


def treffen(problem: Problem, task: Task) -> Answer:
    """One plan within the time limit. In the B2B suite places are not optimised: no peer does it."""
    try:
        from treffen.scheduling import Limits, schedule
    except ImportError as error:
        raise Missing("treffen.scheduling") from error
    goals = GOALS.get(task.suite, problem.goals)
    moments: list[Moment] = []
    plan = schedule(
        problem,
        limits=Limits(seconds=task.seconds, seed=task.seed, threads=task.threads),
        goals=goals,
        on_progress=lambda p: moments.append(
            Moment(goal=p.goal, value=p.value, bound=p.bound, seconds=p.seconds)
        ),
    )
    is_there = plan.status in ("optimal", "feasible")
    return Answer(
        timetable=plan.timetable if is_there else None,
        status=plan.status,
        bound=next((g.bound for g in plan.goals if g.goal == goals[0]), None),
        note=" ".join(f"{g.goal} {g.value}/{g.bound}" for g in plan.goals[1:]),
        moments=tuple(_thinned(moments)),
    )


def _thinned(moments: list[Moment]) -> list[Moment]:
    """The first and last moment of each goal, and evenly many between that differ from the one before."""
    new = [
        m for m, was in zip(moments, [None, *moments], strict=False) if was is None or _said(m) != _said(was)
    ]
    step = max(1, len(new) // MOST_MOMENTS)
    ends = {moment.goal: n for n, moment in enumerate(new)}
    return [m for n, m in enumerate(new) if n % step == 0 or ends[m.goal] == n]


def _said(moment: Moment) -> tuple[str, int | None, int | None]:
    return moment.goal, moment.value, moment.bound


def warm_up(problem: Problem, task: Task) -> None:
    """Once on something tiny of the same kind, all of it by compiled code, which is read from its cache.

    So does a process that plans more than one event; what a first start costs is measured with the command.
    """
    from treffen.solvers.base.kernels import all_compiled

    small = Task(suite=task.suite, case="", contestant="", seconds=5.0, threads=task.threads)
    with all_compiled():
        treffen(_tiny(problem), small)


def _tiny(problem: Problem) -> Problem:
    """Twelve people; where the event holds everything, so does this one."""
    tiny = base(12, 0)
    if not all(request.must for request in problem.requests):
        return tiny
    pairs = tiny.requests[:10]
    return replace(
        tiny,
        requests=tuple(replace(request, must=True) for request in pairs),
        participants=tuple(replace(person, free=None) for person in tiny.participants),
        slots=tuple(replace(slot, block=tiny.slots[0].block) for slot in tiny.slots),
        break_spread=problem.break_spread,
    )
