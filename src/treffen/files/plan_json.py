"""Plans as JSON, format `treffen.plan/1`; the schema is `schema/plan.schema.json`.

A plan may have been written by a stranger: what the verifier needs is required, keys that are
not known are passed over, and a goal that names no proof counts as the word of a search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from treffen.files.atomic import write_pieces
from treffen.files.codec import Wrongs
from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.jsontext import line_of, pieces_of_list
from treffen.files.problem_json import located, object_of_format
from treffen.files.proofs import HELD, PLAN, UNSCHEDULED
from treffen.files.quick_json import (
    NO_JSON,
    ListReader,
    Unusual,
    members,
    nouns,
    plain_meeting,
    plain_unscheduled,
)
from treffen.files.source_map import cut
from treffen.files.strict_json import parse
from treffen.problem import LocatedFault, Where
from treffen.problem.sweeping import unswept
from treffen.timetable import Plan, Timetable

FORMAT = "treffen.plan/1"
ALWAYS = ("problem", "status", "goals", "meetings", "unscheduled", "seconds", "seed", "versions")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReading:
    """A plan that was read: there if and only if `faults` is empty."""

    plan: Plan | None = None
    faults: tuple[LocatedFault, ...] = ()


def read_plan(path: str | Path) -> PlanReading:
    """The plan in a file, or all that is wrong with the file. Never raises for what it holds."""
    path = Path(path)
    where = Where(sheet=path.name)
    wrongs: Wrongs = []
    try:
        text = decode(read_bytes(path, where), where)
        with unswept():
            plan = _sound(text)
            if plan is None:
                plan = PLAN.read(object_of_format(parse(text, where), FORMAT, where), wrongs)
    except Unreadable as error:
        return PlanReading(faults=(error.located,))
    if wrongs:
        return PlanReading(faults=cut([located(wrong, path.name) for wrong in wrongs]))
    return PlanReading(plan=plan)


def _sound(text: str) -> Plan | None:
    """The plan of a text in which nothing is wrong, fast; None where something may be."""
    wrongs: Wrongs = []
    readers: dict[str, ListReader] = {
        "meetings": lambda text, at: nouns(text, at, HELD, plain=plain_meeting),
        "unscheduled": lambda text, at: nouns(text, at, UNSCHEDULED, plain=plain_unscheduled),
    }
    try:
        body = members(text, readers)
    except (*NO_JSON, Unusual):
        return None
    if body.pop("format", None) != FORMAT or "meetings" not in body:
        return None
    meetings, unscheduled = body["meetings"], body.pop("unscheduled", ())
    plan: Plan = PLAN.read({**body, "meetings": []}, wrongs)
    return None if wrongs else replace(plan, timetable=Timetable(meetings), unscheduled=unscheduled)


def plan_object(plan: Plan) -> dict[str, Any]:
    """The plan as the object that `write_plan` writes, for callers that speak JSON themselves."""
    written = PLAN.write(plan)
    found: dict[str, Any] = {"format": FORMAT}
    for key, (name, codec) in PLAN.keys.items():
        if key in written or key in ALWAYS:
            found[key] = written.get(key, codec.write(getattr(plan, name)))
    return found


def write_plan(path: str | Path, plan: Plan) -> None:
    """Write the plan, one goal, meeting or reason a line; whole or not at all.

    Raises `OSError` if the file cannot be written, `ValueError` if `seconds` is not finite.
    """
    write_pieces(Path(path), _pieces(plan))


def _pieces(plan: Plan) -> Iterator[str]:
    long = {
        "meetings": map(HELD.write, plan.timetable.meetings),
        "unscheduled": map(UNSCHEDULED.write, plan.unscheduled),
    }
    mark = "{"
    for key, value in plan_object(replace(plan, timetable=Timetable(), unscheduled=())).items():
        yield mark
        if isinstance(value, list):
            yield from pieces_of_list(key, long.get(key, value))
        else:
            yield f"{json.dumps(key)}: {line_of(value)}"
        mark = ",\n"
    yield "}\n"
