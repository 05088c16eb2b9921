"""The receipt of a published timetable: what it reaches, what is proved, and what checks it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from handschlag.common.threads.memo import Memo
from handschlag.matching.engine.files import plan_in, plan_text, problem_in, problem_text
from handschlag.matching.engine.merging import meetings_at
from handschlag.matching.engine.planning import agreed_problem, held_now
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.engine.summaries import goal_of
from handschlag.matching.models import Service
from handschlag.matching.queries.engine_input import EngineInput, load_engine_input
from handschlag.matching.queries.price_fingerprints import state_of
from handschlag.matching.rules.running import Options
from handschlag.matching.rules.versions import PublishedMeeting
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
