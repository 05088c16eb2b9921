"""The equilibrium: its equations hold, small cases are known, and who is asked for costs more."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import root

from treffen.recommendation.lists.balance import equilibrium
from treffen.recommendation.lists.candidates import CandidatePairs, Pairs, symmetric


def _pairs(score: np.ndarray) -> Pairs:
    row, column = np.nonzero(np.triu(np.ones_like(score), 1))
    value = score[row, column]
    return symmetric(
        len(score), [CandidatePairs(row=row, column=column, score=value, for_row=value, for_column=value)]
    )


def _random(n: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    popular = rng.normal(0, 1, n)
    score = rng.normal(0, 1, (n, n))
    return (score + score.T) / 2 + popular + popular[:, None]


def _by_another_way(score: np.ndarray, time: np.ndarray, beta: float) -> np.ndarray:
    """u of the same equations by a general root finder (Powell's hybrid method) in logarithms."""
    off = ~np.eye(len(score), dtype=bool)
    kernel = np.where(off, np.exp((score - score[off].mean()) / (2 * beta)), 0)

    def error(v: np.ndarray) -> np.ndarray:
        u = np.exp(v)
        return np.asarray((u * u + u * (kernel @ u)) / time - 1)

    found = root(error, np.zeros(len(score)), method="hybr", tol=1e-12)
    assert found.success
    return np.exp(found.x)


@pytest.mark.parametrize("seed", range(6))
def test_a_general_root_finder_finds_the_same_prices(seed: int) -> None:
    n = 3 + seed
    score, time = _random(n, seed), np.random.default_rng(seed).integers(1, 9, n).astype(float)
    found = equilibrium(_pairs(score), time, temperature=0.75)
    price = -2 * found.beta * np.log(_by_another_way(score, time, found.beta))
    assert found.has_converged
    assert found.price == pytest.approx(price - price.mean(), abs=1e-4)


def test_two_people_share_their_time_as_the_formula_says() -> None:
    score = np.zeros((2, 2))
    found = equilibrium(_pairs(score), np.array([1.0, 1.0]), temperature=1.0)
    assert found.price == pytest.approx([0, 0])  # u = 1 / sqrt(2) for both


def test_who_is_asked_for_costs_more_and_time_makes_cheaper() -> None:
    score = np.zeros((5, 5))
    score[0, :] = score[:, 0] = 2.0
    asked = equilibrium(_pairs(score), np.full(5, 4.0), temperature=0.75)
    assert asked.price[0] > asked.price[1:].max()
    time = np.array([40.0, 4, 4, 4, 4])
    patient = equilibrium(_pairs(score), time, temperature=0.75)
    assert patient.price[0] - patient.price[1] < asked.price[0] - asked.price[1]


def test_too_few_rounds_are_not_called_an_equilibrium() -> None:
    assert not equilibrium(_pairs(_random(20, 1)), np.full(20, 8.0), temperature=0.75, rounds=2).has_converged


@pytest.mark.parametrize("temperature", [0.05, 0.3, 1.0, 3.0])
def test_it_converges_from_cold_to_hot(temperature: float) -> None:
    found = equilibrium(_pairs(_random(60, 3)), np.full(60, 8.0), temperature=temperature)
    assert found.has_converged
    assert np.isfinite(found.price).all()


def test_nobody_and_no_pairs_are_no_trouble() -> None:
    assert equilibrium(_pairs(np.zeros((3, 3))), np.zeros(3), temperature=1.0).has_converged
    none, nothing = np.empty(0, int), np.empty(0)
    found = CandidatePairs(row=none, column=none, score=nothing, for_row=nothing, for_column=nothing)
    alone = symmetric(2, [found])
    assert equilibrium(alone, np.ones(2), temperature=1.0).price == pytest.approx([0, 0])
