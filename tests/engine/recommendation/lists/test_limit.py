"""Attention is spread: nobody stands in too many lists, by the limit and by prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.recommendation import Pool, Profile
from treffen.recommendation.lists import Lists, Recommender, recommender
from treffen.recommendation.lists.balance import equilibrium
from treffen.recommendation.score.weights import Balance, ListRules
from treffen.recommendation.settings import Settings


def _lists(pool: Pool, **rules: object) -> Lists:
    settings = Settings(lists=ListRules(**rules))  # type: ignore[arg-type]
    return Recommender(pool, Concepts, settings=settings).lists(with_reasons=False)


def _gini(counts: list[int]) -> float:
    """Mean absolute difference of all pairs over twice the mean."""
    values = np.array(counts, float)
    return float(np.abs(values[:, None] - values).mean() / (2 * values.mean()))


@pytest.mark.parametrize("seed", range(3))
def test_the_market_spreads_attention_and_the_cap_limits_it(seed: int) -> None:
    pool = pool_of(200, popular=0.8, seed=seed, networks=30)
    seen = {how: [one.seen for one in _lists(pool, balance=how).lists] for how in Balance}
    assert max(seen[Balance.CAP]) <= 12 < max(seen[Balance.NONE])
    assert max(seen[Balance.MARKET]) <= 12
    assert _gini(seen[Balance.MARKET]) < _gini(seen[Balance.NONE])


def test_the_limit_is_in_proportion_to_the_meetings_that_people_want() -> None:
    """Everybody is sought; who wants twice as many meetings may stand in twice as many lists.

    With a floor that no pair reaches, so that nobody below the limit gets a place from whoever is at it.
    """
    pool = pool_of(80, seed=2, concepts=4, popular=0.9)
    wanted = [2, 8, 14]
    people = tuple(replace(p, wanted=wanted[n % 3], opted_in=True) for n, p in enumerate(pool.profiles))
    free = {"network": 10, "organisation": 10, "bridges": 0, "floor": 0.999}
    found = _lists(Pool(profiles=people), k=10, cap=1.2, reach=1, **free)
    mean = sum(p.wanted or 0 for p in people) / len(people)
    most = {n: int(12 * n / mean) for n in wanted}
    for n in wanted:
        seen = [one.seen for one, p in zip(found.lists, _by_id(people), strict=True) if p.wanted == n]
        assert max(seen) == most[n]


def _by_id(people: tuple[Profile, ...]) -> list[Profile]:
    return sorted(people, key=lambda p: p.id)


def test_a_market_that_is_not_solved_falls_back_to_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(*args: object, **more: object) -> object:
        return equilibrium(*args, **(more | {"rounds": 1}))  # type: ignore[arg-type]

    monkeypatch.setattr(recommender, "equilibrium", hasty)
    found = _lists(pool_of(150, popular=1.2), balance=Balance.MARKET)
    assert found.settings.lists.balance is Balance.MARKET
    assert found.balance is Balance.CAP
    assert max(one.seen for one in found.lists) <= 12


@pytest.mark.parametrize("seed", range(3))
def test_who_fits_others_is_seen_about_as_often_as_they_are(seed: int) -> None:
    """Nobody who fits stands in few lists while those whom they suit have somebody to spare."""
    pool = pool_of(120, popular=0.8, seed=seed, networks=30)
    rules = ListRules(network=10, organisation=10, bridges=0, exploration=0)
    made = Recommender(pool, Concepts, settings=Settings(lists=rules), seed=seed)
    seen, pairs, floor = made.built.seen(), made.pairs, np.log(rules.floor / (1 - rules.floor))
    assert (seen >= 8).mean() > 0.9
    for person in np.flatnonzero(seen < 8):
        run = slice(int(pairs.start[person]), int(pairs.start[person + 1]))
        for owner in pairs.column[run][pairs.score[run] >= floor]:
            listed = made.built.partner[owner]
            at_ends = (seen[listed] <= 8) | (made.built.place[owner] != 0)
            assert person in listed or at_ends.all()


def test_nobody_is_shown_for_the_sake_of_even_numbers() -> None:
    """Where no pair reaches the floor, lists stay as they were built."""
    pool = pool_of(120, popular=0.8, networks=30)
    few, enough = (
        Recommender(pool, Concepts, settings=Settings(lists=ListRules(floor=floor, bridges=0, exploration=0)))
        for floor in (0.999, 0.1)
    )
    assert few.built.seen().min() < 8
    assert enough.built.seen().min() > few.built.seen().min()
