"""Five blows at random while people are at work: nothing that they were told is lost, nothing is doubled."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.chaos.house import House
from benchmarks.chaos.page import write_page
from benchmarks.chaos.report import ABOUT
from benchmarks.results import RESULTS

pytestmark = pytest.mark.once
SMALL = """
import sys
from benchmarks.chaos import report, world
sys.exit(report.report(kills=5, kind="sqlite", is_kept=False, seconds=240, size=world.SMALL))
"""


def test_five_blows_lose_nothing(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SMALL],
        cwd=root,
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    told = {
        name: int(number)
        for name, number in re.findall(r"^(all blows|code to sign in) +(\d+)", said, re.MULTILINE)
    }
    assert told["all blows"] == 5
    assert told["code to sign in"] > 0


def test_the_same_seed_draws_the_same_blows(tmp_path: Path) -> None:
    def names(seed: int) -> list[str]:
        house = House(disk=tmp_path, beside=tmp_path, database=None, may_fill=True, seed=seed)
        return [house.draw() for _ in range(60)]

    assert names(7) == names(7) != names(8)
    assert set(names(7)) == {
        "disk full",
        "mail server killed",
        "process of a job killed",
        "web process killed",
        "web server killed",
        "worker killed",
    }


def test_the_page_is_what_was_measured(root: Path, tmp_path: Path) -> None:
    kept = root / "docs" / "background" / "chaos.md"
    assert write_page(ABOUT, results=RESULTS, page=tmp_path / "page.md").read_text() == kept.read_text()
