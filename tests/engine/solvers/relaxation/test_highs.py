"""The door to HiGHS: what presolve cannot bring back is solved without it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import pytest
from scipy import sparse

from treffen.errors import SolverFailure
from treffen.solvers.relaxation import highs
from treffen.solvers.relaxation.highs import Program, solve


def program() -> Program:
    """The dearest two of three things, of which two neighbours exclude each other."""
    return Program(
        cost=np.array([-3.0, -2.0, -2.0]),
        matrix=sparse.csc_matrix(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]])),
        row_lower=np.full(2, -highs.INFINITY),
        row_upper=np.ones(2),
        lower=np.zeros(3),
        upper=np.ones(3),
        is_integer=np.ones(3, bool),
    )


def failing(times: int, seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS ends in an error so often."""
    run = highs._run

    def ends(instance: Any, *rest: Any) -> Any:
        seen.append(instance.getOptionValue("presolve")[1])
        answer = run(instance, *rest)
        return highspy.HighsStatus.kError if len(seen) <= times else answer

    monkeypatch.setattr(highs, "_run", ends)


def test_an_error_is_followed_by_a_run_without_presolve(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    failing(1, seen, monkeypatch)
    found = solve(program(), nodes=10)
    assert found.is_optimal
    assert found.x is not None
    assert found.x.tolist() == [1.0, 0.0, 1.0]
    assert seen == ["choose", "off"]


def test_a_second_error_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(2, [], monkeypatch)
    with pytest.raises(SolverFailure):
        solve(program())


def packing(seed: int) -> tuple[Program, np.ndarray]:
    """Sets that exclude each other, and some of them taken one after the other, as long as they may."""
    dice = np.random.default_rng(seed)
    n, m = int(dice.integers(15, 40)), int(dice.integers(15, 50))
    rows = (dice.random((m, n)) < 0.12).astype(np.float64)
    made = Program(
        cost=-dice.integers(1, 50, n).astype(np.float64),
        matrix=sparse.csc_matrix(rows),
        row_lower=np.full(m, -highs.INFINITY),
        row_upper=np.ones(m),
        lower=np.zeros(n),
        upper=np.ones(n),
        is_integer=np.ones(n, bool),
    )
    start = np.zeros(n)
    for column in dice.permutation(n):
        start[column] = 1
        start[column] = (rows @ start <= 1).all()
    return made, start


@pytest.mark.parametrize("seed", [32, 173, 367, 749, 1320])
def test_the_objective_is_that_of_the_choice_where_a_start_is_given(seed: int) -> None:
    """HiGHS 1.16 returns the start of each of these, with the objective of the best."""
    asked, start = packing(seed)
    found, best = solve(asked, start=start), solve(asked)
    assert found.is_optimal
    assert found.x is not None
    assert found.objective == pytest.approx(float(asked.cost @ found.x)) == pytest.approx(best.objective)


def test_an_objective_of_another_choice_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = highs._outcome
    monkeypatch.setattr(highs, "_outcome", lambda *asked: replace(outcome(*asked), objective=-9.0))
    found = solve(program())
    assert (found.objective, found.is_optimal) == (-5.0, False)
