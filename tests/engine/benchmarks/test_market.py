"""The simulated market: what its assumptions do, and that outcomes are counted as they happened."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.recommend import market, sensitivity
from benchmarks.recommend.market import USUAL, Outcome, gains, gini, play, world

PEOPLE = 40


def test_a_world_is_the_same_again_and_nobody_likes_themselves() -> None:
    one, two, other = (world(seed, people=PEOPLE) for seed in (3, 3, 4))
    assert one.pool == two.pool
    assert one.pool != other.pool
    assert np.array_equal(one.liking, two.liking)
    assert not one.liking.diagonal().any()
    assert 0 < one.liking[~np.eye(PEOPLE, dtype=bool)].min() < one.liking.max() < 1


def test_errors_change_what_is_said_and_not_what_is_liked() -> None:
    right, wrong = (world(3, people=PEOPLE, assumed=replace(USUAL, error=e)) for e in (0.0, 1.0))
    assert np.array_equal(right.liking, wrong.liking)
    assert right.pool != wrong.pool


def test_popularity_makes_some_liked_by_more() -> None:
    even, steep = (
        np.std(
            [
                world(s, people=PEOPLE, assumed=replace(USUAL, popularity=p)).liking.mean(axis=0)
                for s in range(5)
            ]
        )
        for p in (0.0, 0.8)
    )
    assert steep > 1.3 * even


def test_appeal_moves_all_who_look_at_somebody_alike() -> None:
    plain, drawn = (world(3, people=PEOPLE, assumed=replace(USUAL, appeal=a)) for a in (0.0, 1.0))
    off = ~np.eye(PEOPLE, dtype=bool)
    odds = [
        np.log(w.liking / (1 - w.liking), where=off, out=np.zeros((PEOPLE, PEOPLE))) for w in (plain, drawn)
    ]
    moved = odds[1] - odds[0]
    for person in range(PEOPLE):
        assert np.ptp(moved[off[:, person], person]) < 1e-9
    assert np.ptp(moved.sum(axis=0)) > 1
    assert plain.pool == drawn.pool


def test_where_only_the_mix_counts_breadth_is_not_liked() -> None:
    def tie(is_liked: bool) -> float:
        drawn = world(3, people=200, assumed=replace(USUAL, is_breadth_liked=is_liked))
        breadth = [len(p.offers) for p in drawn.pool.profiles]
        return float(np.corrcoef(breadth, drawn.liking.mean(axis=0))[0, 1])

    assert tie(True) > 0.7
    assert abs(tie(False)) < 0.4


def test_sure_choices_leave_nothing_to_chance() -> None:
    liking = world(3, people=PEOPLE, assumed=replace(USUAL, is_sure=True)).liking
    assert set(np.unique(liking)) == {0.0, 1.0}


def test_whoever_all_like_is_met_until_their_time_is_up() -> None:
    liking = np.ones((12, 12)) - np.eye(12)
    outcome = play([[11] for _ in range(11)] + [[]], liking, seed=0)
    assert outcome.meetings == market.WANTED
    assert outcome.met_nobody == 12 - market.WANTED - 1
    assert outcome.acceptance == pytest.approx(market.WANTED / 11)
    assert outcome.fewest == 0


def test_whoever_declines_is_not_met() -> None:
    liking = np.zeros((3, 3))
    liking[:, 2] = 1
    outcome = play([[2], [2], []], liking, seed=0)
    assert (outcome.meetings, outcome.met_nobody, outcome.acceptance) == (0, 3, 0.0)


def test_a_pair_on_both_lists_meets_once() -> None:
    assert play([[1], [0]], np.array([[0.0, 1.0], [1.0, 0.0]]), seed=0).meetings == 1


def test_gini_of_equal_and_of_a_single_one() -> None:
    assert gini(np.array([4, 4, 4])) == 0
    assert gini(np.array([0, 0, 0, 8])) == pytest.approx(0.75)


def test_gains_are_taken_seed_by_seed() -> None:
    def met(count: int) -> Outcome:
        return Outcome(meetings=count, acceptance=0, met_nobody=0, gini=0, fewest=0, content=0)

    assert gains([met(12), met(5)], [met(10), met(10)]) == pytest.approx([0.2, -0.5])


def test_a_missed_aim_is_said_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same = dict.fromkeys(market.WAYS, market.WAYS["one-sided"])
    monkeypatch.setattr(market, "WAYS", same)
    assert market.report(seeds=1) == 1
    assert "MISSED" in capsys.readouterr().out


def test_every_case_differs_from_what_was_chosen_and_has_a_whole_row() -> None:
    usual, *others = sensitivity.CASES
    assert (usual.first, usual.assumed, usual.rules) == (0, USUAL, market.RULES)
    assert min(case.first for case in others) >= market.SEEDS
    changes = {(case.first, case.assumed, case.rules) for case in sensitivity.CASES}
    assert len(changes) == len(sensitivity.CASES)
    assert len(sensitivity.row(sensitivity.CASES[0], seeds=2)) == len(sensitivity.HEAD)
