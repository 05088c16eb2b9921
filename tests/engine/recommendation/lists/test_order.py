"""Lists are in order: right in both directions, then in one, then the rest as they were chosen."""

from __future__ import annotations

import numpy as np
from benchmarks.recommend.both_ways import known

from treffen.recommendation.lists.answers import ENOUGH
from treffen.recommendation.lists.engine import recommender


def test_who_is_right_in_both_directions_stands_first() -> None:
    truth = known(7, is_stated=True, people=40)
    made = recommender(truth.pool, seed=7)
    needs = {one.id: len(one.needs) for one in truth.pool.profiles}
    found = []
    for one in made.lists(with_reasons=False).lists:
        right = [
            (entry.for_you >= ENOUGH / needs[one.participant])
            + (entry.for_them >= ENOUGH / needs[entry.partner])
            for entry in one.entries
        ]
        assert right == sorted(right, reverse=True)
        found += right
    assert set(found) >= {1, 2}


def test_among_ten_most_are_right_both_ways_where_so_many_are_there() -> None:
    truth = known(40_000, is_stated=True, people=100)
    made = recommender(truth.pool, seed=1).lists(with_reasons=False)
    both = truth.gives & truth.gives.T
    number = {str(one.id): at for at, one in enumerate(truth.pool.profiles)}
    shares = [
        np.mean([both[number[str(one.participant)], number[str(e.partner)]] for e in one.entries])
        for one in made.lists
        if both[number[str(one.participant)]].sum() >= 10
    ]
    assert np.mean(shares) > 0.6
