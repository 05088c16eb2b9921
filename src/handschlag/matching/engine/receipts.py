"""The receipt of a published timetable, and its files without what erased people needed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from handschlag.common.memo import Memo
from handschlag.matching.engine import problem as engine_problem
from handschlag.matching.engine.options import Options
from handschlag.matching.engine.plans import (
    agreed_problem,
    goal_of,
    held_now,
    meetings_at,
    plan_in,
    plan_text,
    problem_in,
    problem_text,
)
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.engine_input import EngineInput, load_engine_input, state_of
from handschlag.matching.models import Service
from handschlag.matching.versions import PublishedMeeting
from treffen.problem import Goal, Problem
from treffen.scheduling import Limits, schedule
from treffen.timetable import GoalResult, GoalStatus, Plan, PlanStatus, ProofKind, Timetable
from treffen.verification import BoundVerdict, ViolationKind, find_violations, measure_all, verify

RULES: Final = len(ViolationKind)
_MOST_REMEMBERED: Final = 16
_broken = Memo[tuple[str, int, str], int](_MOST_REMEMBERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The texts that `treffen verify` takes, and the receipt as pages show it."""

    problem: str
    plan: str
    receipt: dict[str, Any]


def broken(facts: EngineInput) -> int:
    """How many rules the timetable of now breaks."""
    problem = problem_of(facts)
    return len(list(find_violations(problem, held_now(facts, problem))))


def broken_now(service: Service) -> int:
    """The same of an event, counted once for each state of it."""
    return _broken.get(state_of(service), lambda: broken(load_engine_input(service)))


def frozen_problem(facts: EngineInput) -> str:
    """The problem of what is published now, as it stands at this moment: promises are duties."""
    free = replace(
        facts, held=tuple(replace(one, is_time_locked=False, is_place_pinned=False) for one in facts.held)
    )
    return problem_text(agreed_problem(free, Options()))


def is_plan_of(text: str, told: Collection[PublishedMeeting]) -> bool:
    """Whether a run's plan says exactly what is published."""
    planned = {
        (one.request, one.slot, one.place, one.interpreter) for one in plan_in(text).timetable.meetings
    }
    return planned == {(one.request, one.slot, one.place, one.interpreter) for one in meetings_at(told)}


def receipt_of(problem: str, plan: str) -> Made | None:
    """The receipt of a stored plan; None where the verifier does not accept it."""
    event, found = problem_in(problem), plan_in(plan)
    report = verify(event, found, expects_reasons=False)
    if not report.is_accepted:
        return None
    verdicts = {one.goal: one.verdict.value for one in report.goals}
    return Made(
        problem=problem,
        plan=plan,
        receipt={
            "goals": [{**goal_of(one), "verdict": verdicts[one.goal]} for one in found.goals],
            "meetings": len(found.timetable.meetings),
            "promised": sum(one.must for one in event.requests),
            "violations": len(report.violations),
            "rules": RULES,
            "has_reasons": not report.unexplained,
            "seed": found.seed,
            "input": event.digest(),
            "plan": _hash_of(plan),
            "versions": dict(found.versions),
        },
    )


def _hash_of(text: str) -> str:
    """Of the plan's content, whatever the layout of its file."""
    content = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


def receipt_anew(problem: str, told: Collection[PublishedMeeting], *, seconds: int) -> Made | None:
    """The receipt of meetings that no run has planned as they stand: values measured, bounds computed."""
    event = problem_in(problem)
    timetable = Timetable(meetings_at(told))
    found = schedule(event, limits=Limits(seconds=seconds, seed=1))
    plan = _plan(event, timetable, found)
    report = verify(event, plan)
    refuted = {one.goal for one in report.goals if one.verdict is BoundVerdict.REFUTED}
    plan = replace(plan, goals=tuple(one for one in plan.goals if one.goal not in refuted))
    return receipt_of(problem, plan_text(plan))


