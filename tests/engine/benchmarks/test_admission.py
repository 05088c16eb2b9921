"""The benchmark of admission counts what happened, and says plainly what was missed."""

from __future__ import annotations

from collections import Counter

from benchmarks.admission import HEAD, Stream, answer_all, measure, row, verdict
from benchmarks.policies import CASES, run
from benchmarks.results import beside_kept, write_table
from benchmarks.suites import Choice

from treffen.admission import Chance
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
    assert verdict("tight", slow) == "MISSED: undecided, 99 %, moves"
    quick = Stream(runs=1, kinds=Counter({"yes": 100}), ms=[0.5] * 100, moves=3)
    assert verdict("tight", quick) == "kept"
    hard = Stream(runs=1, kinds=Counter({"yes": 2000}), ms=[500.0] * 2000)
    assert verdict("narrow", hard) == "kept"
    hard.ms[7] = 2_001.0
    hard.kinds["not yet"] = 1
    hard.chances.update({Chance.POSSIBLE: 98, Chance.UNKNOWN: 2})
    assert verdict("narrow", hard) == "MISSED: undecided, worst, unknown"


def test_only_chosen_events_are_measured() -> None:
    choice = Choice(only="narrow 4*", sizes=(40, 24), seeds=1)
    assert [made[0] for made in measure(choice)] == ["narrow 40"]


def test_what_was_measured_before_stays_in_the_table(tmp_path) -> None:
    head, names = ("case", "runs"), [("a",), ("b",), ("c",)]
    host = {"processor": "some", "cores": "2"}

    def kept(rows, machine=host):
        table = head, beside_kept("admit", (head, rows), machine, names=names, into=tmp_path)
        write_table("admit", table, machine, kept={"head": head, "rows": table[1]}, into=tmp_path)
        return table[1]

    assert kept([("c", "1"), ("other", "5")]) == [("c", "1"), ("other", "5")]
    assert kept([("a", "2")]) == [("a", "2"), ("c", "1")]
    assert kept([("c", "3"), ("b", "4")]) == [("a", "2"), ("b", "4"), ("c", "3")]
    assert kept([("b", "6")], {**host, "cores": "4"}) == [("b", "6")]


def test_one_round_holds_all_that_can_be_held_and_at_once_waits_for_nobody(monkeypatch) -> None:
    monkeypatch.setattr("benchmarks.policies.ROUND", Limits(seconds=2.0))
    found = {case: run(narrow(24, 1), case[0], rounds=case[1], seed=1) for case in CASES}
    for (policy, rounds), (value, instant, declined, promised, waits) in found.items():
        assert 0 < value <= 100
        assert (instant == 100) == (waits == 0) == (policy.value == "at_once"), (policy, rounds)
        assert 0 <= promised <= 100
        assert 0 <= declined <= (instant if policy.value == "both_ways" else 0)
    assert max(found.values())[0] == found[CASES[-1]][0]
