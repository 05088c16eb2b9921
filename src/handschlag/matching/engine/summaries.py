"""What pages show of a plan, as data: keys of rows, moments, kinds."""

from __future__ import annotations

from collections import Counter
from typing import Any

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.planning import ACCEPTED
from handschlag.matching.engine.problem import meeting_of
from handschlag.matching.queries.engine_input import EngineInput
from treffen.problem import Problem
from treffen.timetable import Core, GoalResult, Plan, Unscheduled


def summary_of(facts: EngineInput, problem: Problem, plan: Plan) -> dict[str, Any]:
    """What pages show of a plan, for JSON: counts, goals, and what could not be held and why."""
    agreed = {one.id for one in problem.requests}
    promised = {engine_ids.request_id(one.id) for one in facts.asked if one.state == ACCEPTED} & agreed
    held = plan.timetable.by_request()
    before = {one.request: one for one in map(meeting_of, facts.held)}
    people = Counter(str(p) for one in problem.requests if one.id in held for p in one.participants)
    return {
        "status": plan.status.value,
        "agreed": len(agreed),
        "held": len(held),
        "promised": len(promised),
        "kept": len(promised & set(held)),
        "moved": sum(
            before[key].slot != one.slot for key, one in held.items() if key in before and key in promised
        ),
        "places": len({one.place for one in plan.timetable.meetings}),
        "few": sum(1 for one in people.values() if one < 3),
        "people": len(people),
        "goals": [goal_of(one) for one in plan.goals],
        "unscheduled": [_unscheduled_of(one) for one in plan.unscheduled],
        "core": None if plan.core is None else _core_of(plan.core),
        "stopped": plan.stopped.value,
        "seconds": plan.seconds,
        "digest": plan.problem,
        "versions": dict(plan.versions),
    }


def goal_of(one: GoalResult) -> dict[str, Any]:
    """A goal as it is stored: its value, the bound, and how far it is proved."""
    return {
        "goal": one.goal.value,
        "value": one.value,
        "bound": one.bound,
        "status": one.status.value,
        "proof": one.proof.value,
    }


def _unscheduled_of(one: Unscheduled) -> dict[str, Any]:
    remedy = one.remedy
    return {
        "request": engine_ids.key(one.request),
        "reason": one.reason.value,
        "people": [engine_ids.key(person) for person in one.participants],
        "remedy": None
        if remedy is None
        else {
            "kind": remedy.kind.value,
            "slot": engine_ids.block_and_start(remedy.slot)[1].isoformat(),
            "people": [engine_ids.key(person) for person in remedy.participants],
            "requests": [engine_ids.key(request) for request in remedy.requests],
            "cost": remedy.cost,
        },
    }


def _core_of(core: Core) -> dict[str, Any]:
    return {
        "kind": core.kind.value,
        "requests": [engine_ids.key(one) for one in core.requests],
        "people": [engine_ids.key(one) for one in core.participants],
        "slots": [engine_ids.block_and_start(one)[1].isoformat() for one in core.slots],
        "is_minimal": core.is_minimal,
    }
