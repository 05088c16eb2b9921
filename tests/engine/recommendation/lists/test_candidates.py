"""The shortlists are exact: the same as from a sorted table of all pairs."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.recommendation.lists import candidates
from treffen.recommendation.lists.candidates import CandidatePairs, score_pairs, shortlists, symmetric
from treffen.recommendation.score.context import Surroundings
from treffen.recommendation.score.directed import directed_fits
from treffen.recommendation.score.nearness import Distances
from treffen.recommendation.score.pool_arrays import pool_arrays_of
from treffen.recommendation.score.weights import Weights


@pytest.mark.parametrize(("seed", "m"), [(0, 1), (1, 3), (2, 5), (3, 12), (4, 200)])
def test_the_best_by_score_are_found_among_all_pairs(
    seed: int, m: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "CELLS", 700)  # several blocks
    # Strong context, so that the order by fit is often not the order by score.
    weights = Weights(topics=2.0, kind=1.5, network=2.0, programme=1.0)
    crowd = pool_arrays_of(pool_of(70, seed=seed, concepts=25).profiles, wanted=8)
    directed = directed_fits(crowd, Concepts(crowd.needs, crowd.offers), least=0.03)
    around = Surroundings(crowd, weights, Distances(crowd))
    pairs = symmetric(crowd.n, shortlists(around, directed, m=m, seed=7))
    fits = directed.matrix().toarray().astype(float)
    for i in range(crowd.n):
        others = np.arange(crowd.n)
        rows = np.full(crowd.n, i)
        all_of_them = CandidatePairs(
            row=rows, column=others, score=rows, for_row=fits[i], for_column=fits[:, i]
        )
        score = score_pairs(around, all_of_them)
        fitting = ~around.forbidden(rows, others) & (fits[i] + fits[:, i] > 0)
        wanted = np.sort(score[fitting])[::-1][:m]
        at = slice(pairs.start[i], pairs.start[i + 1])
        found = np.sort(pairs.score[at])[::-1][: len(wanted)]
        assert found == pytest.approx(wanted, abs=1e-4)
        assert not around.forbidden(rows[: len(pairs.column[at])], pairs.column[at]).any()


def test_pairs_stand_both_ways_round() -> None:
    crowd = pool_arrays_of(pool_of(50, seed=1).profiles, wanted=8)
    directed = directed_fits(crowd, Concepts(crowd.needs, crowd.offers), least=0.03)
    around = Surroundings(crowd, Weights(), Distances(crowd))
    pairs = symmetric(crowd.n, shortlists(around, directed, m=4, seed=0))
    for row, column, score in zip(pairs.rows(), pairs.column, pairs.score, strict=True):
        back = pairs.find(int(column), int(row))
        assert back >= 0
        assert pairs.score[back] == score
        assert pairs.find(int(row), int(column)) >= 0
    assert pairs.find(0, 0) == -1
