"""`treffen schedule` from end to end: exit statuses, files, signals."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from tests.engine.cli.processes import Done, Run, environment, start

from treffen.cli.signals import StopOnSignal
from treffen.files import write_problem_json
from treffen.generation import tight
from treffen.problem import EntityKind, Goal, Participant, Place, Problem, Request, Slot
from treffen.scheduling import select, side_by_side
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.side_by_side import Search


def content(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


@pytest.fixture
def impossible_file(tmp_path: Path) -> Path:
    """Ada must meet three people in two slots."""
    others = ("bo", "cy", "di")
    requests = (Request(id=f"r{n}", participants=("ada", p), must=True) for n, p in enumerate(others, 1))
    problem = Problem(
        slots=(Slot(id="10:00"), Slot(id="10:20")),
        places=tuple(Place(id=f"t{n}") for n in range(3)),
        participants=tuple(Participant(id=p) for p in ("ada", *others)),
        requests=tuple(requests),
    )
    path = tmp_path / "impossible.json"
    write_problem_json(path, problem, labels={(EntityKind.PARTICIPANT, "ada"): "Ada Beispiel"})
    return path


@pytest.fixture(scope="module")
def endless_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An event whose proof takes far longer than any test."""
    path = tmp_path_factory.mktemp("endless") / "tight.json"
    write_problem_json(path, tight(150, 1))
    return path


def test_a_plan_is_written_told_and_found_right(event_file: Path, run: Run) -> None:
    done = run("schedule", "event.json", "-o", "plan.json")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == (
        "2 of 3 requested meetings take place, without an idle slot. There is no better plan: this is proved."
    )
    assert lines[4].split()[:5] == ["Value", "of", "meetings", "8", "8"]
    assert lines[-2:] == ["Written: plan.json", "To check: treffen verify event.json plan.json"]
    plan = content(Path("plan.json"))
    assert (plan["format"], plan["status"]) == ("treffen.plan/1", "optimal")
    assert run("verify", "event.json", "plan.json").status == 0


def test_goals_and_seed_are_those_asked_for_and_quiet_is_quiet(event_file: Path, run: Run) -> None:
    flags = ["--goals", "idle,value", "--seed", "7", "--quiet", "--time-limit", "20"]
    assert run("schedule", event_file, "-o", "plan.json", *flags) == Done(0, "", "")
    plan = content(Path("plan.json"))
    assert plan["seed"] == 7
    assert [goal["name"] for goal in plan["goals"]] == ["idle", "value"]


