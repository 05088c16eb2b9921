"""Prices that narrow a refutation: engine and checker read them alike, and the checker believes none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import checker
from tests.engine.benchmarks.test_checker import OBJECTIVES, Case
from tests.engine.solvers.satisfiability.test_refutation import claim_of, claims, known, priced

from treffen.files import write_refutation
from treffen.files.problem_json import write_problem_json
from treffen.solvers.satisfiability.refutation.limits import formula_of

pytestmark = pytest.mark.once


def test_they_write_the_same_clauses_of_prices(tmp_path: Path) -> None:
    n_equal = 0
    for seed in range(1, 60, 2):
        for problem, limits, _ in claims(seed):
            prices = priced(problem, seed)
            write_problem_json(tmp_path / "event.json", problem)
            write_refutation(tmp_path, "idle", log="", prices=prices)
            body = json.loads((tmp_path / "event.json").read_text("utf-8"))
            numbers = {goal.value: most for goal, most in limits.items()}
            plain = formula_of(claim_of(problem, limits))
            ours = formula_of(replace(claim_of(problem, limits), prices=prices))
            theirs = checker.Formula(checker.Event(body), numbers, tmp_path / "idle.prices.json").clauses
            assert ([] in ours) == ([] in theirs)
            assert [] in ours or ours == theirs
            n_equal += [] not in ours and ours != plain
    assert n_equal > 10


def test_a_refutation_with_prices_is_accepted_and_refused_with_prices_that_are_none(tmp_path: Path) -> None:
    for seed in range(1, 200, 2):
        case_of = known(seed)
        problem = None if case_of is None else replace(case_of[0], goals=OBJECTIVES[2], break_spread=None)
        folder = tmp_path / str(seed)
        folder.mkdir()
        if problem is None or not (case := Case(folder, problem)).has("idle.prices.json"):
            continue
        assert case.ends_with() == 0
        case.edit("idle.prices.json", lambda body: body["prices"][0].update(price=0.5))
        assert case.ends_with() == 1
        case.edit("idle.prices.json", lambda body: body.update(prices=[], scale=0))
        assert case.ends_with() == 1
        return
    pytest.fail("no event rests on a refutation with prices")
