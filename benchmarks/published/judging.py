"""Anybody's plan, or anybody's promises, judged by the verifier and beside the best that is known."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.published.instances import (
    INSTANCES,
    PROMISES,
    SEQUENCES,
    Instance,
    index,
    plain,
)
from treffen.files import read_plan
from treffen.problem import Goal, Meeting, PlaceId, Problem, RequestId, SlotId
from treffen.timetable import Plan, PlanStatus, Timetable
from treffen.verification import BoundVerdict, measure_all, verify
from treffen.words import located_fault, violation

ANSWERS = ("yes", "no", "later")
PROVEN = (BoundVerdict.PROVED, BoundVerdict.TRIVIAL)
SHOWN = 2  # goals in the table; all of them are judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of one file: `wrongs` is empty if it was accepted."""

    name: str
    verdict: str
    goals: str = ""
    best: str = ""
    wrongs: tuple[str, ...] = ()


def judge(path: Path) -> Judgement:
    """The judgement on a plan (`treffen.plan/1`) or on promises (`treffen.promises/1`), packed or not."""
    try:
        content = plain(path)
        body = json.loads(content)
    except (OSError, EOFError, ValueError, RecursionError, zlib.error) as error:
        return _refused(path.name, f"cannot be read: {error}")
    if not isinstance(body, dict):
        return _refused(path.name, "is no object")
    if body.get("format") == PROMISES:
        return _of_promises(path.name, body)
    return _of_plan(path.name, content)


def _refused(name: str, *wrongs: str) -> Judgement:
    return Judgement(name=name, verdict="refused", wrongs=wrongs)


# --- plans ------------------------------------------------------------------------------------


def instance_of(digest: str) -> Instance | None:
    """The event of the set that has this hash."""
    names = {recorded["problem"]: name for name, recorded in index().items()}
    return next((one for one in (*INSTANCES, *SEQUENCES) if one.name == names.get(digest)), None)


def _of_plan(name: str, content: bytes) -> Judgement:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        file.write_bytes(content)
        reading = read_plan(file)
    plan = reading.plan
    if plan is None:
        return _refused(name, *(located_fault(fault, "en") for fault in reading.faults))
    instance = instance_of(plan.problem)
    if instance is None:
        return _refused(name, f"is of no event of the set: {plan.problem}")
    problem = instance.event()
    report = verify(problem, plan, expects_reasons=False)
    wrongs = [violation(one, "en") for one in report.violations]
    if not report.is_accepted:
        return _refused(f"{name} ({instance.name})", *(wrongs or ["the verifier refuses a value or a bound"]))
    best: Sequence[dict[str, Any]] = index()[instance.name]["goals"]
    values = measure_all(problem, plan.timetable, goals=[Goal(one["name"]) for one in best])
    told = {one.goal: one.bound for one in report.goals}
    bounds = {one.goal: one.bound for one in report.goals if one.verdict in PROVEN}
    return Judgement(
        name=f"{name} ({instance.name})",
        verdict=standing(values, bounds, best),
        goals=" ".join(f"{one.value} {n}/{told.get(one, '-')}" for one, n in [*values.items()][:SHOWN]),
        best=" ".join(f"{one['name']} {one['value']}/{one['bound']}" for one in best[:SHOWN]),
    )


def standing(values: dict[Goal, int], bounds: dict[Goal, int], best: Sequence[dict[str, Any]]) -> str:
    """How values and bounds stand to the best known, goal by goal in their order.

    A bound holds among timetables as good in the goals before: after the first value that differs none
    counts, nor does one on somebody's word.
    """
    if not best:
        return "accepted; nothing is recorded to compare with"
    said, closer = "as good as known", []
    for one in best:
        goal = Goal(one["name"])
        sign = 1 if goal is Goal.VALUE else -1
        if sign * bounds.get(goal, one["bound"]) < sign * one["bound"]:
            closer.append(goal.value)
        if values[goal] != one["value"]:
            is_better = sign * values[goal] > sign * one["value"]
            said = f"{'BETTER than known' if is_better else 'behind'} in {goal.value}"
            break
    return f"accepted; {said}" + (f"; BETTER bound of {', '.join(closer)}" if closer else "")


# --- promises ---------------------------------------------------------------------------------


def _of_promises(name: str, body: dict[str, Any]) -> Judgement:
    instance = next((one for one in SEQUENCES if one.name == body.get("sequence")), None)
    if instance is None:
        return _refused(name, f"is of no sequence of the set: {body.get('sequence')}")
    problem, order = instance.event(), instance.order()
    try:
        meetings = tuple(
            Meeting(
                request=RequestId(_text(one["request"])),
                slot=SlotId(_text(one["slot"])),
                place=PlaceId(_text(one["place"])),
            )
            for one in body["meetings"]
        )
        answers = dict(zip(order, body["answers"], strict=True))
    except (KeyError, TypeError, ValueError) as error:
        return _refused(name, f"is not written as it should be: {error!r}")
    wrongs = [*_wrong_answers(answers, meetings), *_wrong_meetings(problem, meetings)]
    if wrongs:
        return _refused(f"{name} ({instance.name})", *wrongs)
    return _judged(name, instance, problem=problem, answers=answers, meetings=meetings)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _wrong_answers(answers: dict[RequestId, Any], meetings: Sequence[Meeting]) -> Iterator[str]:
    held = {meeting.request for meeting in meetings}
    for request, answer in answers.items():
        if answer not in ANSWERS:
            yield f"request {request}: the answer {answer!r} is none of {', '.join(ANSWERS)}"
        elif answer == "yes" and request not in held:
            yield f"request {request} was promised and is not held"
        elif answer == "no" and request in held:
            yield f"request {request} was refused and is held"


def _wrong_meetings(problem: Problem, meetings: tuple[Meeting, ...]) -> Iterator[str]:
    timetable = Timetable(meetings)
    plan = Plan(problem=problem.digest(), status=PlanStatus.FEASIBLE, timetable=timetable)
    yield from (violation(one, "en") for one in verify(problem, plan).violations)


def _judged(
    name: str,
    instance: Instance,
    *,
    problem: Problem,
    answers: dict[RequestId, Any],
    meetings: Sequence[Meeting],
) -> Judgement:
    worth = {request.id: request.value for request in problem.requests}
    value = sum(worth[meeting.request] for meeting in meetings)
    at_once = sum(answer != "later" for answer in answers.values())
    best = next(one for one in index()[instance.name]["goals"] if one["name"] == Goal.VALUE)
    return Judgement(
        name=f"{name} ({instance.name})",
        verdict="accepted",
        goals=f"value {value} = {100 * value / best['bound']:.2f} %, "
        f"{100 * at_once / len(answers):.1f} % at once",
        best=f"value {best['value']}/{best['bound']} in hindsight",
    )
