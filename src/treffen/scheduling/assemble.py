"""From arrays back to nouns: meetings, goal results, the whole plan."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

import treffen
from treffen.problem import Goal, Meeting, Problem
from treffen.problem.plain_requests import ids_of, plain_requests_of
from treffen.scheduling.bounds import ProvedBound
from treffen.scheduling.run import SchedulerState
from treffen.solvers.base import Assignment, Model, Stop
from treffen.solvers.base.build import delegations
from treffen.solvers.placement import Placement
from treffen.timetable import (
    GoalResult,
    GoalStatus,
    Plan,
    PlanStatus,
    ProofKind,
    StopReason,
    Timetable,
)
from treffen.verification import measure_all
from treffen.verification.bounds import least_places

END = ".dist-info"
LIBRARIES = ("numpy", "scipy", "numba", "highspy", "python-sat")


def versions() -> dict[str, str]:
    """What made the plan: this engine, Python, and the solver libraries."""
    return dict(_versions())


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    """Asked for once: it reads files."""
    found = {"treffen": treffen.__version__, "python": platform.python_version()}
    wheels = _wheels()
    for name in LIBRARIES:
        version = _version(name, wheels)
        if version is not None:
            found[name] = version
    return tuple(found.items())


def _wheels() -> list[str]:
    """What is installed as wheels beside numpy, by the folders that are named `name-version.dist-info`."""
    with suppress(OSError):  # an archive
        return [one.name for one in Path(np.__file__).parents[1].iterdir() if one.suffix == END]
    return []


def _version(name: str, wheels: Sequence[str]) -> str | None:
    """As its wheel is named; what is no wheel is asked for by a reader that takes long to load."""
    begin = name.replace("-", "_") + "-"
    wheel = next((one for one in wheels if one.startswith(begin)), None)
    if wheel is not None:
        return wheel.removeprefix(begin).removesuffix(END)
    from importlib import metadata

    with suppress(metadata.PackageNotFoundError):
        return metadata.version(name)
    return None


def meetings(model: Model, assignment: Assignment, placement: Placement) -> Timetable:
    """The timetable of the held options that have all they need."""
    problem = model.problem
    slots, places, is_plain = problem.slots, problem.places, plain_requests_of(problem) is not None
    lacking = {*placement.unplaced, *placement.unserved}
    held = [o for o in assignment.held.tolist() if o not in lacking]
    ids = ids_of(problem, model.option_request[held])
    columns = (assignment.slot, placement.place, placement.interpreter)
    found = []
    for o, id, t, x, helper in zip(held, ids, *(column[held].tolist() for column in columns), strict=True):
        found.append(
            Meeting(
                request=id,
                slot=slots[t].id,
                place=places[x].id,
                delegates=() if is_plain else delegations(problem, model, o),
                interpreter=problem.interpreters[helper].id if helper >= 0 else None,
            )
        )
    return Timetable(tuple(found))


def goal_results(problem: Problem, run: SchedulerState, timetable: Timetable) -> tuple[GoalResult, ...]:
    """Every goal of the run with its value and what is known of it."""
    return results_of(problem, timetable, [run.known[goal] for goal in run.goals])


def results_of(
    problem: Problem, timetable: Timetable, bounds: Sequence[ProvedBound]
) -> tuple[GoalResult, ...]:
    """The same of any goals in their order, of which so much is known; places take up slots at least."""
    values = measure_all(problem, timetable, goals=[one.goal for one in bounds])
    value = 0  # that timetables hold which a bound speaks of
    for one in bounds:
        if one.goal is Goal.VALUE:
            value = values[Goal.VALUE]
        if one.goal is Goal.PLACES:
            one.learn(least_places(problem, value=value), ProofKind.TRIVIAL)
    return tuple(one.result(values[one.goal]) for one in bounds)


def status_of(results: tuple[GoalResult, ...]) -> PlanStatus:
    """Optimal only if every goal is."""
    is_best = all(r.status is GoalStatus.OPTIMAL for r in results)
    return PlanStatus.OPTIMAL if is_best else PlanStatus.FEASIBLE


def stop_reason(stop: Stop, status: PlanStatus) -> StopReason:
    """Why the run ended. A plan that was proved in time is finished."""
    if status in (PlanStatus.OPTIMAL, PlanStatus.INFEASIBLE) or not stop.is_reached():
        return StopReason.FINISHED
    return StopReason.INTERRUPTED if stop.is_requested else StopReason.TIME_LIMIT


def without_timetable(run: SchedulerState, status: PlanStatus) -> Plan:
    """A plan that says that there is none, or that none was found."""
    return Plan(
        problem=run.model.problem.digest(),
        status=status,
        core=run.core,
        stopped=stop_reason(run.stop, status),
        seconds=round(run.stop.elapsed(), 3),
        seed=run.limits.seed,
        threads=run.limits.threads,
        versions=versions(),
    )