def test_searches_side_by_side_find_a_plan_that_is_right_and_names_their_number(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def try_all(of: SchedulerState, searches: Sequence[Search], goal: Goal) -> None:
        seen.append(len(searches))
        side_by_side.try_all(of, searches, goal)

    monkeypatch.setattr(select, "try_all", try_all)
    event, plan = tmp_path / "tight.json", tmp_path / "plan.json"
    write_problem_json(event, tight(30, 1))
    assert run("schedule", event, "-o", plan, "--threads", "3", "--quiet").status == 0
    assert set(seen) == {3}
    assert content(plan)["threads"] == 3
    assert run("verify", event, plan).status == 0


def test_what_is_impossible_is_told_with_a_core_and_status_1(impossible_file: Path, run: Run) -> None:
    done = run("schedule", "impossible.json", "-o", "plan.json", "--lang", "de")
    assert done.status == 1
    assert done.err.splitlines() == [
        "Einen Plan für alle Gespräche, die stattfinden müssen, gibt es nicht. Das ist bewiesen.",
        "Ada Beispiel hat 3 Gespräche in den Zeitfenstern 10:00 und 10:20, aber nur 2 freie Zeitfenster.",
        "Betroffen: Anfragen r1, r2 und r3. Entfällt eine davon, löst sich dieser Widerspruch.",
    ]
    plan = content(Path("plan.json"))
    assert plan["status"] == "infeasible"
    assert sorted(plan["core"]["requests"]) == ["r1", "r2", "r3"]
    checked = run("verify", "impossible.json", "plan.json")
    assert (checked.status, checked.out.splitlines()[0]) == (0, "The verdict is right: there is no plan.")


def test_the_page_and_the_workbook_also_say_that_there_is_no_plan(impossible_file: Path, run: Run) -> None:
    flags = ["--html", "plan.html", "--xlsx", "plan.xlsx", "--lang", "en"]
    assert run("schedule", "impossible.json", "-o", "plan.json", *flags).status == 1
    assert "Ada Beispiel has 3 meetings" in Path("plan.html").read_text("utf-8")
    assert Path("plan.xlsx").stat().st_size > 0


def test_nothing_found_in_time_is_status_3_and_claims_nothing(tmp_path: Path, run: Run) -> None:
    people = [f"p{n}" for n in range(23)]  # one always sits out, so 22 slots do not do: hard to see
    pairs = combinations(people, 2)
    requests = (Request(id="-".join(pair), participants=pair, must=True) for pair in pairs)
    problem = Problem(
        slots=tuple(Slot(id=str(n)) for n in range(22)),
        places=tuple(Place(id=f"t{n}") for n in range(12)),
        participants=tuple(Participant(id=p) for p in people),
        requests=tuple(requests),
        goals=(Goal.VALUE,),
    )
    write_problem_json(tmp_path / "event.json", problem)
    flags = ["--time-limit", "0.001", "--html", "plan.html"]
    done = run("schedule", "event.json", "-o", "plan.json", *flags)
    assert done.status == 3
    assert done.err == "No plan was found in time. There may be one: allow more time.\n"
    assert content(Path("plan.json"))["status"] == "unknown"
    assert not Path("plan.html").exists()
    assert run("verify", "event.json", "plan.json").out.startswith("This file claims nothing")


def test_an_old_plan_is_replaced_with_its_rights(event_file: Path, run: Run) -> None:
    old = Path("plan.json")
    old.write_text("old", "utf-8")
    old.chmod(0o640)
    assert run("schedule", event_file, "-o", old, "--quiet").status == 0
    assert (content(old)["status"], old.stat().st_mode & 0o777) == ("optimal", 0o640)


def test_a_device_is_written_to_and_never_replaced(event_file: Path, run: Run) -> None:
    assert run("schedule", event_file, "-o", "/dev/null", "--quiet") == Done(0, "", "")
    assert Path("/dev/null").is_char_device()


def test_a_disk_that_is_full_at_the_end_does_not_lose_the_plan(event_file: Path, run: Run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("SKIPPED, NOT PASSED: no device is always full here")
    done = run("schedule", event_file, "-o", "/dev/full", "--quiet")
    assert done.status == 2
    saved = Path(done.err.split("It is here now: ")[1].strip())
    assert content(saved)["status"] == "optimal"
    shutil.rmtree(saved.parent)


def test_a_defect_ends_in_an_apology_and_a_traceback_only_where_one_is_asked_for(
    event_file: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)  # a broken installation
    loaded = ("treffen.scheduling", "treffen.solvers.relaxation")
    for name in sorted((name for name in sys.modules if name.startswith(loaded)), reverse=True):
        parent, _, child = name.rpartition(".")
        known = vars(sys.modules[parent])
        if child in known:  # where the next import puts its own one: later tests find this one again
            monkeypatch.setitem(known, child, known[child])
        monkeypatch.delitem(sys.modules, name)
    done = run("schedule", event_file, "-o", "plan.json")
    assert (done.status, done.out) == (70, "")
    assert done.err.count("\n") == 1
    assert "a defect of treffen (ModuleNotFoundError, reference " in done.err
    assert not Path("plan.json").exists()
    assert "Traceback" in run("schedule", event_file, "-o", "plan.json", "--debug").err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_either_signal_asks_for_a_stop_and_is_handed_back_afterwards(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    asked: list[bool] = []
    with StopOnSignal(lambda: asked.append(True), last_words="") as listening:
        assert not listening.is_asked
        signal.raise_signal(number)
        assert listening.is_asked
    assert asked == [True]
    assert signal.getsignal(number) is before


@pytest.mark.parametrize(
    ("second", "after", "is_told", "ended"),
    [
        (signal.SIGTERM, 0.1, False, []),  # one signal, sent to process and group at once
        (signal.SIGTERM, 0.3, False, [130]),
        (signal.SIGTERM, 0.1, True, [130]),
        (signal.SIGINT, 0.1, False, [130]),
    ],
)
def test_the_same_signal_at_once_is_the_first_and_any_other_ends(
    second: signal.Signals, after: float, is_told: bool, ended: list[int]
) -> None:
    asked: list[bool] = []
    seen: list[int] = []
    times = iter([5.0, 5.0 + after])
    with StopOnSignal(
        lambda: asked.append(True), last_words="", clock=lambda: next(times), end=seen.append
    ) as listening:
        signal.raise_signal(signal.SIGTERM)
        listening.is_told = is_told
        signal.raise_signal(second)
    assert asked == [True]
    assert seen == ended


def _begun(running: subprocess.Popen[str]) -> None:
    """Wait until the process listens to signals in its own way (SigCgt holds SIGTERM)."""
    for _ in range(600):
        status = Path(f"/proc/{running.pid}/status").read_text("ascii")
        caught = re.search(r"^SigCgt:\s*(\w+)", status, re.MULTILINE)
        if caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.05)
    pytest.fail("the command never began to listen")


def _read_until(descriptor: int, wanted: bytes, seen: bytes = b"") -> bytes:
    """What a terminal shows until it shows `wanted`, or until its other side is gone."""
    try:
        while not wanted or wanted not in seen:
            chunk = os.read(descriptor, 65536)
            if not chunk:
                break
            seen += chunk
    except OSError:  # how Linux says that the other side is gone
        pass
    return seen


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED, NOT PASSED: needs /proc")


@linux_only
def test_a_terminal_shows_one_line_and_ctrl_c_writes_the_best_plan_so_far(
    endless_file: Path, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    command = ["schedule", endless_file, "-o", tmp_path / "plan.json"]
    running = start(*command, stderr=theirs, env=environment(COLUMNS="100"))
    os.close(theirs)
    seen = _read_until(ours, b"improving")
    running.send_signal(signal.SIGINT)
    seen = _read_until(ours, b"", seen)
    os.close(ours)
    assert running.wait(60) == 0
    assert running.stdout is not None
    assert "The search was interrupted." in running.stdout.read()
    running.stdout.close()
    plan = content(tmp_path / "plan.json")
    assert (plan["status"], plan["stopped"]) == ("feasible", "interrupted")
    _check_screen(seen.decode())


def _check_screen(screen: str) -> None:
    lines = screen.replace("\r\n", "\n").split("\n")
    assert [line.split("\r")[-1] for line in lines] == [
        "Stopping: the best plan so far will be written. Once more, and it is aborted.",
        "",
    ]
    frames = [frame for frame in lines[0].split("\r")[:-1] if frame.strip()]
    assert all(len(frame) < 100 for frame in frames)
    assert re.search(r" s  improving  Value of meetings [\d,]+  bound [\d,]+  gap [\d.]+%", frames[-1])


@linux_only
def test_the_second_signal_aborts_at_once_and_leaves_nothing_behind(
    endless_file: Path, tmp_path: Path
) -> None:
    running = start("schedule", endless_file, "-o", tmp_path / "plan.json")
    _begun(running)
    running.send_signal(signal.SIGTERM)
    assert running.stderr is not None
    assert running.stderr.readline().startswith("Stopping")  # two signals that wait together are one
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
