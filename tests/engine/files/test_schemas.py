"""The published schemas say exactly what the readers take."""

from __future__ import annotations

import json
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import treffen.files
from treffen.files import proofs, records
from treffen.files.codec import Record
from treffen.problem import Goal, PlaceKind, Problem
from treffen.timetable import (
    CoreKind,
    GoalStatus,
    PlanStatus,
    ProofKind,
    Reason,
    RemedyKind,
    RowKind,
    StopReason,
)

FOLDER = Path(treffen.files.__file__).parent / "schema"
PROBLEM = json.loads((FOLDER / "problem.schema.json").read_text("utf-8"))
PLAN = json.loads((FOLDER / "plan.schema.json").read_text("utf-8"))
SHAPES: list[tuple[dict[str, Any], str, Record]] = [
    (PROBLEM, "slot", records.SLOT),
    (PROBLEM, "place", records.PLACE),
    (PROBLEM, "participant", records.PARTICIPANT),
    (PROBLEM, "like", records.LIKE),
    (PROBLEM, "request", records.REQUEST),
    (PROBLEM, "talk", records.TALK),
    (PROBLEM, "interpreter", records.INTERPRETER),
    (PROBLEM, "walk", records.WALK),
    (PROBLEM, "meeting", records.MEETING),
    (PROBLEM, "delegation", records.DELEGATION),
    (PLAN, "meeting", records.MEETING),
    (PLAN, "goal", proofs.RESULT),
    (PLAN, "row", proofs.ROW),
    (PLAN, "price", proofs.PRICE),
    (PLAN, "unscheduled", proofs.UNSCHEDULED),
    (PLAN, "remedy", proofs.REMEDY),
    (PLAN, "core", proofs.CORE),
]


@pytest.mark.parametrize(("schema", "name", "record"), SHAPES, ids=lambda x: x if isinstance(x, str) else "")
def test_every_object_has_the_keys_that_are_read(schema: dict[str, Any], name: str, record: Record) -> None:
    shape = schema["$defs"][name]
    assert set(shape["properties"]) == set(record.keys) | record.extras
    assert set(shape["required"]) == set(record.required)
    assert shape.get("additionalProperties", True) is (record.is_open or schema is PLAN)


@pytest.mark.parametrize(
    "record", [r for _, _, r in SHAPES] + [proofs.SELECTION, proofs.ASSIGNMENT, proofs.PLAN]
)
def test_every_field_of_a_value_is_written(record: Record) -> None:
    assert {name for name, _ in record.keys.values()} == {f.name for f in fields(record.make)}


def test_the_whole_problem_and_the_whole_plan_have_their_keys() -> None:
    assert set(PROBLEM["properties"]) == {"format", *records.NOUNS, *records.EVENT}
    assert set(PROBLEM["properties"]) == {"format"} | {f.name for f in fields(Problem)}
    assert set(PLAN["properties"]) == {"format", *proofs.PLAN.keys}
    assert set(PLAN["required"]) == {"format", *proofs.PLAN.required}


@pytest.mark.parametrize(
    ("found", "choices"),
    [
        (PROBLEM["properties"]["goals"]["items"], Goal),
        (PROBLEM["$defs"]["place"]["properties"]["kind"], PlaceKind),
        (PLAN["properties"]["status"], PlanStatus),
        (PLAN["properties"]["stopped"], StopReason),
        (PLAN["$defs"]["goal"]["properties"]["status"], GoalStatus),
        (PLAN["$defs"]["goal"]["properties"]["proof"], ProofKind),
        (PLAN["$defs"]["row"]["properties"]["kind"], RowKind),
        (PLAN["$defs"]["unscheduled"]["properties"]["reason"], Reason),
        (PLAN["$defs"]["remedy"]["properties"]["kind"], RemedyKind),
        (PLAN["$defs"]["core"]["properties"]["kind"], CoreKind),
    ],
)
def test_every_choice_is_listed(found: dict[str, Any], choices: type[StrEnum]) -> None:
    assert found["enum"] == [member.value for member in choices]
