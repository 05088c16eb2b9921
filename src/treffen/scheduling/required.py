"""Meetings that must be held: contradictions by propagation, fewest breaks by counting SAT."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from treffen.problem import Goal
from treffen.scheduling import comfort
from treffen.scheduling.bounds import SELECTION
from treffen.scheduling.run import SchedulerState
from treffen.solvers import satisfiability
from treffen.solvers.base import Assignment
from treffen.solvers.satisfiability import BreaksOutcome, CoreFinding
from treffen.timetable import AssignmentCertificate, Core, PlanStatus, ProofKind

MOST_IDLE_NODES = 40_000  # some seconds; idle time has no other bound that is any good
MOST_SECONDS = 60.0  # for holding the musts alone


def find_conflict(run: SchedulerState) -> bool:
    """Whether the requests that must be held contradict each other for reasons that need no search."""
    if not run.model.must.any():
        return False
    found = satisfiability.find_conflict(run.model, only=run.model.must, stop=run.stop)
    if found is not None:
        run.core, run.is_infeasible = _core(run, found), True
    return found is not None


def _core(run: SchedulerState, found: CoreFinding) -> Core:
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


def find_best(run: SchedulerState) -> bool:
    """Whether search answers the whole question: then it did, as far as time allowed."""
    tiers = _tiers_of(run)
    if tiers:
        _solve_tiers(run, tiers)
    elif _is_for_breaks(run):
        _solve_breaks(run)
    else:
        return False
    return True


def _is_for_breaks(run: SchedulerState) -> bool:
    """Whether all must be held, and counting SAT finds the fewest breaks, with which idle time begins too."""
    first = _first_timing(run)
    is_small = first is Goal.IDLE and satisfiability.is_quickly_built(run.model)
    return (first is Goal.BREAKS or is_small) and satisfiability.is_supported(run.model)


def _first_timing(run: SchedulerState) -> Goal | None:
    """The first goal of when meetings are held, whatever is said of which."""
    return next((g for g in run.timing_goals if g not in SELECTION), None)


def _solve_breaks(run: SchedulerState) -> None:
    """The fewest breaks, with proof where time allows; of idle time less, without one."""
    is_goal, is_first = Goal.BREAKS in run.goals, _first_timing(run) is Goal.BREAKS
    found = satisfiability.solve_breaks(
        run.model,
        stop=run.stop if is_first else run.stop.within(satisfiability.BEGINNING),
        limits=run.limits,
        on_progress=run.on_progress if is_first else None,
        certify=(lambda enough: _priced(run, enough)) if is_goal else None,
    )
    _take(run, found)
    if found.certificate is not None:
        run.known[Goal.BREAKS].learn(found.certified, ProofKind.CERTIFICATE, found.certificate)
    if is_goal:
        run.known[Goal.BREAKS].learn(found.bound, ProofKind.SEARCH)
    if found.assignment is not None and Goal.IDLE in run.goals:
        price_idle(run)
        comfort.anneal(run)


def price_idle(run: SchedulerState) -> None:
    """A bound on idle time that anybody can check, where all is held and must be, and that takes no time."""
    is_asked = Goal.IDLE in run.goals and run.model.is_all_must and satisfiability.is_quickly_built(run.model)
    if is_asked and not run.is_proved(Goal.IDLE):
        found = _priced(run, run.measure(Goal.IDLE), goal=Goal.IDLE)
        if found is not None:
            run.known[Goal.IDLE].learn(found[1], ProofKind.CERTIFICATE, found[0])


def _tiers_of(run: SchedulerState) -> tuple[Goal, ...]:
    """The goals that are settled one after the other by search, or none: then others do it."""
    goals = tuple(g for g in run.timing_goals if g not in SELECTION)
    is_asked = not {Goal.IDLE_RANGE, Goal.IDLE}.isdisjoint(goals) and satisfiability.is_for_tiers(
        run.model, goals
    )
    return goals if is_asked else ()


def _solve_tiers(run: SchedulerState, goals: tuple[Goal, ...]) -> None:
    """Breaks, range of idle time and idle time in their order, with proof where time allows."""
    found = satisfiability.solve_tiers(
        run.model,
        goals=goals,
        stop=run.stop,
        limits=run.limits,
        on_progress=run.on_progress,
        certify=(lambda enough: _priced(run, enough)) if Goal.BREAKS in goals else None,
        certify_idle=lambda enough: _priced(run, enough, goal=Goal.IDLE, most_nodes=MOST_IDLE_NODES),
        settle=lambda assignment: _annealed(run, assignment),
    )
    _take(run, found)
    if found.certificate is not None:
        run.known[Goal.BREAKS].learn(found.certified, ProofKind.CERTIFICATE, found.certificate)
    if found.idle_certificate is not None:
        run.known[Goal.IDLE].learn(found.idle_certified, ProofKind.CERTIFICATE, found.idle_certificate)
    given: dict[Goal, int] = {}
    for tier in found.tiers:
        run.known[tier.goal].learn(tier.bound, ProofKind.SEARCH, given=given)
        if tier.value is not None:
            given[tier.goal] = tier.value


def _annealed(run: SchedulerState, assignment: Assignment) -> Assignment:
    run.board.restore(assignment.slot)
    comfort.anneal(run)
    return Assignment(run.board.slot.copy())


def _priced(
    run: SchedulerState, enough: int | None, *, goal: Goal = Goal.BREAKS, most_nodes: int | None = None
) -> tuple[AssignmentCertificate, int] | None:
    """A bound on breaks or idle time that anybody can check, where it is cheap."""
    from treffen.solvers.relaxation.patterns import MOST_NODES, price_slots  # takes long to import

    found = price_slots(
        run.model,
        goal=goal,
        enough=enough,
        seconds=run.stop.remaining(1e9),
        seed=run.limits.seed,
        most_nodes=most_nodes or MOST_NODES,
    )
    return None if found is None else (found.certificate, found.bound)


def hold_all(run: SchedulerState) -> None:
    """A timetable of all requests where greedy insertion failed to find one."""
    if satisfiability.is_supported(run.model):
        found = satisfiability.solve_feasible(
            run.model, stop=run.stop, limits=run.limits, on_progress=run.on_progress
        )
        _take(run, found)


def hold_musts(run: SchedulerState) -> None:
    """A timetable of the requests that must be held alone, exactly, where insertion found none."""
    from treffen.solvers.relaxation.subset import everything, solve_subset  # takes long to import

    model = run.model
    options = np.flatnonzero(model.must)
    whole = everything(model)
    subset = replace(whole, options=options, fits=model.start_ok[options], was=whole.was[options])
    found = solve_subset(
        model,
        subset,
        goal=Goal.VALUE,
        keep={},
        seconds=run.seconds(MOST_SECONDS),
        seed=run.limits.seed,
        nodes=run.nodes(),
    )
    run.is_infeasible = found.is_infeasible
    if found.slots is not None:
        slot = np.full(model.n_options, -1, np.int32)
        slot[options] = found.slots
        run.board.restore(slot)


def _take(run: SchedulerState, found: BreaksOutcome) -> None:
    run.is_infeasible = found.status is PlanStatus.INFEASIBLE
    if found.core is not None:
        run.core = _core(run, found.core)
    if found.assignment is not None:
        run.board.restore(found.assignment.slot)
