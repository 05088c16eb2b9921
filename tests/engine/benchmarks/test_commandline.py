"""What people wait for is timed in processes of its own."""

from benchmarks.commandline import _row, _Run


def test_a_goal_is_kept_when_the_worst_run_keeps_it() -> None:
    row = _row("x", [_Run(0.1, 0.1, ""), _Run(0.2, 0.1, ""), _Run(0.3, 0.2, "")], 0.3)
    assert row == ("x", "3", "0.20", "0.30", "0.10", "0.30", "kept")


def test_a_goal_that_the_median_misses_is_missed() -> None:
    assert _row("x", [_Run(2.0, 1.0, ""), _Run(3.0, 1.0, "")], 1.0)[-1] == "MISSED"


def test_a_command_that_failed_is_not_a_goal_kept() -> None:
    assert _row("x", [_Run(0.1, 0.1, "EXIT 2: no such file")], 1.0)[-1] == "EXIT 2: no such file"
