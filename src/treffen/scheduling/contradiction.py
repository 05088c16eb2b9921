"""A small set of requests that cannot all be held, where search has proved that all cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from treffen.problem import Goal
from treffen.scheduling.run import SchedulerState
from treffen.timetable import Core, CoreKind

MOST_REQUESTS = 60


def name_core(run: SchedulerState) -> None:
    """Fill `run.core`: the requests that must be held, less those without which they still clash."""
    model = run.model
    must = sorted(set(model.option_request[model.must].tolist()))
    never = [r for r in must if not model.start_ok[model.option_request == r].any()]
    if never:
        run.core = _core(run, CoreKind.FIXED, never[:1], is_minimal=True)
        return
    if not _clash(run, must):
        run.core = _core(run, CoreKind.BREAKS, must, is_minimal=False)
        return
    core, is_minimal = must, len(must) <= MOST_REQUESTS
    for request in list(must) if is_minimal else []:
        without = [r for r in core if r != request]
        if run.stop.is_reached():
            is_minimal = False
        elif _clash(run, without):
            core = without
    run.core = _core(run, CoreKind.TOGETHER, core, is_minimal=is_minimal)


def _clash(run: SchedulerState, requests: list[int]) -> bool:
    """Whether these requests alone cannot all be held, limits on breaks aside."""
    from treffen.solvers.relaxation.subset import everything, solve_subset  # takes long to import

    model = run.model
    options = np.flatnonzero(np.isin(model.option_request, requests))
    if not len(options):
        return False
    whole = everything(model)
    subset = replace(whole, options=options, fits=model.start_ok[options], was=whole.was[options])
    found = solve_subset(model, subset, goal=Goal.VALUE, keep={}, seconds=run.stop.remaining(20.0))
    return found.is_infeasible


def _core(run: SchedulerState, kind: CoreKind, requests: list[int], *, is_minimal: bool) -> Core:
    ids = tuple(run.model.problem.requests[r].id for r in requests)
    return Core(kind=kind, requests=ids, is_minimal=is_minimal)
