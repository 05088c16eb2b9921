"""Scores: symmetric where they must be, monotone in evidence, and equal to their definition."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.recommendation import ActorKind, Direction, Pool, Position, Profile, Statement
from treffen.recommendation.score.context import Surroundings, kilometres
from treffen.recommendation.score.directed import directed_fits, leading_needs
from treffen.recommendation.score.nearness import Distances
from treffen.recommendation.score.pool_arrays import pair_noise, pool_arrays_of
from treffen.recommendation.score.twoway import chance, log_odds, two_way
from treffen.recommendation.score.weights import ListRules, Weights

FITS = st.floats(0, 1)
POWERS = st.sampled_from([1.0, 0.5, 0.0, -1.0, -8.0])


@given(FITS, FITS, POWERS)
def test_the_two_way_fit_is_symmetric_and_stays_between_both(a: float, b: float, power: float) -> None:
    weights = Weights(mean=power)
    fit = two_way(np.array(a), np.array(b), weights)
    assert fit == pytest.approx(two_way(np.array(b), np.array(a), weights))
    assert min(a, b) - 1e-9 <= fit <= max(a, b) + 1e-9


@given(FITS, FITS, FITS, POWERS)
def test_more_fit_is_never_less(a: float, b: float, more: float, power: float) -> None:
    weights = Weights(mean=power)
    low, high = sorted([a, more])
    assert (
        two_way(np.array(low), np.array(b), weights) <= two_way(np.array(high), np.array(b), weights) + 1e-12
    )


def test_one_strong_side_survives_with_a_visible_discount() -> None:
    one_sided = two_way(np.array(0.8), np.array(0.0), Weights())
    assert 0.05 < one_sided < 0.2


@given(st.floats(-8, 8))
def test_log_odds_and_chances_undo_one_another(score: float) -> None:
    assert log_odds(chance(np.array(score))) == pytest.approx(score)


def _by_definition(pool: Pool, least: float) -> dict[tuple[str, str], tuple[float, int]]:
    """f(a -> b) and the need that counts most, in plain loops."""
    found = {}
    people = [p for p in pool.profiles if p.opted_in]
    for b, a in product(people, people):
        terms = []
        for need in b.needs:
            meant = Concepts([need], a.offers)
            fits = meant.pairs(np.zeros(len(a.offers), int), np.arange(len(a.offers)))
            best = max(fits, default=0.0)
            terms.append(need.weight * (best if best >= least else 0.0))
        total = sum(n.weight for n in b.needs)
        if a.id != b.id and sum(terms) > 0:
            found[b.id, a.id] = (sum(terms) / total, int(np.argmax(terms)))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_directed_fits_are_what_their_definition_says(seed: int) -> None:
    pool = pool_of(14, seed=seed, concepts=9)
    first = pool.profiles[0]
    heavy = replace(first, needs=tuple(replace(n, weight=2.5) for n in first.needs[:1]) + first.needs[1:])
    pool = Pool(profiles=(heavy, *pool.profiles[1:]))
    crowd = pool_arrays_of(pool.profiles, wanted=8)
    meanings = Concepts(crowd.needs, crowd.offers)
    fits = directed_fits(crowd, meanings, least=0.03).matrix()
    leads = leading_needs(crowd, meanings, start=fits.indptr, column=fits.indices, least=0.03)
    rows = np.repeat(np.arange(crowd.n), np.diff(fits.indptr))
    pairs = zip(rows, fits.indices, fits.data, leads, strict=True)
    found = {(crowd.ids[b], crowd.ids[a]): (float(f), int(lead)) for b, a, f, lead in pairs}
    wanted = _by_definition(pool, 0.03)
    assert found.keys() == wanted.keys()
    for key, (fit, lead) in found.items():
        assert fit == pytest.approx(wanted[key][0], abs=1e-6)
        assert lead == wanted[key][1]


def test_people_without_needs_or_offers_have_no_fits() -> None:
    crowd = pool_arrays_of((Profile(id="a"), Profile(id="b")), wanted=8)
    assert directed_fits(crowd, Concepts([], []), least=0.1).matrix().nnz == 0


def _surroundings(pool: Pool, **weights: float) -> Surroundings:
    crowd = pool_arrays_of(pool.profiles, wanted=8)
    return Surroundings(crowd, Weights(**weights), Distances(crowd))


def test_context_is_symmetric_and_bounded() -> None:
    around = _surroundings(pool_of(40, seed=5))
    rows, columns = (x.ravel() for x in np.indices((around.crowd.n, around.crowd.n)))
    one, other = around.context(rows, columns), around.context(columns, rows)
    assert np.allclose(one.total(), other.total())
    apart = rows != columns
    assert (one.total()[apart] <= around.most(rows[apart]) + 1e-9).all()
    assert (around.forbidden(rows, columns) == around.forbidden(columns, rows)).all()


def _two(**changes: object) -> Surroundings:
    offer = Statement(id="o", direction=Direction.OFFER, concepts=("x",))
    here = Profile(id="a", offers=(offer,), kind=ActorKind.COMPANY, position=Position(lat=52.52, lon=13.405))
    there = Profile(id="b", position=Position(lat=48.137, lon=11.575))
    return _surroundings(Pool(profiles=(here, replace(there, **changes))), distance=0.1)  # type: ignore[arg-type]


def test_each_part_of_context_appears_and_can_be_switched_off() -> None:
    pair = np.array([0]), np.array([1])
    assert _two(kind=ActorKind.RESEARCH).context(*pair).kind[0] == Weights().kind
    assert _two().context(*pair).kind[0] == 0
    assert _two(known=frozenset(["a"])).context(*pair).known[0] == -Weights().known
    assert kilometres(_two().crowd, *pair)[0] == pytest.approx(504, abs=3)  # Berlin and Munich
    assert _two().context(*pair).distance[0] == pytest.approx(-0.504, abs=0.003)
    off = _surroundings(pool_of(20), topics=0, kind=0, network=0, programme=0, known=0)
    rows, columns = (x.ravel() for x in np.indices((off.crowd.n, off.crowd.n)))
    assert not off.context(rows, columns).total().any()


def test_related_networks_count_most_and_the_same_or_an_alien_one_nothing() -> None:
    def member(id: str, network: str, *topics: str) -> Profile:
        return Profile(id=id, networks=frozenset([network]), topics=frozenset(topics))

    people = (
        member("a", "one", "x", "y"),
        member("b", "one", "x", "y"),
        member("c", "related", "y", "z"),
        member("d", "alien", "q"),
    )
    around = _surroundings(Pool(profiles=people))
    bonus = around.context(np.zeros(3, int), np.array([1, 2, 3])).network
    assert bonus[0] == bonus[2] == 0 < bonus[1] <= Weights().network


def test_draws_depend_on_the_seed_and_on_both_people() -> None:
    crowd = pool_arrays_of(pool_of(30).profiles, wanted=8)
    one = pair_noise(crowd.draw[:, None], crowd.draw, 1)
    assert ((one > 0) & (one < 1)).all()
    assert len(np.unique(one)) == one.size
    assert (one != pair_noise(crowd.draw[:, None], crowd.draw, 2)).all()
    assert abs(one.mean() - 0.5) < 0.03


@pytest.mark.parametrize(
    "wrong", [{"epsilon": 0}, {"mean": 2}, {"topics": -1}, {"known": float("nan")}, {"least_fit": 1}]
)
def test_weights_refuse_what_makes_no_score(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        Weights(**wrong)


@pytest.mark.parametrize("wrong", [{"k": 0}, {"bridges": 10}, {"floor": 1}, {"cap": 0.5}, {"temperature": 0}])
def test_rules_refuse_what_makes_no_list(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        ListRules(**wrong)  # type: ignore[arg-type]
