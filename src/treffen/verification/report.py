"""One report on one plan: what was recomputed, what is proved, and what the verifier objects to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from treffen.problem import Goal, Problem, RequestId
from treffen.problem.plain_requests import ids_of
from treffen.timetable import GoalResult, GoalStatus, Plan, PlanStatus, ProofKind, Unscheduled
from treffen.verification.bounds import (
    BoundIndex,
    UnsoundCertificate,
    is_as_strong,
    proved_bound,
    trivial_bound,
)
from treffen.verification.goals import measure_day
from treffen.verification.index import ProblemIndex, TimetableIndex
from treffen.verification.reasons import untrue_reasons
from treffen.verification.rules import find_on
from treffen.verification.violation import Violation

if TYPE_CHECKING:
    from treffen.verification.core import CoreVerdict


class BoundVerdict(StrEnum):
    """What a claimed bound rests on: its certificate was checked (PROVED), anybody can see it
    (TRIVIAL), the solver's word (ON_TRUST), or nothing (REFUTED)."""

    PROVED = "proved"
    TRIVIAL = "trivial"
    ON_TRUST = "on_trust"
    REFUTED = "refuted"


class Objection(StrEnum):
    """Why a plan is refused."""

    OTHER_PROBLEM = "other_problem"
    VIOLATIONS = "violations"
    WRONG_VALUE = "wrong_value"
    BOUND_REFUTED = "bound_refuted"
    STATUS_UNFOUNDED = "status_unfounded"
    GOAL_TWICE = "goal_twice"
    MEETINGS_WITHOUT_PLAN = "meetings_without_plan"
    CORE_MISSING = "core_missing"
    CORE_REFUTED = "core_refuted"
    HELD_AND_UNSCHEDULED = "held_and_unscheduled"
    REASON_UNTRUE = "reason_untrue"
    REASON_MISSING = "reason_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCheck:
    """One goal of a plan: what was claimed, and what the verifier found.

    `proved` is the bound that the verifier could prove on its own, where it tried.
    """

    goal: Goal
    claimed: int
    value: int
    bound: int
    proved: int | None
    verdict: BoundVerdict
    is_status_founded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the verifier has to say about a plan.

    `untrue`: what the plan says of requests that are not held and is not so. `unexplained`: requests that
    it does not hold and says nothing about. `has_other_goals`: it was judged by others than the event's.
    """

    violations: tuple[Violation, ...] = ()
    goals: tuple[GoalCheck, ...] = ()
    core: CoreVerdict | None = None
    objections: tuple[Objection, ...] = ()
    untrue: tuple[Unscheduled, ...] = ()
    unexplained: tuple[RequestId, ...] = ()
    has_other_goals: bool = False

    @property
    def is_accepted(self) -> bool:
        """Whether there is nothing to object to."""
        return not self.objections

    @property
    def rests_on_trust(self) -> bool:
        """Whether something that is claimed was not proved here: it stands on the solver's word."""
        is_core_open = self.core == "too_large"  # by its name: cores are not loaded for most plans
        return is_core_open or any(g.verdict is BoundVerdict.ON_TRUST for g in self.goals)


def verify(problem: Problem, plan: Plan, *, expects_reasons: bool = True) -> Report:
    """Check a plan against its problem (which has no faults) from the ground up.

    Not `expects_reasons`: the plan of a system that does not say why a request is not held.

    >>> from treffen.problem import Participant, Place, Request, Slot
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"),),
    ...     places=(Place(id="table 1"),),
    ...     participants=(Participant(id="ada"), Participant(id="bo")),
    ...     requests=(Request(id="1", participants=("ada", "bo"), must=True),),
    ... )
    >>> report = verify(problem, Plan(problem=problem.digest(), status=PlanStatus.FEASIBLE))
    >>> report.is_accepted, [v.kind.value for v in report.violations]
    (False, ['not_held'])
    """
    ground = ProblemIndex(problem)
    frame = BoundIndex(ground)
    is_same = plan.problem == problem.digest()
    if plan.status in (PlanStatus.INFEASIBLE, PlanStatus.UNKNOWN):
        return _without_timetable(frame, plan, is_same)
    day = TimetableIndex(ground, plan.timetable)
    violations = tuple(find_on(day))
    goals = tuple(_check_goals(frame, day, plan))
    is_sound = is_same and not violations
    untrue = untrue_reasons(frame, day, plan.unscheduled) if is_sound else ()
    objections = [*_objections(plan, day, is_same, violations, goals)]
    if untrue:
        objections.append(Objection.REASON_UNTRUE)
    unexplained = _unexplained(day, [u.request for u in plan.unscheduled])
    if unexplained and expects_reasons and is_same:
        objections.append(Objection.REASON_MISSING)
    return Report(
        violations=violations,
        goals=goals,
        objections=tuple(objections),
        untrue=untrue,
        unexplained=unexplained,
        has_other_goals=_has_other_goals(problem, plan),
    )


