"""What people wait for is timed in processes of its own."""

from pathlib import Path

import pytest
from benchmarks import commandline
from benchmarks.commandline import _check_row, _row, _Run


def test_a_goal_is_kept_when_the_worst_run_keeps_it() -> None:
    row = _row("x", [_Run(0.1, 0.1, ""), _Run(0.2, 0.1, ""), _Run(0.3, 0.2, "")], 0.3)
    assert row == ("x", "3", "0.20", "0.30", "0.10", "0.30", "kept")


def test_a_goal_that_the_median_misses_is_missed() -> None:
    assert _row("x", [_Run(2.0, 1.0, ""), _Run(3.0, 1.0, "")], 1.0)[-1] == "MISSED"


def test_a_command_that_failed_is_not_a_goal_kept() -> None:
    assert _row("x", [_Run(0.1, 0.1, "EXIT 2: no such file")], 1.0)[-1] == "EXIT 2: no such file"


def test_a_plan_is_made_and_then_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commandline, "LARGE", 12)
    monkeypatch.setattr(commandline, "LARGE_SECONDS", 2)
    row = _check_row(tmp_path, tmp_path / "cache")
    assert row[:2] == ("treffen verify, 12 people (goal of CPU s)", "3")
    assert row[-1] == "kept"
