"""`treffen admit`: answers in words and as JSON, all faults at once, exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.engine.cli.processes import Run

from treffen.cli import admit
from treffen.cli.exits import Exit
from treffen.files.answers_json import Answers
from treffen.timetable import Timetable


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return tmp_path / "answers.json"


def test_a_no_comes_with_its_reason_and_the_ways_out(
    event_file: Path, plan_file: Path, answers: Path, run: Run
) -> None:
    done = run("admit", event_file, plan_file, "r3", "-o", answers)
    assert (done.status, done.err) == (Exit.NO, "")
    no, *ways = done.out.splitlines()[:3]
    assert no.startswith("No: request r3 does not fit beside all that is promised. ")
    assert no.endswith("All suitable places are taken in slots 10:00 and 10:20 (2 promised meetings).")
    assert ways == [
        "- It works if request r2 need not take place (value 3).",
        "- It works if request r1 need not take place (value 5).",
    ]
    told = json.loads(answers.read_text("utf-8"))
    (refused,) = told["answers"]
    assert (refused["answer"], refused["reason"], refused["in_the_way"]) == ("no", "places_full", 2)
    assert [w["gives_up"] for w in refused["ways_out"]] == [["r2"], ["r1"]]
    assert [m["request"] for m in told["meetings"]] == ["r1", "r2"]


def test_a_yes_stands_in_the_new_witness(event_file: Path, plan_file: Path, answers: Path, run: Run) -> None:
    done = run("admit", event_file, plan_file, "r3", "--withdraw", "r2", "-o", answers)
    assert done.status == Exit.DONE
    assert done.out.splitlines()[:2] == [
        "Given up: request r2.",
        "Yes: request r3 takes place. No other one changes.",
    ]
    told = json.loads(answers.read_text("utf-8"))
    assert {m["request"] for m in told["meetings"]} == {"r1", "r3"}
    assert told["withdrawn"] == ["r2"]


def test_the_answers_are_a_witness_for_the_next_question(
    event_file: Path, plan_file: Path, answers: Path, tmp_path: Path, run: Run
) -> None:
    run("admit", event_file, plan_file, "r3", "--withdraw", "r2", "-o", answers)
    done = run("admit", event_file, answers, "r2", "-o", tmp_path / "next.json")
    assert (done.status, done.err) == (Exit.NO, "")


def test_what_is_possible_and_how_much_room_is_left_promise_nothing(
    event_file: Path, plan_file: Path, answers: Path, run: Run
) -> None:
    done = run("admit", event_file, plan_file, "--possible", "--room", "ada", "--room", "bo", "-o", answers)
    assert done.status == Exit.DONE
    assert done.out.splitlines()[:3] == [
        "Request r3: not possible",
        "Ada Beispiel: at most 0 more.",
        "Participant bo: at most 1 more.",
    ]
    told = json.loads(answers.read_text("utf-8"))
    assert (told["answers"], told["room"]) == ([], {"ada": 0, "bo": 1})


@pytest.mark.parametrize("policy", ["at_once", "priced", "both_ways", "rounds"])
def test_under_each_policy_everybody_is_answered_or_waits(
    event_file: Path, plan_file: Path, answers: Path, run: Run, policy: str
) -> None:
    asked = ["r2", "r3"]
    flags = ["--withdraw", "r2", "--policy", policy, "-o", answers]
    status = run("admit", event_file, plan_file, *asked, *flags).status
    told = json.loads(answers.read_text("utf-8"))
    assert status in ([Exit.NOT_FOUND] if told["waiting"] else [Exit.DONE, Exit.NO])
    answered = [a["request"] for a in told["answers"]]
    assert sorted(answered + told["waiting"] + told["declined"]) == asked
    assert "r1" in {m["request"] for m in told["meetings"]}


@pytest.mark.parametrize(
    ("waiting", "declined", "status"),
    [
        ((), (), Exit.DONE),
        ((), ("r2",), Exit.NO),
        (("r3",), (), Exit.NOT_FOUND),
        (("r3",), ("r2",), Exit.NOT_FOUND),
    ],
)
def test_what_is_declined_or_waits_is_not_promised(
    waiting: tuple[str, ...], declined: tuple[str, ...], status: Exit
) -> None:
    told = Answers(
        problem="sha256:0",
        policy="both_ways",
        waiting=waiting,
        declined=declined,
        room={},
        witness=Timetable(),
    )
    assert admit._status(told) is status


def test_all_that_is_wrong_is_said_at_once(
    event_file: Path, plan_file: Path, answers: Path, run: Run
) -> None:
    done = run(
        *("admit", event_file, plan_file, "r9", "--withdraw", "r3"), *("--room", "dora", "-o", answers)
    )
    assert (done.status, done.out) == (Exit.BAD_INPUT, "")
    assert done.err.splitlines() == [
        "REQUEST: there is no request r9.",
        "--room: there is no participant dora.",
        "--withdraw: request r3 is not promised.",
    ]
    assert not answers.exists()


def test_a_broken_witness_bears_no_witness(
    event_file: Path, broken_plan_file: Path, answers: Path, run: Run
) -> None:
    done = run("admit", event_file, broken_plan_file, "r3", "-o", answers)
    assert done.status == Exit.BAD_INPUT
    assert "is no witness:" in done.err
    assert "- Tisch 1 is taken twice in slot 10:00: meetings r1 and r2." in done.err.splitlines()


def test_nothing_asked_is_a_fault(event_file: Path, plan_file: Path, answers: Path, run: Run) -> None:
    assert run("admit", event_file, plan_file, "-o", answers).status == Exit.BAD_INPUT


def test_the_page_tells_the_same(event_file: Path, plan_file: Path, answers: Path, run: Run) -> None:
    page = answers.with_suffix(".html")
    run("admit", event_file, plan_file, "r3", "-o", answers, "--html", page)
    text = page.read_text("utf-8")
    for words in ("0 yeses, 1 no", "All suitable places are taken", "It works if request"):
        assert words in text
    assert "<script" not in text
