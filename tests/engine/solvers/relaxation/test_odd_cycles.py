"""Rows of odd cycles: they are true of every choice, and are found where a solution breaks one."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from treffen.solvers.relaxation.highs import Program
from treffen.solvers.relaxation.subset import odd_cycles
from treffen.solvers.relaxation.subset.odd_cycles import broken_cycles, tightened

Floats = NDArray[np.float64]


def rows_of(pairs: list[tuple[int, int]], n: int) -> Floats:
    rows = np.zeros((len(pairs), n))
    for i, pair in enumerate(pairs):
        rows[i, list(pair)] = 1
    return rows


def ring(n: int) -> Floats:
    return rows_of([(i, (i + 1) % n) for i in range(n)], n)


def program_of(rows: Floats, cost: Floats) -> Program:
    n = len(cost)
    return Program(
        cost=cost,
        matrix=sparse.csc_matrix(rows),
        row_lower=np.full(len(rows), -np.inf),
        row_upper=np.ones(len(rows)),
        lower=np.zeros(n),
        upper=np.ones(n),
        is_integer=np.ones(n, bool),
    )


@pytest.mark.parametrize("n", [3, 5, 9])
def test_an_odd_ring_held_by_half_is_found_once(n: int) -> None:
    rows = sparse.csr_matrix(ring(n))
    assert broken_cycles(rows, np.full(n, 0.5)) == [list(range(n))]
    assert broken_cycles(rows, np.full(n, 0.3)) == []


def test_an_even_ring_and_whole_numbers_break_nothing() -> None:
    assert broken_cycles(sparse.csr_matrix(ring(6)), np.full(6, 0.5)) == []
    assert broken_cycles(sparse.csr_matrix(ring(5)), np.array([1.0, 0, 1, 0, 0])) == []


def test_what_takes_long_to_look_through_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odd_cycles, "MOST_WAYS", 4)
    assert broken_cycles(sparse.csr_matrix(ring(5)), np.full(5, 0.5)) == []


@pytest.mark.parametrize("seed", range(12))
def test_no_choice_is_forbidden_and_the_bound_comes_nearer(seed: int) -> None:
    dice = np.random.default_rng(seed)
    n = 9
    pairs = [pair for pair in combinations(range(n), 2) if dice.random() < 0.4]
    rows, cost = rows_of(pairs, n), -dice.integers(5, 12, n).astype(np.float64)
    program, prices = tightened(program_of(rows, cost), seconds=60.0)
    assert prices is not None
    assert len(prices) == len(program.row_upper) >= len(rows)
    choices = [np.array(c) for c in product((0, 1), repeat=n) if (rows @ np.array(c) <= 1).all()]
    assert all((program.matrix @ c <= program.row_upper).all() for c in choices)
    bound = float(np.minimum(prices, 0) @ program.row_upper)
    bound += float(np.minimum(0, cost - program.matrix.T @ np.minimum(prices, 0)).sum())
    assert bound <= min(float(cost @ c) for c in choices) + 1e-6


def test_a_sum_of_other_rows_is_no_pair() -> None:
    for last in ([2, 0, 0, 0, 2], [0.5, 2, 0, 0, 0.5]):  # twice, or half a column says something else
        rows = np.vstack([ring(5)[:4], last])
        tight, prices = tightened(program_of(rows, np.full(5, -1.0)), seconds=60.0)
        assert prices is not None
        assert len(tight.row_upper) == 5
