"""The join by keys: every pair has its exact score, and what is reciprocal is found."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.recommendation.lists import Recommender, ShortfallKind, join
from treffen.recommendation.lists.candidates import shortlists, symmetric
from treffen.recommendation.lists.join import by_keys
from treffen.recommendation.profiles import Statement
from treffen.recommendation.score.context import Surroundings
from treffen.recommendation.score.directed import directed_fits
from treffen.recommendation.score.nearness import Distances
from treffen.recommendation.score.pool_arrays import pool_arrays_of
from treffen.recommendation.score.weights import ListRules, Weights
from treffen.recommendation.settings import Settings


def _concepts(statement: Statement) -> tuple[str, ...]:
    return statement.concepts


@pytest.mark.parametrize("seed", range(4))
def test_join_and_exact_agree_on_all_reciprocal_pairs(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(join, "PEOPLE", 17)  # several blocks
    monkeypatch.setattr(join, "PAIRS", 101)
    monkeypatch.setattr(join, "ASKED", 1_000)  # nothing is left out
    monkeypatch.setattr(join, "CROWDED", 1_000)
    crowd = pool_arrays_of(pool_of(90, seed=seed).profiles, wanted=8)
    meanings = Concepts(crowd.needs, crowd.offers)
    around = Surroundings(crowd, Weights(), Distances(crowd))
    found = by_keys(around, _concepts, meanings.pairs, m=crowd.n, seed=3)
    fits = directed_fits(crowd, meanings, least=0.05)
    all_of_them = symmetric(crowd.n, shortlists(around, fits, m=crowd.n, seed=3))
    both = (all_of_them.for_row > 0) & (all_of_them.for_column > 0)
    wanted = set(zip(all_of_them.rows()[both], all_of_them.column[both], strict=True))
    assert set(zip(found.rows(), found.column, strict=True)) == wanted
    for row, column, score in zip(found.rows(), found.column, found.score, strict=True):
        at = all_of_them.find(int(row), int(column))
        assert score == pytest.approx(all_of_them.score[at], abs=1e-4)


def test_crowded_keys_are_sampled_differently_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(join, "CROWDED", 4)
    crowd = pool_arrays_of(pool_of(120, concepts=3).profiles, wanted=8)
    around = Surroundings(crowd, Weights(), Distances(crowd))
    keys = join.Keys(around, _concepts)
    asks, answers, _ = keys.ask(range(crowd.n), seed=1)
    seen = np.bincount(answers, minlength=crowd.n)
    assert (np.bincount(asks, minlength=crowd.n) > 0).all()
    assert seen.max() < 0.5 * crowd.n


def test_lists_from_the_join_keep_their_rules() -> None:
    pool = pool_of(150, seed=2, concepts=12)
    made = Recommender(
        pool, Concepts, settings=Settings(lists=ListRules(shortlist=40, cap=1.2)), exact_up_to=10
    )
    lists = made.lists(with_reasons=False)
    short = {s.participant for s in lists.shortfalls if s.kind is ShortfallKind.LENGTH}
    assert len(short) < 30
    assert all(len(one.entries) == 10 for one in lists.lists if one.participant not in short)
