"""Events with rules that speak of everything at once: accepted and asked for, as one problem.

Limits on breaks, delegates to be chosen, meetings of several slots: there, a part that can be held says
nothing of the whole, so the question is put to the solvers as one problem in which all must be held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from treffen.admission.proofs import STEPS, confirm, excerpt
from treffen.admission.state import AdmissionState, only
from treffen.problem import Goal, RequestId
from treffen.solvers.base import Limits, Stop, build_model
from treffen.solvers.base.model import Model, Small
from treffen.solvers.relaxation.subset import Retiming, everything, solve_subset
from treffen.solvers.satisfiability import find_conflict, is_supported, solve_feasible
from treffen.timetable import Core, CoreKind, PlanStatus, Reason
from treffen.verification.bounds.problem_index import BoundIndex
from treffen.verification.core import CoreVerdict, check_core
from treffen.verification.index import ProblemIndex

MOST_COLUMNS = 20_000
NODES = 2_000
REASONS = {
    CoreKind.PLACES: Reason.PLACES_FULL,
    CoreKind.INTERPRETERS: Reason.INTERPRETERS_FULL,
    CoreKind.ORDER: Reason.ORDER,
    CoreKind.FIXED: Reason.ORDER,
    CoreKind.BREAKS: Reason.BREAKS,
}
NO_LIMIT = 1e9  # seconds: nodes are what ends a search


def keeps_breaks(state: AdmissionState) -> bool:
    """Whether nobody has more breaks than allowed, and the spread is kept."""
    breaks, spread = state.board.breaks(), state.problem.break_spread
    is_even = spread is None or not len(breaks) or int(breaks.max() - breaks.min()) <= spread
    return is_even and bool((breaks <= state.model.most_breaks).all())


def solve(state: AdmissionState, request: RequestId, *, nodes: int, columns: int) -> Iterator[Small | Core]:
    """Slots [O] of a timetable that holds everything accepted and the request, or a core; what can be
    counted first, then what a search finds. Nothing where neither suffices.
    """
    problem = only(state.problem, {*state.meetings, request}, must=True)
    theirs = np.array([o for r in problem.requests for o in state.options(r.id)], np.int64)
    if int(state.model.start_ok[theirs].sum()) > columns:
        return
    model = build_model(problem)
    conflict = find_conflict(model)
    if conflict is not None:
        ids = tuple(
            dict.fromkeys(problem.requests[int(model.option_request[o])].id for o in conflict.options)
        )
        yield Core(
            kind=conflict.kind,
            requests=ids,
            participants=tuple(problem.participants[p].id for p in conflict.people),
            slots=tuple(problem.slots[t].id for t in conflict.slots),
            is_minimal=conflict.is_minimal,
        )
    found = _retime(model, state.board.slot[theirs], nodes=nodes, has_limits=state.has_breaks)
    if found.is_infeasible:
        yield Core(kind=CoreKind.TOGETHER, requests=tuple(r.id for r in problem.requests))
    elif found.slots is not None:
        slots = np.full(state.model.n_options, -1, np.int32)
        slots[theirs] = found.slots
        yield slots


def confirmed(
    state: AdmissionState, request: RequestId, core: Core, reason: Reason
) -> tuple[Core, Reason] | None:
    """A core and its reason, if a second method finds that its requests cannot be held together.

    Limits on breaks may forbid all that is accepted together with the request and yet allow a core
    alone: then the core is all of them.
    """
    if confirm(state, core):
        return core, reason
    if not state.has_breaks:
        return (core, reason) if _confirms(state, request, core) else None
    whole = only(state.problem, {*state.meetings, request}, must=True)
    frame = BoundIndex(ProblemIndex(whole))
    of_breaks = replace(core, kind=CoreKind.BREAKS)
    if check_core(frame, of_breaks, steps=STEPS) is CoreVerdict.CONFIRMED:
        return of_breaks, Reason.BREAKS
    if not _confirms(state, request, core):
        return None
    everything = Core(kind=CoreKind.TOGETHER, requests=tuple(r.id for r in whole.requests))
    return everything, reason_of(everything) if confirm(state, everything) else Reason.BREAKS


def _confirms(state: AdmissionState, request: RequestId, core: Core) -> bool:
    """Whether a solver of another kind than the one that found a core finds it, too."""
    is_whole = state.has_breaks
    asked = only(state.problem, {*state.meetings, request}, must=True)
    model = build_model(asked if is_whole else excerpt(state, core.requests))
    was_searched = is_whole and len(core.requests) > len(state.meetings)
    if was_searched and is_supported(model):
        outcome = solve_feasible(model, stop=Stop(), limits=Limits(seed=0))
        return outcome.status is PlanStatus.INFEASIBLE
    if int(model.start_ok.sum()) > MOST_COLUMNS:
        return False
    nowhere = np.full(model.n_options, -1, np.int32)
    return _retime(model, nowhere, nodes=NODES, has_limits=is_whole).is_infeasible


def _retime(model: Model, slot: Small, *, nodes: int, has_limits: bool) -> Retiming:
    return solve_subset(
        model,
        everything(model, slot),
        goal=Goal.VALUE,
        keep={},
        seconds=NO_LIMIT,
        nodes=nodes,
        has_limits=has_limits,
    )


def reason_of(core: Core) -> Reason:
    """The reason that a core of this kind amounts to."""
    return REASONS.get(core.kind, Reason.PERSON_FULL)
