"""One repair at one price: improved, placed, explained, verified."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treffen.errors import RefusedPlan
from treffen.problem import Goal, Meeting, Problem
from treffen.repair.improve import improve
from treffen.repair.offers import offers, stand_bys
from treffen.repair.outcome import RepairOption, RepairOptionKind
from treffen.repair.state import RepairState
from treffen.scheduling import assemble
from treffen.scheduling.bounds import ProvedBound, trivial
from treffen.scheduling.whynot import explain
from treffen.solvers.base import Assignment
from treffen.solvers.placement import assign_places
from treffen.solvers.relaxation.selection import SelectionBound
from treffen.timetable import (
    GoalResult,
    Plan,
    ProofKind,
    Timetable,
    differences,
)
from treffen.verification import measure, measure_all, verify

REMEDIES, SMALL = 50, 300  # on the day, offers to exchange take their part
PLACING_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What all choices start from: promises held, nothing added."""

    work: RepairState
    held: Timetable
    guide: SelectionBound
    free: SelectionBound
    problem: Problem  # with its musts, as far as they can be held
    must_change: int  # promised meetings that cannot stay as they are
    late: tuple[int, ...]
    lost: tuple[Meeting, ...]


def repair_option(base: Base, kind: RepairOptionKind, *, price: float | None) -> RepairOption:
    """One repair; raises RefusedPlan if the verifier refuses it."""
    work = base.work.fork()
    musts = np.array([r.must for r in base.problem.requests], bool)
    improve(work, base.guide, price=price, musts=musts)
    work.seat_well()
    timetable = _walk_less(work) if kind is RepairOptionKind.LEAST_WALKING else work.timetable()
    plan = _plan(base, work, timetable)
    report = verify(base.problem, plan)
    if not report.is_accepted:
        raise RefusedPlan([*report.objections, *report.violations])
    difference = differences(Timetable(base.problem.promised), timetable)
    moved = sum(m.is_other_time or m.before.delegates != m.after.delegates for m in difference.moved)
    fixed = [work.request(m.request) for m in base.problem.frozen]
    return RepairOption(
        kind=kind,
        plan=plan,
        difference=difference,
        moved=moved,
        elsewhere=len(difference.moved) - moved,
        walking=measure(base.problem, timetable, Goal.WALKING),
        offers=offers(work, base.late, fixed=fixed),
        stand_bys=tuple(stand_bys(work, base.lost)),
    )


def _walk_less(work: RepairState) -> Timetable:
    """The same times at places with the shortest ways; as it was, where that is no better."""
    before = work.timetable()
    assignment = Assignment(work.board.slot.copy())
    placement = assign_places(
        work.model,
        assignment,
        goals=[Goal.WALKING, Goal.CHANGES],
        stop=work.stop.within(PLACING_SECONDS),
        seed=work.limits.seed,
    )
    if placement.unplaced or placement.unserved:
        return before
    after = assemble.meetings(work.model, assignment, placement)
    goals = (Goal.WALKING, Goal.CHANGES)
    ranks = [tuple(measure_all(work.problem, t, goals=goals).values()) for t in (after, before)]
    return after if ranks[0] < ranks[1] else before


def _plan(base: Base, work: RepairState, timetable: Timetable) -> Plan:
    problem, limits = base.problem, work.limits
    results = _results(base, timetable)
    status = assemble.status_of(results)
    return Plan(
        problem=problem.digest(),
        status=status,
        goals=results,
        timetable=timetable,
        unscheduled=explain(
            work.problem,
            work.model,
            assignment=Assignment(work.board.slot.copy()),
            timetable=timetable,
            limit=REMEDIES,
            small=SMALL,
        ),
        stopped=assemble.stop_reason(work.stop, status),
        seconds=round(work.stop.elapsed(), 3),
        seed=limits.seed,
        versions=assemble.versions(),
    )


def _results(base: Base, timetable: Timetable) -> tuple[GoalResult, ...]:
    goals = base.problem.goals
    if Goal.VALUE not in goals:
        goals = (*goals, Goal.VALUE)
    return assemble.results_of(base.problem, timetable, [_known(base, goal) for goal in goals])


def _known(base: Base, goal: Goal) -> ProvedBound:
    known = trivial(base.problem, goal)
    if goal is Goal.CHANGED:
        known.learn(base.must_change, ProofKind.SEARCH)
    elif goal is Goal.VALUE:
        known.learn(base.free.bound, ProofKind.CERTIFICATE, base.free.certificate)
    return known
