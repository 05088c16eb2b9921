"""Small events as a whole: every goal of slots solved to the end, in the order of the goals."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from treffen.problem import Goal
from treffen.scheduling.bounds import COMFORT
from treffen.scheduling.comfort import has_limits
from treffen.scheduling.run import SchedulerState
from treffen.timetable import ProofKind

MOST_COLUMNS = 3_000
MOST_CELLS = 120
WORK = 200_000  # columns times nodes of the search tree, for each goal


def is_small(run: SchedulerState) -> bool:
    """Whether the whole event fits into one mixed-integer program."""
    needs_cells = has_limits(run) or any(g in COMFORT for g in run.timing_goals)
    cells = run.model.n_people * run.model.n_slots if needs_cells else 0
    return int(run.model.start_ok.sum()) <= MOST_COLUMNS and cells <= MOST_CELLS


def solve_exactly(run: SchedulerState) -> None:
    """Prove or improve goal after goal; stops at the first that time does not allow to finish."""
    given: dict[Goal, int] = {}
    for goal in run.slot_goals:
        is_sound = not run.missing() and not run.over_limit()
        is_done = is_sound and run.is_proved(goal) and not has_limits(run)
        if not is_done and not _solve(run, goal, given):
            return
        given[goal] = run.measure(goal)


def _solve(run: SchedulerState, goal: Goal, given: dict[Goal, int]) -> bool:
    """One goal, those in front as good as given; whether it is settled."""
    from treffen.solvers.relaxation.subset import everything, solve_subset  # takes long to import

    promised = None if run.promises is None else run.promises.slot
    found = solve_subset(
        run.model,
        replace(everything(run.model, run.board.slot), promised=promised),
        goal=goal,
        keep={g: as_cost(run, g, value) for g, value in given.items()},
        seconds=run.stop.remaining(1e9),
        seed=run.limits.seed,
        nodes=max(50, WORK // (1 + int(run.model.start_ok.sum()))),
        has_limits=has_limits(run),
    )
    if found.is_infeasible and not given:
        run.is_infeasible = True
        return False
    if found.slots is not None:
        run.board.restore(found.slots.astype(np.int32))
    learn(run, goal, found.bound, given)
    run.report("prove", goal, value=run.measure(goal))
    return found.is_optimal


def as_cost(run: SchedulerState, goal: Goal, value: int) -> int:
    """A value as programs count it, who minimise: VALUE negated, of CHANGED the promises kept, negated."""
    if goal is Goal.CHANGED:
        return value - run.n_promised
    return -value if goal is Goal.VALUE else value


def learn(run: SchedulerState, goal: Goal, cost: float, given: dict[Goal, int]) -> None:
    """What a program's bound says of a goal among timetables as good as given in those in front."""
    if not math.isfinite(cost):
        return
    bound = math.ceil(cost - 1e-6)
    if goal is Goal.CHANGED:
        bound += run.n_promised
    run.known[goal].learn(-bound if goal is Goal.VALUE else bound, ProofKind.SEARCH, given=given)
