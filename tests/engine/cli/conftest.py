"""One small event in a file, with names, and a plan for it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tests.engine.cli.processes import Done, Run

from treffen.cli import main
from treffen.files import write_plan, write_problem_json
from treffen.problem import EntityKind, Goal, Meeting, Participant, Place, Problem, Request, Slot
from treffen.timetable import (
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

LABELS = {(EntityKind.PARTICIPANT, "ada"): "Ada Beispiel", (EntityKind.PLACE, "t1"): "Tisch 1"}


@pytest.fixture(scope="session")
def event() -> Problem:
    """Three people, two slots, one table, three requests: one of them cannot be held."""
    return Problem(
        slots=(Slot(id="10:00"), Slot(id="10:20")),
        places=(Place(id="t1"),),
        participants=tuple(Participant(id=p) for p in ("ada", "bo", "cy")),
        requests=(
            Request(id="r1", participants=("ada", "bo"), value=5),
            Request(id="r2", participants=("ada", "cy"), value=3),
            Request(id="r3", participants=("bo", "cy"), value=2),
        ),
        goals=(Goal.VALUE, Goal.IDLE),
    )


@pytest.fixture(scope="session")
def plan(event: Problem) -> Plan:
    """The best plan of the event; its bound on the value rests on a solver's word."""
    remedy = Remedy(kind=RemedyKind.GIVE_UP, slot="10:20", requests=("r2",), cost=3)
    return Plan(
        problem=event.digest(),
        status=PlanStatus.FEASIBLE,
        goals=(
            GoalResult(
                goal=Goal.VALUE, value=8, bound=10, status=GoalStatus.FEASIBLE, proof=ProofKind.TRIVIAL
            ),
            GoalResult(goal=Goal.IDLE, value=0, bound=0, status=GoalStatus.OPTIMAL, proof=ProofKind.TRIVIAL),
        ),
        timetable=Timetable(
            (
                Meeting(request="r1", slot="10:00", place="t1"),
                Meeting(request="r2", slot="10:20", place="t1"),
            )
        ),
        unscheduled=(Unscheduled(request="r3", reason=Reason.OUT_VALUED, requests=("r2",), remedy=remedy),),
        versions={"treffen": "0"},
    )


@pytest.fixture
def event_file(event: Problem, tmp_path: Path) -> Path:
    """The event as a file."""
    path = tmp_path / "event.json"
    write_problem_json(path, event, labels=LABELS)
    return path


@pytest.fixture
def plan_file(plan: Plan, tmp_path: Path) -> Path:
    """The plan as a file."""
    path = tmp_path / "plan.json"
    write_plan(path, plan)
    return path


@pytest.fixture
def broken_plan_file(plan: Plan, tmp_path: Path) -> Path:
    """A plan with both meetings in one slot, and a value that is not its own."""
    value = dataclasses.replace(plan.goals[0], value=9)
    meetings = tuple(dataclasses.replace(m, slot="10:00") for m in plan.timetable.meetings)
    broken = dataclasses.replace(plan, goals=(value, *plan.goals[1:]), timetable=Timetable(meetings))
    path = tmp_path / "broken.json"
    write_plan(path, broken)
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command in this process (solvers take seconds to load), in the test's folder, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run_(*words: str | Path) -> Done:
        capfd.readouterr()
        status = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Done(status, out, err)

    return run_
