"""The published schemas say exactly what the readers take."""

from __future__ import annotations

import json
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import treffen.files
from treffen.admission import (
    AdmissionRemedy,
    AdmissionRemedyKind,
    Admitted,
    Chance,
    Policy,
    Possibility,
    ProofMethod,
    Refused,
    Undecided,
)
from treffen.files import proofs, records
from treffen.files.answers_json import Answers, answers_object
from treffen.files.codec import Record
from treffen.problem import Goal, Meeting, PlaceKind, Problem
from treffen.timetable import (
    Core,
    CoreKind,
    GoalStatus,
    Move,
    PlanStatus,
    ProofKind,
    Reason,
    RemedyKind,
    RowKind,
    StopReason,
    Timetable,
)

FOLDER = Path(treffen.files.__file__).parent / "schema"
PROBLEM = json.loads((FOLDER / "problem.schema.json").read_text("utf-8"))
PLAN = json.loads((FOLDER / "plan.schema.json").read_text("utf-8"))
ANSWERS = json.loads((FOLDER / "answers.schema.json").read_text("utf-8"))
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


def test_what_the_schema_calls_the_default_is_what_the_engine_takes() -> None:
    usual = {f.name: f.default for f in fields(Problem)}
    said = {key: one["default"] for key, one in PROBLEM["properties"].items() if "default" in one}
    assert said == {key: list(usual[key]) if key == "goals" else usual[key] for key in said}
    nouns = [(name, record) for schema, name, record in SHAPES if schema is PROBLEM]
    for name, record in nouns:
        usual = {f.name: f.default for f in fields(record.make)}
        keys = {key: one for key, (one, _) in record.keys.items()}
        for key, one in PROBLEM["$defs"][name]["properties"].items():
            if "default" in one:
                assert one["default"] == usual[keys[key]], (name, key)


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
        (ANSWERS["properties"]["policy"], Policy),
        (ANSWERS["$defs"]["no"]["properties"]["reason"], Reason),
        (ANSWERS["$defs"]["no"]["properties"]["proof"], ProofMethod),
        (ANSWERS["$defs"]["core"]["properties"]["kind"], CoreKind),
        (ANSWERS["$defs"]["way_out"]["properties"]["kind"], AdmissionRemedyKind),
        (ANSWERS["$defs"]["possibility"]["properties"]["chance"], Chance),
    ],
)
def test_every_choice_is_listed(found: dict[str, Any], choices: type[StrEnum]) -> None:
    assert found["enum"] == [member.value for member in choices]


def test_answers_have_the_keys_of_their_schema() -> None:
    here, there = (Meeting(request="1", slot=s, place="t") for s in "12")
    way = AdmissionRemedy(
        kind=AdmissionRemedyKind.OTHER_DELEGATE,
        participant="a",
        slot="1",
        gives_up=("2",),
        delegate="b",
        organisation="o",
        place="t",
    )
    core = Core(kind=CoreKind.PLACES, requests=("1",))
    told = answers_object(
        Answers(
            problem="sha256:0",
            policy="at_once",
            answers=(
                Admitted(request="1", meetings=(here,), moved=(Move(before=here, after=there),)),
                Refused(
                    request="2",
                    reason=Reason.PLACES_FULL,
                    core=core,
                    proof=ProofMethod.COUNT,
                    ways_out=(way,),
                ),
                Undecided(request="3"),
            ),
            possible=(Possibility(request="4", chance=Chance.IMPOSSIBLE, reason=Reason.ORDER),),
            room={"a": 1},
            witness=Timetable((here,)),
        )
    )
    assert set(told) == set(ANSWERS["properties"])
    assert set(told) - set(ANSWERS["required"]) == {"declined"}, "earlier editions wrote files without it"
    yes, no, not_yet = told["answers"]
    for shape, found in (("yes", yes), ("no", no), ("not_yet", not_yet), ("way_out", no["ways_out"][0])):
        assert set(found) == set(ANSWERS["$defs"][shape]["properties"]), shape
        assert set(ANSWERS["$defs"][shape]["required"]) <= set(found)
    assert set(told["possible"][0]) == set(ANSWERS["$defs"]["possibility"]["properties"])
