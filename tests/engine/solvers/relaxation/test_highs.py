"""The door to HiGHS: what presolve cannot bring back is solved without it."""

from __future__ import annotations

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
