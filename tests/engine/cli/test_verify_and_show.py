"""`treffen verify` and `treffen show`."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engine.cli.processes import Run, environment, start, treffen


def test_a_sound_plan_is_accepted_with_every_value_recomputed(
    event_file: Path, plan_file: Path, run: Run
) -> None:
    done = run("verify", event_file, plan_file)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "The plan is right: every rule is kept, every value was recomputed.",
        "",
        "Goal               Claimed  Recomputed  Bound  Verdict",
        "-----------------  -------  ----------  -----  ------------",
        "Value of meetings        8           8     10  self-evident",
        "Idle slots               0           0      0  self-evident",
    ]


def test_a_broken_plan_is_refused_with_each_broken_rule(
    event_file: Path, broken_plan_file: Path, run: Run
) -> None:
    done = run("verify", event_file, broken_plan_file)
    assert (done.status, done.err) == (1, "")
    assert done.out.splitlines()[:5] == [
        "The plan is refused.",
        "- A stated value is not the one recomputed.",
        "2 rules are broken:",
        "- Ada Beispiel is due in two places in slot 10:00: meetings r1 and r2.",
        "- Tisch 1 is taken twice in slot 10:00: meetings r1 and r2.",
    ]


def test_a_reason_that_is_not_true_and_other_goals_are_told(
    event_file: Path, plan_file: Path, run: Run
) -> None:
    content = json.loads(plan_file.read_text("utf-8"))
    content["unscheduled"] = [{"request": "r3", "reason": "places_full"}]
    content["goals"].reverse()
    plan_file.write_text(json.dumps(content), "utf-8")
    done = run("verify", event_file, plan_file)
    assert done.status == 1
    assert done.out.splitlines()[:4] == [
        "The plan is refused.",
        "- What is said of a request that is not held is not true.",
        "- Not true: Request r3: All suitable places are taken when all the parties are free.",
        "Judged by other goals than the event's: Idle slots and Value of meetings.",
    ]


def test_a_request_that_is_left_out_without_a_word_is_refused_unless_reasons_are_not_expected(
    event_file: Path, plan_file: Path, run: Run
) -> None:
    content = json.loads(plan_file.read_text("utf-8"))
    plan_file.write_text(json.dumps({**content, "unscheduled": []}), "utf-8")
    left_out = "Not in the plan, and without a reason for it: request r3."
    done = run("verify", event_file, plan_file)
    assert done.status == 1
    assert done.out.splitlines()[:3] == [
        "The plan is refused.",
        "- Requests are missing in the plan, and it does not say why.",
        left_out,
    ]
    done = run("verify", event_file, plan_file, "--no-reasons")
    assert (done.status, left_out in done.out) == (0, True)


def test_a_bound_that_is_only_somebodys_word_is_told_first_and_has_a_status_of_its_own(
    event_file: Path, plan_file: Path, run: Run
) -> None:
    content = json.loads(plan_file.read_text("utf-8"))
    lie = {"name": "value", "value": 5, "bound": 5, "status": "optimal", "proof": "search"}
    content["goals"][0] = lie
    worse = {"meetings": content["meetings"][:1], "unscheduled": [], "status": "optimal"}
    plan_file.write_text(json.dumps({**content, **worse}), "utf-8")
    done = run("verify", event_file, plan_file, "--no-reasons")
    assert (done.status, done.err) == (4, "")
    head = "Rules and values are right, but not every bound is proved: it stands on the solver's word."
    assert done.out.splitlines()[0] == head
    assert "the bound 5 is claimed; only 10 can be recomputed" in done.out
    assert run("verify", event_file, plan_file).status == 1


def test_a_plan_for_another_event_is_refused(event_file: Path, plan_file: Path, run: Run) -> None:
    content = json.loads(plan_file.read_text("utf-8"))
    plan_file.write_text(json.dumps({**content, "problem": "sha256:" + "0" * 64}), "utf-8")
    done = run("verify", event_file, plan_file, "--lang", "de")
    assert done.status == 1
    assert "Der Plan gehört zu einer anderen Veranstaltung" in done.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "plan.json: The file is empty"),
        (b"\xff\xfe\x00", "plan.json: "),
        (b"[1, 2", "plan.json: "),
        (b"{}", "format"),
        (b'{"format": "treffen.plan/1"}', "plan.json"),
    ],
)
def test_a_plan_that_cannot_be_read_is_told_in_words(
    event_file: Path, plan_file: Path, content: bytes, said: str, run: Run
) -> None:
    plan_file.write_bytes(content)
    done = run("verify", event_file, plan_file)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_the_view_by_time_names_place_request_and_people(event_file: Path, plan_file: Path, run: Run) -> None:
    done = run("show", event_file, plan_file)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Time   Place    Request  Who",
        "-----  -------  -------  -------------------",
        "10:00  Tisch 1  r1       Ada Beispiel and bo",
        "10:20  Tisch 1  r2       Ada Beispiel and cy",
    ]


def test_one_participant_is_found_by_id_or_by_name(event_file: Path, plan_file: Path, run: Run) -> None:
    by_id = run("show", event_file, plan_file, "--participant", "ada")
    by_name = run("show", event_file, plan_file, "--participant", "ada beispiel")
    assert by_id.out == by_name.out
    assert by_id.out.splitlines()[3:] == ["10:00  Tisch 1  bo    r1", "10:20  Tisch 1  cy    r2"]


def test_an_unknown_participant_is_refused_with_near_names(
    event_file: Path, plan_file: Path, run: Run
) -> None:
    done = run("show", event_file, plan_file, "--participant", "adda")
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == ["There is no participant “adda”.", "Do you mean: “ada”?"]


def test_every_participant_and_place_has_a_part_of_its_view(
    event_file: Path, plan_file: Path, run: Run
) -> None:
    people = run("show", event_file, plan_file, "--by", "participant").out.splitlines()
    assert [line for line in people if line in ("Ada Beispiel", "bo", "cy")] == ["Ada Beispiel", "bo", "cy"]
    places = run("show", event_file, plan_file, "--by", "place").out
    assert places.splitlines()[2:] == [
        "Tisch 1  10:00  r1       Ada Beispiel and bo",
        "         10:20  r2       Ada Beispiel and cy",
    ]


def test_what_is_unscheduled_is_shown_with_reason_and_remedy(
    event_file: Path, plan_file: Path, run: Run
) -> None:
    done = run("show", event_file, plan_file, "--by", "unscheduled", "--lang", "de")
    row = done.out.splitlines()[2]
    assert row.split("  ")[0] == "r3"
    assert "Anfrage r2 zählt mehr und braucht dieselbe Zeit." in row
    assert row.endswith("Im Zeitfenster 10:20 geht es, wenn dafür Anfrage r2 entfällt (Wert 3).")


def test_the_proof_is_shown_goal_by_goal(event_file: Path, plan_file: Path, run: Run) -> None:
    lines = run("show", event_file, plan_file, "--by", "proof").out.splitlines()
    assert lines[0].startswith("2 of 3 requested meetings take place, without an idle slot.")
    assert "Value of meetings: 8. More than 10 is not possible." in lines
    assert "Idle slots: 0. Fewer is not possible." in lines


def test_two_plans_are_compared_in_words(
    event_file: Path, plan_file: Path, broken_plan_file: Path, run: Run
) -> None:
    done = run("show", event_file, plan_file, "--diff", broken_plan_file)
    assert done.out.splitlines() == [
        "1 meeting stays as it was.",
        "1 meeting moves:",
        "  meeting r2: slot 10:20 → slot 10:00",
    ]


def test_a_stranger_s_file_cannot_steer_the_terminal(event_file: Path, plan_file: Path, run: Run) -> None:
    event_file.write_text(
        event_file.read_text("utf-8").replace("Ada Beispiel", "A\\u001b[2J\\u202eB"), "utf-8"
    )
    done = run("show", event_file, plan_file)
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_a_reader_that_goes_away_is_no_error(event_file: Path, plan_file: Path) -> None:
    running = start("show", event_file, plan_file)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.wait(60) == 0
    assert running.stderr.read() == ""
    running.stderr.close()


def test_a_terminal_that_knows_only_ascii_gets_every_line(event_file: Path, plan_file: Path) -> None:
    done = treffen(
        "show", event_file, plan_file, "--by", "unscheduled", "--lang", "de", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0
    assert "daf\\xfcr" in done.stdout


def test_closed_standard_streams_are_survived(event_file: Path, plan_file: Path) -> None:
    running = start("verify", event_file, plan_file, stdout=None, stderr=subprocess.DEVNULL)
    assert running.wait(60) == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_was_closed_before_the_start_changes_no_status(
    event_file: Path, tmp_path: Path, closed: str
) -> None:
    plan = tmp_path / "made.json"
    for event, status in ((event_file, 0), (tmp_path / "none.json", 2)):
        words = [sys.executable, "-m", "treffen", "schedule", str(event), "-o", str(plan)]
        command = ["sh", "-c", f"{shlex.join(words)} {closed}"]
        done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert json.loads(plan.read_text("utf-8"))["status"] == "optimal"
