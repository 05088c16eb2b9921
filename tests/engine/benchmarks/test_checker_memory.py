"""The stand-alone checker with logs and events that would fill the memory."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from benchmarks import checker
from tests.engine.benchmarks.test_checker import Case, hard, lines_of, rewrite

pytestmark = pytest.mark.once


@pytest.fixture
def copy(tmp_path: Path) -> Case:
    """A plan with a bound that only a refutation proves; its files may be touched."""
    return Case(tmp_path, hard(0))


def test_a_small_file_that_unpacks_to_a_long_log_is_refused_before_it_is_read(
    copy: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line.replace(" ", " " * 10**6, 1) for line in lines_of(copy)[:40]]
    rewrite(copy, lines)
    assert copy.ends_with() == 1
    assert re.search(r"REFUSED: breaks: step 1\d has no end, or the log outgrows", capsys.readouterr().out)


def test_a_log_of_more_clauses_than_the_memory_allows_is_refused(copy: Case) -> None:
    event = checker.Event(json.loads((copy.folder / "event.json").read_text("utf-8")))
    limits = {"breaks": copy.plan.goals[0].bound - 1}
    assert "refuted in" in str(checker.refuted(deepcopy(event), limits, copy.folder, "breaks"))
    number, rest = lines_of(copy)[0].split(" ", 1)
    rewrite(copy, [f"{int(number) + n} {rest}" for n in range(10_000)])
    with pytest.raises(checker.Refused, match="without a contradiction"):
        checker.refuted(deepcopy(event), limits, copy.folder, "breaks")
    event.memory = 3_000_000
    with pytest.raises(
        checker.Refused, match=r"step \d{4} has no end, or the log outgrows its file or memory"
    ):
        checker.refuted(deepcopy(event), limits, copy.folder, "breaks")


def test_an_event_whose_formula_needs_more_than_the_memory_allows_is_not_judged(
    copy: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(copy.folder / name) for name in ("event.json", "plan.json", "")]
    assert checker.main([*files, "0"]) == 2
    assert "MemoryError" in capsys.readouterr().out
    assert checker.main([*files, "1"]) == 0
    event = checker.Event(json.loads((copy.folder / "event.json").read_text("utf-8")))
    event.memory = 100_000
    with pytest.raises(MemoryError, match="more clauses"):
        checker.Formula(event, {"breaks": 1})
