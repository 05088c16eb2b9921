"""The benchmark of admission counts what happened, and says plainly what was missed."""

from __future__ import annotations

from collections import Counter

from benchmarks.admission import HEAD, Stream, answer_all, row, verdict
from benchmarks.policies import CASES, run

from treffen.generation import narrow
from treffen.scheduling import Limits


def test_every_wish_is_counted_once() -> None:
    problem, one = narrow(40, 1), Stream()
    answer_all(problem, one, seconds=10.0)
    answers = one.kinds.total() - one.kinds["ways"]
    assert answers == len(one.ms) == len(problem.requests)
    assert one.chances.total() == 50 * len(one.cards)
    assert one.runs == 1
    assert len(row("narrow", 40, one)) == len(HEAD)


def test_when_the_time_is_up_the_rest_is_left_out() -> None:
    one = Stream()
    answer_all(narrow(40, 1), one, seconds=0.0)
    assert len(one.ms) == 1


def test_misses_are_named() -> None:
    slow = Stream(runs=1, kinds=Counter({"yes": 99, "not yet": 1}), ms=[5.0] * 100, moves=99)
    assert verdict("tight", 150, slow) == "MISSED: undecided, 99 %, moves"
    quick = Stream(runs=1, kinds=Counter({"yes": 100}), ms=[0.5] * 100, moves=3)
    assert verdict("tight", 150, quick) == "kept"
    hard = Stream(runs=1, kinds=Counter({"yes": 1999, "not yet": 1}), ms=[500.0] * 2000)
    assert verdict("narrow", 1_500, hard) == "kept"
    assert verdict("narrow", 400, hard) == "MISSED: undecided"


def test_one_round_holds_all_that_can_be_held_and_at_once_waits_for_nobody(monkeypatch) -> None:
    monkeypatch.setattr("benchmarks.policies.ROUND", Limits(seconds=2.0))
    found = {case: run(narrow(24, 1), case[0], rounds=case[1], seed=1) for case in CASES}
    for (policy, rounds), (value, instant, declined, promised, waits) in found.items():
        assert 0 < value <= 100
        assert (instant == 100) == (waits == 0) == (policy.value == "at_once"), (policy, rounds)
        assert 0 <= promised <= 100
        assert 0 <= declined <= (instant if policy.value == "both_ways" else 0)
    assert max(found.values())[0] == found[CASES[-1]][0]
