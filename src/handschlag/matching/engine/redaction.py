"""Files of a timetable without what erased people needed; the verifier still accepts them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.files import plan_in, plan_text, problem_in, problem_text
from handschlag.matching.engine.receipts import receipt_of
from treffen.problem import Problem
from treffen.timetable import Plan, PlanStatus
from treffen.verification import BoundVerdict, verify

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
    event, names = problem_in(problem), {engine_ids.person_id(pk) for pk in people}
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
