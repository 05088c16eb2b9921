"""The plan's workbook: every view says the same as the plan, and no text becomes a formula."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from treffen.files import write_plan_workbook
from treffen.problem import (
    EntityKind,
    Goal,
    Interpreter,
    Like,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
    Talk,
)
from treffen.timetable import (
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
    Timetable,
    Unscheduled,
)

PROBLEM = Problem(
    slots=tuple(Slot(id=id) for id in "12345"),
    places=(Place(id="t1"), Place(id="t2", zone="hall", open=frozenset("12"))),
    participants=(
        Participant(id="a", organisation="=cmd|' /C calc'!A0"),
        Participant(id="b", free=frozenset("1234")),
        Participant(id="c", likes=(Like(talk="k"),)),
    ),
    requests=(
        Request(id="ab", participants=("a", "b"), value=5),
        Request(id="ac", participants=("a", "c"), must=True, length=2),
        Request(id="bc", participants=("b", "c"), value=7),
    ),
    talks=(Talk(id="k", slots=frozenset("2")),),
    interpreters=(Interpreter(id="i", languages=frozenset(("de", "fr"))),),
    goals=(Goal.VALUE, Goal.IDLE),
)
PLAN = Plan(
    problem=PROBLEM.digest(),
    status=PlanStatus.FEASIBLE,
    goals=(
        GoalResult(goal=Goal.VALUE, value=6, bound=13, status=GoalStatus.FEASIBLE, proof=ProofKind.TRIVIAL),
        GoalResult(goal=Goal.IDLE, value=1, bound=0, status=GoalStatus.FEASIBLE, proof=ProofKind.TRIVIAL),
    ),
    timetable=Timetable(
        (
            Meeting(request="ac", slot="3", place="t1"),
            Meeting(request="ab", slot="1", place="t2"),
        )
    ),
    unscheduled=(
        Unscheduled(
            request="bc",
            reason=Reason.PERSON_FULL,
            participants=("c",),
            remedy=Remedy(kind=RemedyKind.RAISE_MAXIMUM, slot="2", participants=("c",)),
        ),
    ),
    seconds=1.5,
    seed=11,
    versions={"treffen": "0.1.0"},
)
LABELS = {
    (EntityKind.PARTICIPANT, "a"): "=1+1",
    (EntityKind.PLACE, "t1"): "Tisch 1",
    (EntityKind.TALK, "k"): "Keynote",
}


def sheets(path: Path, *, plan: Plan = PLAN, language: Any = "de") -> dict[str, list[list[Any]]]:
    write_plan_workbook(path, PROBLEM, plan=plan, labels=LABELS, language=language)
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_there_is_a_sheet_for_every_view(tmp_path: Path) -> None:
    german, english = (list(sheets(tmp_path / "p.xlsx", language=one)) for one in ("de", "en"))
    assert german == [
        "Nach Zeit",
        "Nach Teilnehmenden",
        "Nach Ort",
        "Alle Gespräche",
        "Nicht angesetzt",
        "Beweis",
    ]
    assert english == ["By time", "By participant", "By place", "All meetings", "Not held", "Proof"]


def test_each_view_says_who_sits_where_when(tmp_path: Path) -> None:
    found = sheets(tmp_path / "p.xlsx")
    both = "=1+1 – c"
    assert found["Nach Zeit"] == [
        ["Zeitfenster", "Tisch 1", "t2"],
        ["1", "", "=1+1 – b"],
        ["2", "", ""],
        ["3", both, ""],
        ["4", both, ""],
        ["5", "", ""],
    ]
    assert [row[4:] for row in found["Nach Teilnehmenden"][1:]] == [
        ["t2: b", "Leerlauf", "Tisch 1: c", "Tisch 1: c", ""],
        ["t2: =1+1", "", "", "", "×"],
        ["", "Keynote", "Tisch 1: =1+1", "Tisch 1: =1+1", ""],
    ]
    assert [row[2:4] for row in found["Nach Teilnehmenden"][1:]] == [[2, 1], [1, 0], [1, 0]]
    assert [row[2:] for row in found["Nach Ort"][1:]] == [
        [1, "", "", both, both, ""],
        [1, "=1+1 – b", "", "×", "×", "×"],
    ]
    assert [row[:6] for row in found["Alle Gespräche"][1:]] == [
        ["1", "t2", "=1+1 – b", "=cmd|' /C calc'!A0", "ab", 5],
        ["3 – 4", "Tisch 1", both, "=cmd|' /C calc'!A0", "ac", 1],
    ]
    missed = found["Nicht angesetzt"][1]
    assert missed[:4] == ["bc", "b – c", 7, ""]
    assert missed[4]
    assert missed[5]


def test_the_proof_names_values_bounds_seed_and_hash(tmp_path: Path) -> None:
    rows = sheets(tmp_path / "p.xlsx")["Beweis"]
    assert [row[1:4] for row in rows[4:6]] == [[6, 13, 7], [1, 0, 1]]
    facts = {row[0]: row[1] for row in rows[7:]}
    assert facts["Prüfsumme der Eingabe"] == PROBLEM.digest()
    assert facts["Startzahl"] == "11"
    assert facts["Sekunden"] == "1,5"
    assert facts["Fassungen"] == "treffen 0.1.0"


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    sheets(tmp_path / "p.xlsx")
    with zipfile.ZipFile(tmp_path / "p.xlsx") as archive:
        pages = [archive.read(n) for n in archive.namelist() if "worksheets/" in n]
    assert pages
    assert not any(b"<f>" in page or b"<f " in page or b"hyperlink" in page for page in pages)


def test_an_event_that_cannot_be_held_gets_its_conflict_in_words(tmp_path: Path) -> None:
    core = Core(kind=CoreKind.SLOTS_OF_PARTICIPANT, requests=("ab", "ac"), participants=("a",), slots=("1",))
    plan = Plan(problem=PROBLEM.digest(), status=PlanStatus.INFEASIBLE, core=core)
    found = sheets(tmp_path / "p.xlsx", plan=plan)
    assert list(found) == ["Nicht angesetzt", "Beweis"]
    assert any(row[0] == "Widerspruch" and "=1+1" in row[1] for row in found["Beweis"])


def test_a_failing_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.xlsx"
    path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("treffen.files.planbook.proof", fail)
    with pytest.raises(OSError, match="disk full"):
        write_plan_workbook(path, PROBLEM, plan=PLAN)
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]
