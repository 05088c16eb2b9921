"""The two questions this room answers for a whole model."""

from __future__ import annotations

import numpy as np

from treffen.solvers.base import Assignment, Limits, Model, OnProgress, Stop
from treffen.solvers.satisfiability.conflict import conflict_of
from treffen.solvers.satisfiability.instance import instance_of
from treffen.solvers.satisfiability.outcome import BreaksOutcome
from treffen.solvers.satisfiability.search import Certify, Search
from treffen.solvers.satisfiability.symmetry import with_order_of_twins
from treffen.timetable import PlanStatus


def solve_breaks(
    model: Model,
    *,
    stop: Stop,
    limits: Limits,
    on_progress: OnProgress | None = None,
    hint: Assignment | None = None,
    certify: Certify | None = None,
) -> BreaksOutcome:
    """The timetable of all requests with the fewest breaks, or why there is none.

    Stops in good order at any moment, with the best timetable and bound so far. `hint` is a
    timetable to start from; `certify` may prove a bound without a search. The model must be
    supported (see `is_supported`).
    """
    core, search = _begin(model, stop=stop, limits=limits, on_progress=on_progress, certify=certify)
    if core is not None:
        return core
    if hint is not None and bool((hint.slot >= 0).all()):
        search.offer([int(hint.slot[o]) for o in search.instance.option])
    is_settled = search.minimise()
    if is_settled and search.best is not None:
        search.learn(search.value)
    if search.bound:
        search.certify()
    return _outcome(model, search, is_settled=is_settled)


def solve_feasible(
    model: Model, *, stop: Stop, limits: Limits, on_progress: OnProgress | None = None
) -> BreaksOutcome:
    """Any timetable of all requests that keeps the hard limits of breaks, or why there is none."""
    core, search = _begin(model, stop=stop, limits=limits, on_progress=on_progress)
    if core is not None:
        return core
    return _outcome(model, search, is_settled=search.first())


def _begin(
    model: Model,
    *,
    stop: Stop,
    limits: Limits,
    on_progress: OnProgress | None,
    certify: Certify | None = None,
) -> tuple[BreaksOutcome | None, Search]:
    instance = instance_of(model)
    core = conflict_of(model, instance, stop=stop)
    search = Search(
        with_order_of_twins(instance), stop=stop, limits=limits, on_progress=on_progress, certify=certify
    )
    if core is not None:
        return BreaksOutcome(status=PlanStatus.INFEASIBLE, core=core), search
    return None, search


def _outcome(model: Model, search: Search, *, is_settled: bool) -> BreaksOutcome:
    if search.best is None:
        status = PlanStatus.INFEASIBLE if is_settled else PlanStatus.UNKNOWN
        return BreaksOutcome(
            status=status, bound=search.bound, certified=search.certified, certificate=search.certificate
        )
    slot = np.full(model.n_options, -1, np.int32)
    slot[list(search.instance.option)] = search.best
    return BreaksOutcome(
        status=PlanStatus.OPTIMAL if search.bound >= search.value else PlanStatus.FEASIBLE,
        assignment=Assignment(slot),
        value=search.value,
        bound=search.bound,
        certified=search.certified,
        certificate=search.certificate,
    )
