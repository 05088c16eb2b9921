"""Lists of large Nash welfare as the papers build them, and our lists beside them."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from benchmarks.recommend import fair, market
from benchmarks.recommend.nash import (
    attention,
    by_scaling,
    by_sorting,
    draw_lists,
    one_lottery,
    two_lotteries,
    two_sides,
)

from treffen.recommendation.lists.fairness import envy, nash_welfare
from treffen.recommendation.score.weights import ListRules


def test_popularity_is_what_all_agree_on() -> None:
    agreed, free = (two_sides(1, people=8, popularity=p) for p in (1.0, 0.0))
    assert np.ptp(agreed.left, axis=0).max() == 0
    assert agreed.left[0] == pytest.approx(np.linspace(1, 0, 8))
    assert np.ptp(free.left, axis=0).min() > 0.2


def test_no_order_of_a_list_has_more_than_the_sorted_one() -> None:
    gradient, v = np.random.default_rng(2).random((1, 5)), attention(5, shown=3, is_alike=False)
    best = max(float((gradient[0, list(order)] * v).sum()) for order in permutations(range(5)))
    assert float((gradient * by_sorting(gradient, v)).sum()) == pytest.approx(best)
    assert float((gradient * by_scaling(gradient, v)).sum()) == pytest.approx(best, rel=0.02)
    assert by_scaling(gradient, v).sum() == pytest.approx(v.sum(), rel=0.02)  # it ends before it is exact


def test_nash_welfare_is_larger_and_envy_gone() -> None:
    sides, v = two_sides(3, people=14, popularity=0.6), attention(14, shown=4, is_alike=True)

    def told(is_nash: bool) -> tuple[float, float]:
        left, right = two_lotteries(sides, v, is_nash=is_nash)
        assert left.sum(axis=1) == pytest.approx(v.sum())
        match = sides.mutual * left * right.T
        return nash_welfare(match.sum(axis=1)), envy(sides.mutual * left, right.T).pairs

    (nash, no_envy), (total, some_envy) = told(True), told(False)
    assert nash > total
    assert no_envy < 0.01 < some_envy


def test_lists_are_drawn_from_the_lottery_as_often_as_it_says() -> None:
    worth = np.random.default_rng(4).random((9, 9))
    worth = np.triu(worth, 1) + np.triu(worth, 1).T
    lottery = one_lottery(worth, k=3)
    seen = np.zeros((9, 9))
    for seed in range(400):
        for person, row in enumerate(lottery.drawn(seed)):
            seen[person, row] += 1 / 400
    assert not seen.diagonal().any()
    assert seen == pytest.approx(lottery.mean, abs=0.12)


def test_lists_of_an_attention_are_drawn_with_its_chances() -> None:
    share = np.array([[1.0, 0.5, 0.5, 0.0], [0.25, 0.25, 0.75, 0.75]])
    seen = np.zeros((2, 4))
    for seed in range(600):
        for person, row in enumerate(draw_lists(share, k=2, seed=seed)):
            assert len(row) == 2
            seen[person, row] += 1 / 600
    assert seen == pytest.approx(share, abs=0.06)


def test_ours_shows_both_sides_ten_of_the_other_and_keeps_the_limit() -> None:
    lists = fair.our_lists(two_sides(5, people=20, popularity=0.5), rules=ListRules())
    assert all({p >= 20 for p in row} == {person < 20} for person, row in enumerate(lists))
    seen = np.bincount([p for row in lists for p in row], minlength=40)
    assert seen.max() <= 11


def test_ours_has_no_fewer_meetings_and_no_more_envy_on_our_market() -> None:
    """Three worlds of full size; the tables have twenty."""
    found: dict[str, list[fair.Figures]] = {}
    for seed in range(fair.FIRST, fair.FIRST + 3):
        people = market.world(seed)
        worth = fair.all_chances(people, seed)
        for name in (fair.OURS, "Nash welfare"):
            found.setdefault(name, []).append(fair.of_market(name, people, worth, seed))
    ours, nash = found[fair.OURS], found["Nash welfare"]
    assert sum(f.meetings for f in ours) >= sum(f.meetings for f in nash)
    assert sum(f.places.people for f in ours) <= sum(f.places.people for f in nash) + 0.03
