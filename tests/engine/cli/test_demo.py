"""`treffen demo` shows the whole way, and what it writes is right."""

from __future__ import annotations

import shlex
from pathlib import Path

from tests.engine.cli.processes import treffen

QUICK = ("--people", "16", "--time-limit", "1")


def test_the_demo_writes_an_event_a_plan_and_a_page_that_belong_together(tmp_path: Path) -> None:
    done = treffen("demo", "a/b", *QUICK, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "a/b").iterdir()} == {
        "event.xlsx",
        "plan.json",
        "timetable.html",
    }
    assert treffen("verify", "a/b/event.xlsx", "a/b/plan.json", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a/b/timetable.html").resolve().as_uri() in done.stderr


def test_the_demo_shows_each_command_as_it_could_be_typed(tmp_path: Path) -> None:
    done = treffen("demo", *QUICK, "--seed", "3", cwd=tmp_path)
    shown = [line[2:] for line in done.stderr.splitlines() if line.startswith("$ ")]
    assert [line.split()[1] for line in shown] == ["generate", "schedule", "verify"]
    (tmp_path / "treffen-demo/event.xlsx").unlink()
    again = [treffen(*shlex.split(shown[at])[1:], cwd=tmp_path).returncode for at in (0, 2)]
    assert again == [0, 0]


def test_the_demo_can_be_run_again_in_the_same_folder(tmp_path: Path) -> None:
    assert [treffen("demo", *QUICK, cwd=tmp_path).returncode for _ in range(2)] == [0, 0]


def test_a_demo_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    done = treffen("demo", "taken", *QUICK, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("FOLDER taken: cannot write there")) == (2, True)


def test_a_demo_of_nobody_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    done = treffen("demo", "--people", "0", cwd=tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])


def test_a_folder_that_reads_like_a_flag_is_a_folder(tmp_path: Path) -> None:
    done = treffen("demo", *QUICK, "--", "-x", cwd=tmp_path)
    assert (done.returncode, len(list((tmp_path / "-x").iterdir()))) == (0, 3)
