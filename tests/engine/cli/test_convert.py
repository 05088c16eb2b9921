"""`treffen convert`: the same event in another format."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
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
    assert run("verify", "forum.json", "plan.json").status == 4, "a search found that waiting is needed"


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


MADE_UP = Path(__file__).parents[3] / "docs/howto/made-up"


def test_the_commands_of_the_page_on_other_formats_do_what_it_says(
    root: Path, tmp_path: Path, run: Run
) -> None:
    page = (root / "docs/howto/convert-from-other-tools.md").read_text("utf-8")
    shutil.copytree(MADE_UP, tmp_path, dirs_exist_ok=True)
    (tmp_path / "forum.dzn").write_text(DATA)
    commands = re.findall(r"^treffen (.+)$", page, re.MULTILINE)
    assert len(commands) == 10
    for command in commands:
        done = run(*shlex.split(command))
        assert done.status == 0, (command, done.err)


def test_an_export_is_summed_up_and_what_was_left_is_said(tmp_path: Path, run: Run) -> None:
    shutil.copytree(MADE_UP, tmp_path, dirs_exist_ok=True)
    done = run("convert", "schedule.json", "--tables", "3", "-o", "event.json")
    assert done.status == 0
    assert done.err.splitlines() == [
        (
            "Note: File “schedule.json”: There is no place for these, not carried over: "
            "abstract (1), biography (1)."
        ),
        "schedule.json: 2 participants, 0 requests, 6 slots, 3 places",
        "Nobody asks for anything yet: add requests, or take them from “treffen recommend”.",
        "Written: event.json",
    ]
    assert run("convert", "meetings", "-o", "told.xlsx").status == 2  # sheets know no promises
    assert not (tmp_path / "told.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("forum.dzn", "--tables", "3"), "--tables is for exports of other systems only; forum.dzn is none"),
        (("forum.dzn", "--minutes", "20"), "--minutes is for exports of other systems only"),
        (("schedule.json", "--event", "forum.dzn", "--tables", "3"), "--tables does nothing here"),
        (("schedule.json", "--event", "forum.dzn", "--minutes", "9"), "--minutes does nothing here"),
        (("meetings", "--speakers", "speakers.json"), "--speakers does nothing here"),
        (("forum.dzn", "--plan", "plan.json", "--goals", "value"), "--goals does nothing here"),
        (("forum.dzn", "--plan", "plan.json", "--no-break-spread"), "--no-break-spread does nothing here"),
        (("forum.dzn", "--speakers", "x.json"), "--speakers is for exports of other systems only"),
        (("forum.dzn", "--plan", "nowhere.json"), "nowhere.json: There is no such file."),
        (("schedule.json", "--event", "nowhere.json"), "nowhere.json: There is no such file."),
        (("schedule.json", "--speakers", "nowhere.json"), "There is no such file."),
    ],
)
def test_flags_that_do_nothing_or_lead_nowhere_are_refused(
    tmp_path: Path, run: Run, words: tuple[str, ...], said: str
) -> None:
    shutil.copytree(MADE_UP, tmp_path, dirs_exist_ok=True)
    (tmp_path / "forum.dzn").write_text(DATA)
    done = run("convert", *words, "-o", "event.json")
    assert (done.status, said in done.err) == (2, True), done.err
    assert not (tmp_path / "event.json").exists()


def test_an_event_becomes_data_for_minizinc_only_if_the_data_can_say_it(tmp_path: Path, run: Run) -> None:
    (tmp_path / "forum.dzn").write_text(DATA)
    assert run("convert", "forum.dzn", "-o", "forum.json").status == 0
    done = run("convert", "forum.json", "-o", "again.dzn")
    assert (done.status, done.err) == (0, "Written: again.dzn\n")
    assert read_problem(tmp_path / "again.dzn").problem == read_problem(tmp_path / "forum.dzn").problem
    run("generate", "base", "-o", "event.json", "--people", "12")
    done = run("convert", "event.json", "-o", "event.dzn")
    assert done.status == 2
    assert "The format cannot express: request.must" in done.err
    assert not (tmp_path / "event.dzn").exists()


def test_a_plan_is_written_only_for_its_own_event_and_with_times(tmp_path: Path, run: Run) -> None:
    (tmp_path / "forum.dzn").write_text(DATA)
    run("generate", "base", "-o", "event.json", "--people", "12")
    assert run("schedule", "forum.dzn", "-o", "plan.json").status == 0
    done = run("convert", "event.json", "--plan", "plan.json", "-o", "list.csv")
    assert (done.status, done.err) == (2, "This plan belongs to another event.\n")
    done = run("convert", "forum.dzn", "--plan", "plan.json", "-o", "schedule.json")
    assert (done.status, "without them there is no schedule" in done.err) == (2, True)
    assert run("convert", "forum.dzn", "--plan", "plan.json", "-o", "list.csv").status == 0
    assert run("convert", "forum.dzn", "--plan", "plan.json", "-o", "plan.xlsx").status == 2
    plan = json.loads((tmp_path / "plan.json").read_text())
    plan["meetings"][0]["delegates"] = [{"organisation": "x", "participant": "nobody"}]
    (tmp_path / "wrong.json").write_text(json.dumps(plan))
    done = run("convert", "forum.dzn", "--plan", "wrong.json", "-o", "list.csv")
    assert (done.status, "the verifier does not accept this plan" in done.err) == (2, True)


def test_whoever_schedules_an_export_is_told_to_convert_it(tmp_path: Path, run: Run) -> None:
    shutil.copytree(MADE_UP, tmp_path, dirs_exist_ok=True)
    for path in ("schedule.json", "indico.json", "meetings"):
        done = run("schedule", path, "-o", "plan.json")
        assert done.status == 2
        assert f"Make an event of it: treffen convert {path} ..." in done.err
    (tmp_path / "broken.json").write_text("{}")
    assert "convert" not in run("schedule", "broken.json", "-o", "plan.json").err
    assert "convert" not in run("schedule", "nowhere.json", "-o", "plan.json").err
