"""The suite that measures repairs, on something tiny."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.repairs import HEAD, SHARE, WISHES, Case, incidents, measure, row, verdict

from treffen.generation import base
from treffen.repair import Gone, PlaceLost, Urgent

TINY = Case(family="base", people=16, seeds=1, seconds=2, gap=0.0, moved=0.0, within=60.0)


def test_incidents_are_those_that_are_stated() -> None:
    problem = base(60, 1)
    happened = incidents(problem, seed=1)
    assert happened == incidents(problem, seed=1)
    assert sum(isinstance(d, Gone) for d in happened) == round(SHARE * 60)
    assert sum(isinstance(d, PlaceLost) for d in happened) == 1
    wishes = [d.request for d in happened if isinstance(d, Urgent)]
    known = {frozenset(r.participants) for r in problem.requests}
    assert len(wishes) == WISHES
    assert not known & {frozenset(w.participants) for w in wishes}


def test_a_row_says_what_was_kept_and_what_was_missed() -> None:
    runs = list(measure(TINY, 1))
    assert [r.who for r in runs] == ["treffen", "treffen, nobody moved", "planning anew"]
    mine, still, anew = runs
    assert still.moved <= mine.moved <= anew.moved
    assert mine.dropped == still.dropped == mine.unproved == 0
    assert mine.gap >= 0
    assert len(row(TINY, [mine])) == len(HEAD)
    good = replace(mine, value=mine.bound, moved=1, seconds=0.1)
    assert verdict(TINY, [good]) == "kept"
    bad = replace(good, value=mine.bound - 10, moved=2, seconds=61.0, dropped=1)
    assert verdict(TINY, [good, bad]) == "MISSED: gap 1, moves 1, time 1, promises 1 of 2"
