"""Small events as a whole: every timing goal solved to the end, in the order of the goals."""

from __future__ import annotations

import math

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
    keep: dict[Goal, int] = {}
    for goal in run.timing_goals:
        sign = -1 if goal is Goal.VALUE else 1
        is_sound = not run.missing() and not run.over_limit()
        is_done = is_sound and run.is_proved(goal) and not has_limits(run)
        if not is_done and not _solve(run, goal, keep):
            return
        keep[goal] = sign * run.measure(goal)


def _solve(run: SchedulerState, goal: Goal, keep: dict[Goal, int]) -> bool:
    """One goal; whether it is settled."""
    from treffen.solvers.relaxation.subset import everything, solve_subset  # takes long to import

    found = solve_subset(
        run.model,
        everything(run.model, run.board.slot),
        goal=goal,
        keep=keep,
        seconds=run.stop.remaining(1e9),
        seed=run.limits.seed,
        nodes=max(50, WORK // (1 + int(run.model.start_ok.sum()))),
        has_limits=has_limits(run),
    )
    if found.is_infeasible and not keep:
        run.is_infeasible = True
        return False
    if found.slots is not None:
        run.board.restore(found.slots.astype(np.int32))
    if math.isfinite(found.bound):
        bound = math.ceil(found.bound - 1e-6)
        given = {g: -v if g is Goal.VALUE else v for g, v in keep.items()}
        run.known[goal].learn(-bound if goal is Goal.VALUE else bound, ProofKind.SEARCH, given=given)
    run.report("prove", goal, value=run.measure(goal))
    return found.is_optimal
