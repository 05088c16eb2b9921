"""Plans in JSON: exact round trips, tolerance for what is unknown, faults for what is broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.files import plan_object, read_plan, write_plan
from treffen.problem import Delegation, Goal, Meeting, ReadingFaultKind
from treffen.timetable import (
    AssignmentCertificate,
    CertificateRow,
    Core,
    CoreKind,
    GoalResult,
    GoalStatus,
    Plan,
    PlanStatus,
    ProofKind,
    Reason,
    Remedy,
    RemedyKind,
    RowKind,
    SelectionCertificate,
    SlotPrice,
    StopReason,
    Timetable,
    Unscheduled,
)

FULL = Plan(
    problem="sha256:00",
    status=PlanStatus.FEASIBLE,
    goals=(
        GoalResult(
            goal=Goal.VALUE,
            value=10,
            bound=11,
            status=GoalStatus.FEASIBLE,
            proof=ProofKind.CERTIFICATE,
            certificate=SelectionCertificate(
                goal=Goal.VALUE,
                scale=1000,
                rows=(
                    CertificateRow(
                        kind=RowKind.PARTICIPANT, multiplier=500, participants=("ada",), slots=("1",)
                    ),
                    CertificateRow(
                        kind=RowKind.PLACES, multiplier=2, slots=None, places=(), interpreters=("i",)
                    ),
                    CertificateRow(
                        kind=RowKind.GOAL, multiplier=1, goal=Goal.VALUE, requests=("r",), organisation="o"
                    ),
                ),
            ),
        ),
        GoalResult(
            goal=Goal.BREAKS,
            value=2,
            bound=1,
            status=GoalStatus.FEASIBLE,
            proof=ProofKind.CERTIFICATE,
            certificate=AssignmentCertificate(
                goal=Goal.BREAKS,
                scale=7,
                prices=(SlotPrice(slot="1", price=-3, participant="ada"), SlotPrice(slot="1", price=10**30)),
            ),
        ),
        GoalResult(goal=Goal.IDLE, value=0, bound=0, status=GoalStatus.OPTIMAL, proof=ProofKind.TRIVIAL),
    ),
    timetable=Timetable(
        (
            Meeting(request="r", slot="1", place="Tisch 7"),
            Meeting(
                request="q",
                slot="2",
                place="t",
                delegates=(Delegation(organisation="o", participant="bo"),),
                interpreter="i",
            ),
        )
    ),
    unscheduled=(
        Unscheduled(
            request="z",
            reason=Reason.PERSON_FULL,
            participants=("ada",),
            requests=("r",),
            remedy=Remedy(kind=RemedyKind.GIVE_UP, slot="1", requests=("r",), participants=("ada",), cost=4),
        ),
        Unscheduled(request="y", reason=Reason.ORDER),
    ),
    core=Core(kind=CoreKind.PLACES, requests=("a", "b"), participants=("p",), slots=("1",), is_minimal=True),
    stopped=StopReason.TIME_LIMIT,
    seconds=0.1 + 0.2,
    seed=7,
    threads=2,
    versions={"treffen": "0.1.0", "solver": "1"},
)


def minimal(**parts: object) -> dict[str, Any]:
    body = {"format": "treffen.plan/1", "problem": "sha256:0", "status": "optimal"}
    return body | {"goals": [], "meetings": []} | parts


def test_a_plan_with_everything_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.json", FULL)
    reading = read_plan(tmp_path / "plan.json")
    assert reading.faults == ()
    assert reading.plan == FULL


def test_an_empty_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = Plan(problem="sha256:00", status=PlanStatus.UNKNOWN)
    write_plan(tmp_path / "plan.json", plan)
    assert read_plan(tmp_path / "plan.json").plan == plan


def test_the_keys_stand_as_published() -> None:
    assert list(plan_object(Plan(problem="sha256:00", status=PlanStatus.OPTIMAL))) == [
        "format", "problem", "status", "goals", "meetings", "unscheduled", "seconds", "seed", "versions",
    ]  # fmt: skip
    written = plan_object(FULL)
    assert written["goals"][2] == {
        "name": "idle", "value": 0, "bound": 0, "status": "optimal", "proof": "trivial",
    }  # fmt: skip
    assert written["meetings"][0] == {"request": "r", "slot": "1", "place": "Tisch 7"}


def test_a_strangers_plan_needs_no_proof_and_may_say_more(tmp_path: Path) -> None:
    goal = {"name": "breaks", "value": 2, "bound": 2, "status": "optimal", "remark": "ours"}
    meeting = {"request": "1", "slot": "5", "place": "t7", "room": "A"}
    (tmp_path / "p.json").write_text(json.dumps(minimal(goals=[goal], meetings=[meeting], author="somebody")))
    plan = read_plan(tmp_path / "p.json").plan
    assert plan is not None
    assert plan.goals[0].proof is ProofKind.SEARCH
    assert plan.timetable.meetings == (Meeting(request="1", slot="5", place="t7"),)


@pytest.mark.parametrize(
    ("parts", "kind", "path"),
    [
        ({"status": "great"}, ReadingFaultKind.NOT_A_CHOICE, "status"),
        (
            {"meetings": [{"request": "1", "slot": 5, "place": "t"}]},
            ReadingFaultKind.WRONG_TYPE,
            "meetings[0].slot",
        ),
        ({"meetings": [{"request": "1", "slot": "5"}]}, ReadingFaultKind.MISSING_KEY, "meetings[0].place"),
        ({"meetings": {}}, ReadingFaultKind.WRONG_TYPE, "meetings"),
        ({"seconds": "1"}, ReadingFaultKind.WRONG_TYPE, "seconds"),
        (
            {"goals": [{"name": "value", "value": 1, "bound": 1.5, "status": "optimal"}]},
            ReadingFaultKind.NOT_WHOLE,
            "goals[0].bound",
        ),
        (
            {
                "goals": [
                    {
                        "name": "value",
                        "value": 1,
                        "bound": 1,
                        "status": "optimal",
                        "certificate": {"kind": "x"},
                    }
                ]
            },
            ReadingFaultKind.NOT_A_CHOICE,
            "goals[0].certificate.kind",
        ),
        ({"format": "treffen.problem/1"}, ReadingFaultKind.WRONG_FORMAT_NAME, "format"),
    ],
)
def test_a_broken_plan_is_named_at_its_path(
    tmp_path: Path, parts: dict[str, Any], kind: ReadingFaultKind, path: str
) -> None:
    (tmp_path / "p.json").write_text(json.dumps(minimal(**parts)))
    reading = read_plan(tmp_path / "p.json")
    assert reading.plan is None
    assert [(f.fault.kind, f.where.path) for f in reading.faults] == [(kind, path)]


@given(content=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_content_is_never_a_plan(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(content)
    assert read_plan(path).faults


def test_a_plan_of_earlier_versions_that_counts_threads_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(minimal(threads=2)), encoding="utf-8")
    found = read_plan(tmp_path / "plan.json").plan
    assert found == Plan(problem="sha256:0", status=PlanStatus.OPTIMAL, threads=2)
