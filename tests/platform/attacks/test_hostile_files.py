"""Five hundred hostile files: each ends with an answer, within five seconds and 300 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.platform.attacks.hostile import driver, packing

from handschlag.directory.imports.archives import read_values

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[3]
FILES, SECONDS, MEMORY = 500, 5.0, 300 * 1024 * 1024


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    """What every door said; the memory is the most that any reader had up to then."""
    ran = subprocess.run(
        [sys.executable, "-m", driver.__name__],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_every_file_ends_with_a_clear_answer(answers: list[dict[str, Any]]) -> None:
    assert (len(answers), len({one["name"] for one in answers})) == (FILES, FILES)
    assert [one["name"] for one in answers if one["said"] == "stopped: crash"] == []


def test_no_file_takes_more_than_its_seconds_and_memory(answers: list[dict[str, Any]]) -> None:
    """Seconds of the processor: those of the clock belong to whatever else the machine does."""
    assert [(one["name"], one["cpu"]) for one in answers if one["cpu"] > SECONDS] == []
    assert answers[-1]["memory"] <= MEMORY


def test_the_files_reach_every_kind_of_refusal(answers: list[dict[str, Any]]) -> None:
    """Files that all break at the first glance would prove nothing."""
    said = {one["said"] for one in answers}
    tables = {"too_many_rows", "too_many_columns", "unpacks_too_large", "encrypted", "macros", "open_quote"}
    pictures = {"no_picture", "animated", "too_many_pixels", "too_small", "drawing"}
    assert said >= {*tables, *pictures, "stopped: memory", "too_heavy", "read", "broken"}


def test_the_files_are_the_same_each_time() -> None:
    _door, family, _times = next(driver.families())
    assert family(Random("15:x")) == family(Random("15:x"))


def test_an_honest_workbook_of_the_same_making_is_read() -> None:
    """So whatever is refused is refused for what was done to it."""
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7</v></c></row>'
    made = packing.workbook({"xl/worksheets/sheet1.xml": packing.sheet(cells)})
    raw = packing.workbook_with(packing.plain("xl/worksheets/sheet1.xml", packing.sheet(cells)))
    assert [read_values(one)[0]["rows"] for one in (made, raw)] == [(("x", "7"),)] * 2
