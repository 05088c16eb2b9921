"""A plan for other systems says the same when it is read again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from treffen.files import Reading
from treffen.files.foreign import Frame, read_foreign
from treffen.files.foreign.plans import has_times, write_meeting_list, write_schedule
from treffen.problem import EntityKind, Meeting, Problem
from treffen.timetable import Plan, PlanStatus, Timetable

MADE_UP = Path(__file__).parents[4] / "docs/howto/made-up/meetings"


@pytest.fixture
def told() -> Reading:
    reading = read_foreign(MADE_UP, Frame())
    assert reading is not None
    return reading


@pytest.fixture
def problem(told: Reading) -> Problem:
    assert told.problem is not None
    return told.problem


@pytest.fixture
def plan(problem: Problem) -> Plan:
    return Plan(problem=problem.digest(), status=PlanStatus.FEASIBLE, timetable=Timetable(problem.promised))


def test_a_schedule_read_again_has_the_meetings_as_talks(
    told: Reading, problem: Problem, plan: Plan, tmp_path: Path
) -> None:
    write_schedule(tmp_path / "a.json", problem, plan=plan, labels=told.labels)
    write_schedule(tmp_path / "b.json", problem, plan=plan, labels=told.labels)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    day = json.loads((tmp_path / "a.json").read_text("utf-8"))["schedule"]["conference"]["days"][0]
    (session,) = day["rooms"]["Table 1"]
    assert (day["day_start"], day["day_end"]) == ("2027-04-20T10:00:00+02:00", "2027-04-20T10:40:00+02:00")
    assert (day["date"], session["start"], session["duration"]) == ("2027-04-20", "10:00", "00:20")
    assert session["title"] == "Ada Example – Bo Example"
    again = read_foreign(tmp_path / "a.json", Frame(tables=1))
    assert again is not None
    assert again.problem is not None
    assert [sorted(talk.slots) for talk in again.problem.talks] == [["10:00"], ["10:20"]]
    assert {person.id for person in again.problem.participants} == {"p1", "p2", "p3"}
    assert [notice.fault.value for notice in again.notices] == ["type (2)"]


def test_a_list_read_again_has_the_meetings_as_promises(
    told: Reading, problem: Problem, plan: Plan, tmp_path: Path
) -> None:
    write_meeting_list(tmp_path / "meetings.csv", problem, plan=plan, labels=told.labels)
    again = read_foreign(tmp_path, Frame())
    assert again is not None
    assert again.problem is not None
    assert again.problem.promised == problem.promised
    assert again.problem.slots == problem.slots


def test_no_cell_begins_like_a_formula(told: Reading, problem: Problem, plan: Plan, tmp_path: Path) -> None:
    labels = {**told.labels, (EntityKind.PARTICIPANT, "p1"): "=1+1"}
    write_meeting_list(tmp_path / "meetings.csv", problem, plan=plan, labels=labels)
    assert ";'=1+1;" in (tmp_path / "meetings.csv").read_text("utf-8")


def test_without_times_there_is_no_schedule_but_a_list(problem: Problem, plan: Plan, tmp_path: Path) -> None:
    timeless = replace(problem, slots=tuple(replace(slot, start=None, end=None) for slot in problem.slots))
    assert (has_times(problem), has_times(timeless)) == (True, False)
    write_meeting_list(tmp_path / "meetings.csv", timeless, plan=plan, labels={})
    assert "m1;;p1;p2;accepted;;;;Table 1" in (tmp_path / "meetings.csv").read_text("utf-8")


def test_an_empty_plan_is_an_empty_schedule(problem: Problem, plan: Plan, tmp_path: Path) -> None:
    nothing = replace(plan, timetable=Timetable((Meeting(request="?", slot="?", place="?"),)))
    write_schedule(tmp_path / "a.json", problem, plan=nothing, labels={})
    conference = json.loads((tmp_path / "a.json").read_text("utf-8"))["schedule"]["conference"]
    assert (conference["days"], conference["daysCount"]) == ([], 0)


def test_names_with_commas_and_names_twice_are_read_back_as_they_were(
    told: Reading, problem: Problem, plan: Plan, tmp_path: Path
) -> None:
    names = {"p1": "Meyer, Anna", "p2": "Bo", "p3": "Bo"}
    labels = {**told.labels, **{(EntityKind.PARTICIPANT, id): name for id, name in names.items()}}
    write_meeting_list(tmp_path / "meetings.csv", problem, plan=plan, labels=labels)
    assert (tmp_path / "meetings.csv").read_bytes().startswith(b"\xef\xbb\xbfMeeting ID;")
    frame = Frame(event=Reading(problem=replace(problem, requests=(), promised=()), labels=labels))
    again = read_foreign(tmp_path, frame)
    assert again is not None
    assert again.problem is not None
    assert [one.participants for one in again.problem.requests] == [("p1", "p2"), ("p3", "p2")]
    alone = read_foreign(tmp_path, Frame())
    assert alone is not None
    assert alone.problem is not None
    assert [person.id for person in alone.problem.participants] == ["Meyer, Anna", "Bo (p2)", "Bo (p3)"]
