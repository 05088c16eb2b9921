"""Envy, worst-off, Nash welfare: small cases that can be counted by hand, and what lists do for them."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.recommendation.lists import Recommender
from treffen.recommendation.lists.fairness import (
    envy,
    fairness_of,
    gini,
    nash_welfare,
    worst_off,
)
from treffen.recommendation.score.twoway import chance
from treffen.recommendation.score.weights import Balance, ListRules
from treffen.recommendation.settings import Settings


def test_who_likes_the_share_of_another_better_envies_them() -> None:
    """The first has what both like; the third is content."""
    worth = np.array([[4.0, 1.0, 0.0], [3.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    found = envy(worth, np.eye(3))
    assert found.people == pytest.approx(1 / 3)
    assert found.pairs == pytest.approx(1 / 6)
    assert found.mean == pytest.approx((2 / 3) / (7 / 3))


def test_nobody_envies_whoever_is_shown_what_they_are_shown() -> None:
    worth = np.random.default_rng(1).random((4, 6))
    assert envy(worth, np.full((4, 6), 0.5)).people == 0


@pytest.mark.parametrize("seed", range(3))
def test_envy_in_one_pool_is_what_changing_places_would_bring(seed: int) -> None:
    """By the book: who takes the list of another finds that one where they stood themselves."""
    rng = np.random.default_rng(seed)
    worth, share = (rng.random((7, 7)) * (1 - np.eye(7)) for _ in range(2))
    gains = {}
    for one, other in permutations(range(7), 2):
        theirs = share[other].copy()
        theirs[other], theirs[one] = theirs[one], 0
        gains[one, other] = worth[one] @ theirs - worth[one] @ share[one]
    best = [max(0.0, *(gains[a, b] for a, b in gains if a == one)) for one in range(7)]
    found = envy(worth, share, is_one_pool=True)
    assert found.people == pytest.approx(np.mean(np.array(best) > 0))
    assert found.pairs == pytest.approx(np.mean([gain > 0 for gain in gains.values()]))
    assert found.mean == pytest.approx(np.mean(best) / np.mean((worth * share).sum(axis=1)))


def test_gini_is_the_mean_difference_of_all_pairs() -> None:
    values = np.random.default_rng(5).random(30)
    slow = np.abs(values[:, None] - values).mean() / (2 * values.mean())
    assert gini(values) == pytest.approx(slow)
    assert gini(np.array([3, 3, 3])) == 0
    assert gini(np.array([0, 0])) == 0


def test_worst_and_nash_rise_when_the_poor_get_from_the_rich() -> None:
    before, after = np.full(20, 2.0), np.full(20, 2.0)
    before[0], before[1] = 1.0, 3.0
    assert worst_off(before) == 1.5
    assert worst_off(after) == 2.0
    assert nash_welfare(before) < nash_welfare(after) == pytest.approx(2.0)


def _fairness(how: Balance, seed: int):  # type: ignore[no-untyped-def]
    pool = pool_of(120, popular=0.8, seed=seed, networks=30)
    made = Recommender(pool, Concepts, settings=Settings(lists=ListRules(balance=how)), seed=seed)
    return made, fairness_of(made.pairs, made.built)


@pytest.mark.parametrize("seed", range(3))
def test_the_limit_leaves_less_envy_and_better_worst_off_than_none(seed: int) -> None:
    _, none = _fairness(Balance.NONE, seed)
    made, found = _fairness(Balance.CAP, seed)
    assert found.of_places.pairs < none.of_places.pairs / 2
    assert found.of_places.mean < none.of_places.mean
    assert found.seen < none.seen
    assert found.worst > none.worst
    pairs, own = made.pairs, made.built.partner
    listed = [[pairs.find(i, int(p)) for p in row if p >= 0] for i, row in enumerate(own)]
    worth = [float(chance(pairs.score[at]).sum()) for at in listed]
    assert found.shown == pytest.approx(gini(np.array(worth)), abs=1e-6)


def test_an_empty_pool_has_no_envy() -> None:
    pool = pool_of(0)
    made = Recommender(pool, Concepts)
    found = fairness_of(made.pairs, made.built)
    assert found.of_lists.people == found.of_places.mean == found.nash == 0