def _unexplained(day: TimetableIndex, told: list[RequestId]) -> tuple[RequestId, ...]:
    """Requests that are not held, and not among those of which a plan says why."""
    requests = day.ground.problem.requests
    if day.plain is not None:
        return tuple(ids_of(day.ground.problem, day.plain.not_told(told)))
    known = day.held_ids.union(told)
    return tuple([r.id for r in requests if r.id not in known])


def _has_other_goals(problem: Problem, plan: Plan) -> bool:
    """Whether a plan was judged by others than the event's goals; value may stand behind all of them."""
    judged = tuple(g.goal for g in plan.goals)
    return bool(judged) and judged not in (problem.goals, (*problem.goals, Goal.VALUE))


def _without_timetable(frame: BoundIndex, plan: Plan, is_same: bool) -> Report:
    objections = [] if is_same else [Objection.OTHER_PROBLEM]
    if plan.timetable.meetings or plan.goals:
        objections.append(Objection.MEETINGS_WITHOUT_PLAN)
    verdict: CoreVerdict | None = None
    if plan.status is PlanStatus.INFEASIBLE:
        if plan.core is None:
            objections.append(Objection.CORE_MISSING)
        else:
            from treffen.verification.core import CoreVerdict, check_core  # most plans have a timetable

            verdict = check_core(frame, plan.core)
            if verdict is CoreVerdict.REFUTED:
                objections.append(Objection.CORE_REFUTED)
    return Report(core=verdict, objections=tuple(objections))


def _check_goals(frame: BoundIndex, day: TimetableIndex, plan: Plan) -> Iterator[GoalCheck]:
    values: dict[Goal, int] = {}
    for result in plan.goals:
        value = measure_day(day, result.goal)
        verdict, proved = _judge(frame, result, values, value)
        is_met = result.status is not GoalStatus.OPTIMAL or result.value == result.bound
        yield GoalCheck(
            goal=result.goal,
            claimed=result.value,
            value=value,
            bound=result.bound,
            proved=proved,
            verdict=verdict,
            is_status_founded=is_met,
        )
        values[result.goal] = value


def _judge(
    frame: BoundIndex, result: GoalResult, values: dict[Goal, int], value: int
) -> tuple[BoundVerdict, int | None]:
    """The verdict on one bound, and what could be proved. The timetable itself refutes a bound that
    its own value oversteps."""
    goal, bound = result.goal, result.bound
    if not is_as_strong(goal, value, other=bound):
        return BoundVerdict.REFUTED, None
    proved: int | None = None
    if result.certificate is not None and result.certificate.goal is goal:
        try:
            proved = proved_bound(frame, result.certificate, values=values)
        except UnsoundCertificate:
            return BoundVerdict.REFUTED, None
        if is_as_strong(goal, proved, other=bound):
            return BoundVerdict.PROVED, proved
    trivial = trivial_bound(frame, goal, values=values)
    if is_as_strong(goal, trivial, other=bound):
        return BoundVerdict.TRIVIAL, trivial
    if proved is None or is_as_strong(goal, trivial, other=proved):
        proved = trivial
    on_trust = result.proof is ProofKind.SEARCH
    return (BoundVerdict.ON_TRUST if on_trust else BoundVerdict.REFUTED), proved


def _objections(
    plan: Plan,
    day: TimetableIndex,
    is_same: bool,
    violations: tuple[Violation, ...],
    goals: tuple[GoalCheck, ...],
) -> Iterator[Objection]:
    if not is_same:
        yield Objection.OTHER_PROBLEM
    if violations:
        yield Objection.VIOLATIONS
    if any(g.claimed != g.value for g in goals):
        yield Objection.WRONG_VALUE
    if any(g.verdict is BoundVerdict.REFUTED for g in goals):
        yield Objection.BOUND_REFUTED
    is_optimal = plan.status is PlanStatus.OPTIMAL
    is_judged = bool(plan.goals or not day.ground.problem.goals)  # the best by no goal at all is no claim
    is_complete = is_judged and all(g.status is GoalStatus.OPTIMAL for g in plan.goals)
    if not all(g.is_status_founded for g in goals) or (is_optimal and not is_complete):
        yield Objection.STATUS_UNFOUNDED
    if len({g.goal for g in goals}) < len(goals):
        yield Objection.GOAL_TWICE
    if not day.held_ids.isdisjoint([u.request for u in plan.unscheduled]):
        yield Objection.HELD_AND_UNSCHEDULED