def _plan(event: Problem, timetable: Timetable, found: Plan) -> Plan:
    """The meetings as they are; a bound of the search stands where it holds for them, too."""
    goals = tuple(one.goal for one in found.goals) or (Goal.VALUE,)
    values = measure_all(event, timetable, goals=goals)
    results = []
    is_as_good = True
    for one in found.goals:
        value = values[one.goal]
        if is_as_good:
            results.append(_result(one, value))
        is_as_good = is_as_good and value == one.value
    is_best = bool(results) and len(results) == len(goals)
    is_best = is_best and all(one.status is GoalStatus.OPTIMAL for one in results)
    return Plan(
        problem=event.digest(),
        status=PlanStatus.OPTIMAL if is_best else PlanStatus.FEASIBLE,
        goals=tuple(results) or (_trivial(event, values[Goal.VALUE]),),
        timetable=timetable,
        seconds=found.seconds,
        seed=found.seed,
        versions=found.versions,
    )


def _result(one: GoalResult, value: int) -> GoalResult:
    status = GoalStatus.OPTIMAL if value == one.bound else GoalStatus.FEASIBLE
    return replace(one, value=value, status=status)


def _trivial(event: Problem, value: int) -> GoalResult:
    """Not more than everything held: where a search has found nothing."""
    bound = sum(one.value for one in event.requests)
    return GoalResult(
        goal=Goal.VALUE,
        value=value,
        bound=bound,
        status=GoalStatus.OPTIMAL if value == bound else GoalStatus.FEASIBLE,
        proof=ProofKind.TRIVIAL,
    )


# Languages go, too, unless an interpreter of the plan would have no reason any more.
ATTEMPTS: Final[tuple[dict[str, frozenset[str]], ...]] = (
    {"needs": frozenset(), "languages": frozenset()},
    {"needs": frozenset()},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """The new texts; `receipt` is None where there is no plan, or none that can be checked any more."""

    problem: str
    plan: str = ""
    receipt: dict[str, Any] | None = None


def redacted(problem: str, plan: str, people: Collection[int]) -> Redacted | None:
    """Without the requirements of these participants; None where the files say nothing about them.

    Without a requirement every meeting stays allowed, but a bound that rested on it may no longer be proved:
    it is left out. The hash of the files before is not kept: whoever has it and the new files could find
    out by trying which requirement it was.
    """
    if not problem:
        return None
    event, names = problem_in(problem), {engine_problem.person_id(pk) for pk in people}
    if not any(one.id in names and (one.needs or one.languages) for one in event.participants):
        return None
    if not plan:
        return Redacted(problem=problem_text(_without(event, names, ATTEMPTS[0])))
    before = plan_in(plan)
    for values in ATTEMPTS:
        less = _without(event, names, values)
        if less == event:
            continue
        text = problem_text(less)
        made = receipt_of(text, plan_text(_checked(less, replace(before, problem=less.digest()))))
        if made is not None:
            return Redacted(problem=text, plan=made.plan, receipt=made.receipt)
    return Redacted(problem=problem_text(_without(event, names, ATTEMPTS[0])))


def _without(event: Problem, names: Collection[str], values: dict[str, frozenset[str]]) -> Problem:
    people = (replace(one, **values) if one.id in names else one for one in event.participants)  # type: ignore[arg-type]
    return replace(event, participants=tuple(people))


def _checked(event: Problem, plan: Plan) -> Plan:
    """Without the goals whose bounds are refuted by now, and the reasons that rested on a requirement."""
    report = verify(event, plan)
    refuted = {one.goal for one in report.goals if one.verdict is BoundVerdict.REFUTED}
    kept = tuple(one for one in plan.goals if one.goal not in refuted)
    true = tuple(one for one in plan.unscheduled if one not in report.untrue)
    status = PlanStatus.FEASIBLE if refuted and plan.status is PlanStatus.OPTIMAL else plan.status
    return replace(plan, goals=kept, unscheduled=true, status=status)
