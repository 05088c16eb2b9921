"""The benchmark of admission counts what happened, and says plainly what was missed."""

from __future__ import annotations

import json
from collections import Counter

from benchmarks.admission import HEAD, Stream, answer_all, measure, row, verdict
from benchmarks.keeping import Kept, today
from benchmarks.policies import CASES, run
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
    assert row("tight", 150, slow)[-1] == "MISSED: undecided, 99 %, moves"
    quick = Stream(runs=1, kinds=Counter({"yes": 100}), ms=[0.5] * 100, moves=3)
    assert row("tight", 150, quick)[-1] == "kept"
    hard = Stream(runs=1, kinds=Counter({"yes": 2000}), ms=[500.0] * 2000)
    assert row("narrow", 150, hard)[-1] == "kept"
    hard.ms[7] = 2_001.0
    hard.kinds["not yet"] = 1
    hard.chances.update({Chance.POSSIBLE: 98, Chance.UNKNOWN: 2})
    assert row("narrow", 150, hard)[-1] == "MISSED: undecided, worst, unknown"


def test_a_row_that_was_measured_before_is_judged_by_the_aims_of_today(tmp_path) -> None:
    before = [*row("narrow", 150, Stream(runs=1, kinds=Counter({"yes": 2000}), ms=[1.0] * 2000))]
    before[HEAD.index("unknown %")] = "3.62"
    kept = Kept(suite="admit", head=HEAD, names=[("narrow 150",)], width=1, into=tmp_path, judge=verdict)
    kept.keep([(*before[:-1], "kept")])
    assert kept.rows()[0][-1] == "MISSED: unknown"


def test_only_chosen_events_are_measured() -> None:
    choice = Choice(only="narrow 4*", sizes=(40, 24), seeds=1)
    assert [made[0] for made in measure(choice)] == ["narrow 40"]


def test_what_was_measured_before_stays_in_the_table(tmp_path, capsys) -> None:
    head, names = ("case", "runs"), [("a",), ("b",), ("c",)]
    host = {"processor": "some", "cores": "2"}

    def kept(rows, machine=host):
        one = Kept(suite="admit", head=head, names=names, width=1, into=tmp_path, host=machine)
        one.keep(rows)
        return one.rows()

    assert kept([("c", "1"), ("other", "5")]) == [("c", "1"), ("other", "5")]
    assert kept([("a", "2")]) == [("a", "2"), ("c", "1")]
    assert kept([("c", "3"), ("b", "4")]) == [("a", "2"), ("b", "4"), ("c", "3")]
    assert "dropped of what was kept: other: no such case" in capsys.readouterr().err
    assert kept([("b", "6")], {**host, "cores": "4"}) == [("b", "6")]
    assert "dropped of what was kept: 3 rows: they are of some, 2 cores" in capsys.readouterr().err


def test_rows_of_a_table_with_other_columns_stay_with_their_day_and_the_packages_they_used(tmp_path) -> None:
    host = {"processor": "some", "cores": "2", "hermax": "1.2", "ortools": "not installed"}
    names, into = [("a",), ("b",)], tmp_path
    head = ("case", "95 %", "worst", "95 %")
    before = Kept(suite="x", head=head, names=names, width=1, into=into, host=host)
    before.keep([("a", "1", "2", "3")])
    without = {**host, "hermax": "not installed", "ortools": "9"}
    head = ("case", "95 %", "new", "95 %", "measured")
    after = Kept(suite="x", head=head, names=names, width=1, into=into, host=without)
    after.keep([("b", "4", "5", "6", "2000-01-01")])
    assert after.rows() == [("a", "1", "-", "3", today()), ("b", "4", "5", "6", "2000-01-01")]
    content = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert (content["machine"]["hermax"], content["machine"]["ortools"]) == ("1.2", "9")


def test_one_round_holds_all_that_can_be_held_and_at_once_waits_for_nobody(monkeypatch) -> None:
    monkeypatch.setattr("benchmarks.policies.ROUND", Limits(seconds=2.0))
    found = {case: run(narrow(24, 1), case[0], rounds=case[1], seed=1) for case in CASES}
    for (policy, rounds), (value, instant, declined, promised, waits) in found.items():
        assert 0 < value <= 100
        assert (instant == 100) == (waits == 0) == (policy.value == "at_once"), (policy, rounds)
        assert 0 <= promised <= 100
        assert 0 <= declined <= (instant if policy.value == "both_ways" else 0)
    assert max(found.values())[0] == found[CASES[-1]][0]
