"""`treffen convert`: the same event in another format."""

from __future__ import annotations

import json
from pathlib import Path

from tests.engine.cli.conftest import Run

from treffen.files import read_problem
from treffen.problem import Goal

DATA = """nBusiness = 3; nMeetings = 3; nTables = 1; nTotalSlots = 5; nMorningSlots = 2;
requested = [| 1, 3, 3, | 1, 3, 3, | 2, 3, 3, |];
forbidden = [ {0}, {0}, {0, 3} ];
"""


def test_a_benchmark_file_becomes_json_without_its_limit_on_the_spread(tmp_path: Path, run: Run) -> None:
    (tmp_path / "forum.dzn").write_text(DATA)
    words = ("--no-break-spread", "--goals", "breaks,idle_range,idle")
    done = run("convert", "forum.dzn", "-o", "forum.json", *words)
    assert (done.status, done.err) == (0, "Written: forum.json\n")
    before, after = (
        read_problem(tmp_path / "forum.dzn").problem,
        read_problem(tmp_path / "forum.json").problem,
    )
    assert before is not None
    assert after is not None
    assert (before.break_spread, after.break_spread) == (2, None)
    assert after.goals == (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE)
    assert (after.requests, after.participants, after.slots) == (
        before.requests,
        before.participants,
        before.slots,
    )
    done = run("schedule", "forum.json", "-o", "plan.json")
    assert done.status == 0
    assert "Range of idle slots" in done.out + done.err
    assert run("verify", "forum.json", "plan.json").status == 0


def test_a_workbook_and_a_folder_hold_the_same_event(tmp_path: Path, run: Run) -> None:
    run("generate", "base", "-o", "event.json", "--people", "12")
    assert run("convert", "event.json", "-o", "event.xlsx").status == 0
    assert run("convert", "event.xlsx", "-o", "event").status == 0
    read = [read_problem(tmp_path / name).problem for name in ("event.json", "event.xlsx", "event")]
    assert None not in read
    assert read[0] == read[1] == read[2]


def test_promises_are_not_lost_in_a_sheet(tmp_path: Path, run: Run) -> None:
    event = {
        "format": "treffen.problem/1",
        "slots": [{"id": "10:00"}],
        "places": [{"id": "t1"}],
        "participants": [{"id": "ada"}, {"id": "bo"}],
        "requests": [{"id": "1", "participants": ["ada", "bo"]}],
        "promised": [{"request": "1", "slot": "10:00", "place": "t1"}],
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    done = run("convert", "event.json", "-o", "event.xlsx")
    assert (done.status, done.err) == (
        2,
        "Sheets know no promised meetings, and this event has 1: write it as .json\n",
    )
    assert not (tmp_path / "event.xlsx").exists()
    assert run("convert", "event.json", "-o", "again.json").status == 0
    assert read_problem(tmp_path / "again.json").problem == read_problem(tmp_path / "event.json").problem


def test_an_event_is_not_written_over_itself(tmp_path: Path, run: Run) -> None:
    run("generate", "base", "-o", "event.json", "--people", "12")
    before = (tmp_path / "event.json").read_bytes()
    assert run("convert", "event.json", "-o", "event.json").status == 2
    assert (tmp_path / "event.json").read_bytes() == before
