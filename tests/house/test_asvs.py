"""The list of security requirements: every number of levels 1 and 2, and evidence that there is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAME = re.compile(r"`(test_\w+)`")
# Of each section: the last number, and which of them are withdrawn or on level 3 only.
SECTIONS: Mapping[str, tuple[int, set[int]]] = {
    "1.1": (7, set()),
    "1.2": (4, set()),
    "1.4": (5, {2, 3}),
    "1.5": (4, set()),
    "1.6": (4, set()),
    "1.7": (2, set()),
    "1.8": (2, set()),
    "1.9": (2, set()),
    "1.10": (1, set()),
    "1.11": (2, set()),
    "1.12": (2, {1}),
    "1.14": (6, set()),
    "2.1": (12, set()),
    "2.2": (3, set()),
    "2.3": (3, set()),
    "2.4": (6, set()),
    "2.5": (7, set()),
    "2.6": (3, set()),
    "2.7": (6, set()),
    "2.8": (7, set()),
    "2.9": (3, set()),
    "2.10": (4, set()),
    "3.1": (1, set()),
    "3.2": (4, set()),
    "3.3": (4, set()),
    "3.4": (5, set()),
    "3.5": (3, set()),
    "3.7": (1, set()),
    "4.1": (5, {4}),
    "4.2": (2, set()),
    "4.3": (3, set()),
    "5.1": (5, set()),
    "5.2": (8, set()),
    "5.3": (10, set()),
    "5.4": (3, set()),
    "5.5": (4, set()),
    "6.1": (3, set()),
    "6.2": (6, set()),
    "6.3": (2, set()),
    "6.4": (2, set()),
    "7.1": (4, set()),
    "7.2": (2, set()),
    "7.3": (4, {2}),
    "7.4": (3, set()),
    "8.1": (4, set()),
    "8.2": (3, set()),
    "8.3": (8, set()),
    "9.1": (3, set()),
    "9.2": (4, set()),
    "10.2": (2, set()),
    "10.3": (3, set()),
    "11.1": (8, set()),
    "12.1": (3, set()),
    "12.2": (1, set()),
    "12.3": (6, set()),
    "12.4": (2, set()),
    "12.5": (2, set()),
    "12.6": (1, set()),
    "13.1": (5, {2}),
    "13.2": (6, {4}),
    "13.3": (2, set()),
    "13.4": (2, set()),
    "14.1": (4, set()),
    "14.2": (6, set()),
    "14.3": (3, {1}),
    "14.4": (7, set()),
    "14.5": (4, set()),
}
WORDS = ("Does not apply: ", "Missing: ", "Missing on level 2", "Operator")


@pytest.fixture(scope="module")
def lines(root: Path) -> list[tuple[str, ...]]:
    return LINE.findall((root / "docs/reference/asvs.md").read_text("utf-8"))


def test_every_requirement_of_levels_1_and_2_has_its_line_and_none_has_two(
    lines: list[tuple[str, ...]],
) -> None:
    wanted = [
        f"{section}.{number}"
        for section, (last, left_out) in SECTIONS.items()
        for number in range(1, last + 1)
        if number not in left_out
    ]
    assert sorted(line[0] for line in lines) == sorted(wanted)
    assert len(wanted) == 260


def test_the_evidence_is_a_test_that_there_is_or_words_that_say_why_not(
    root: Path, lines: list[tuple[str, ...]]
) -> None:
    there = {
        name
        for path in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text("utf-8"))
    }
    wrong = {}
    for number, _level, _asked, evidence in lines:
        named = set(NAME.findall(evidence))
        if unknown := named - there:
            wrong[number] = f"no such test: {sorted(unknown)}"
        elif not named and not evidence.startswith(WORDS):
            wrong[number] = evidence
    assert wrong == {}
