"""Events in which every meeting is to be held: breaks by counting SAT, conflicts by propagation."""

from __future__ import annotations

from treffen.problem import Goal
from treffen.scheduling.run import Run
from treffen.solvers import satisfiability
from treffen.timetable import Core, ProofKind


def find_conflict(run: Run) -> bool:
    """Whether the requests that must be held contradict each other for reasons that need no search."""
    if not hasattr(satisfiability, "find_conflict"):
        return False
    found = satisfiability.find_conflict(run.model, only=run.model.must)
    if found is not None:
        run.core, run.is_infeasible = _core(run, found), True
    return found is not None


def _core(run: Run, found: object) -> Core:
    """The finding with ids instead of indices."""
    problem, model = run.model.problem, run.model
    requests = dict.fromkeys(problem.requests[model.option_request[o]].id for o in found.options)
    return Core(
        kind=found.kind,
        requests=tuple(requests),
        participants=tuple(problem.participants[p].id for p in found.people),
        slots=tuple(problem.slots[t].id for t in found.slots),
        is_minimal=found.is_minimal,
    )


def is_for_breaks(run: Run) -> bool:
    """Whether counting SAT answers the whole question: all must be held, and breaks come first."""
    if not hasattr(satisfiability, "find_conflict"):
        return False
    first = next((g for g in run.timing_goals if g not in (Goal.VALUE, Goal.SHORTFALL)), None)
    return run.model.is_all_must and first is Goal.BREAKS and satisfiability.is_supported(run.model)


def solve_breaks(run: Run) -> None:
    """The fewest breaks, with proof where time allows."""
    run.known[Goal.BREAKS].learn(0, ProofKind.TRIVIAL)
    found = satisfiability.solve_breaks(
        run.model, stop=run.stop, limits=run.limits, on_progress=run.on_progress
    )
    if found.core is not None:
        run.core = _core(run, found.core)
    run.is_infeasible = found.is_infeasible
    if found.certificate is not None:
        run.known[Goal.BREAKS].learn(found.certified, ProofKind.CERTIFICATE, found.certificate)
    run.known[Goal.BREAKS].learn(found.bound, ProofKind.SEARCH)
    if found.assignment is not None:
        run.board.restore(found.assignment.slot)


def hold_all_musts(run: Run) -> None:
    """A timetable of the requests that must be held, where greedy insertion failed to find one."""
    if not hasattr(satisfiability, "find_conflict"):
        return
    if not run.model.is_all_must or not satisfiability.is_supported(run.model):
        return
    found = satisfiability.solve_feasible(
        run.model, stop=run.stop, limits=run.limits, on_progress=run.on_progress
    )
    run.is_infeasible = found.is_infeasible
    if found.core is not None:
        run.core = _core(run, found.core)
    if found.assignment is not None:
        run.board.restore(found.assignment.slot)
