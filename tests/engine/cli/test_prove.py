"""`treffen prove`: logs beside a plan, the same bytes each time; what stays on trust is named."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import checker
from tests.engine.benchmarks.test_checker import hard
from tests.engine.cli.conftest import Run

from treffen.files.problem_json import write_problem_json
from treffen.problem import Goal


@pytest.fixture
def planned(tmp_path: Path, run: Run) -> Path:
    """A folder with an event and a plan whose bound a search proved."""
    write_problem_json(tmp_path / "event.json", hard(0))
    assert run("schedule", "event.json", "-o", "plan.json").status == 0
    return tmp_path


def test_what_search_proved_is_written_and_the_checker_accepts_it(planned: Path, run: Run) -> None:
    done = run("prove", "event.json", "plan.json", "-o", "proofs")
    assert done.status == 0
    assert "Breaks: the contrary is refuted in" in done.out
    assert checker.main([str(planned / name) for name in ("event.json", "plan.json", "proofs")]) == 0
    first = (planned / "proofs/breaks.lrat.gz").read_bytes()
    assert gzip.decompress(first).endswith(b" 0\n")
    assert run("prove", "event.json", "plan.json", "-o", "again").status == 0
    assert (planned / "again/breaks.lrat.gz").read_bytes() == first
    assert run("prove", "event.json", "plan.json", "-o", "proofs").status == 2


def test_a_claim_that_time_does_not_suffice_for_is_named(planned: Path, run: Run) -> None:
    done = run("prove", "event.json", "plan.json", "-o", "proofs", "--time-limit", "0.001", "--lang", "de")
    assert done.status == 3
    assert "nicht in der Zeit widerlegt; es bleibt beim Wort des Lösers" in done.out
    assert list((planned / "proofs").iterdir()) == []


def test_a_goal_that_no_formula_counts_is_named(tmp_path: Path, run: Run) -> None:
    write_problem_json(tmp_path / "event.json", replace(hard(0), goals=(Goal.CHANGES,)))
    assert run("schedule", "event.json", "-o", "plan.json", "--time-limit", "2").status == 0
    plan = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    (goal,) = plan["goals"]
    goal.update(bound=goal["value"], status="optimal", proof="search")
    (tmp_path / "plan.json").write_text(json.dumps(plan | {"status": "optimal"}), "utf-8")
    told = run("verify", "event.json", "plan.json")
    assert (told.status, goal["value"] > 0, "treffen prove" in told.out) == (4, True, False)
    done = run("prove", "event.json", "plan.json", "-o", "proofs")
    assert done.status == 3
    assert "the formula says nothing of this goal" in done.out
    assert "Nothing in this plan rests on a search" not in done.out


def test_prove_is_named_where_it_can_help(planned: Path, run: Run) -> None:
    assert "treffen prove" in run("verify", "event.json", "plan.json").out


def test_a_plan_that_is_refused_is_not_proved(planned: Path, run: Run) -> None:
    text = (planned / "plan.json").read_text()
    (planned / "plan.json").write_text(text.replace('"slot": "s1"', '"slot": "s2"'))
    done = run("prove", "event.json", "plan.json", "-o", "proofs")
    assert done.status == 1
    assert not (planned / "proofs").exists()


def test_where_nothing_rests_on_a_search_nothing_is_needed(tmp_path: Path, run: Run) -> None:
    run("generate", "base", "-o", "event.json", "--people", "12")
    run("schedule", "event.json", "-o", "plan.json")
    done = run("prove", "event.json", "plan.json", "-o", "proofs")
    assert done.status == 0
    assert "no refutation is needed" in done.out
    assert list((tmp_path / "proofs").iterdir()) == []
