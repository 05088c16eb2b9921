"""The suite that measures repairs, on something tiny."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.frontier import frontier_of
from benchmarks.repairs import HEAD, SHARE, WISHES, Case, incidents, measure, row, verdict

from treffen.generation import base
from treffen.problem import Goal
from treffen.repair import Gone, PlaceLost, Urgent, Weights, repair
from treffen.scheduling import Limits, schedule

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
    good = replace(mine, value=mine.bound, moved=1, seconds=0.1, least=0.0, least_aimed=0.0)
    assert verdict(TINY, [good]) == "kept"
    assert mine.gap >= mine.least
    bad = replace(good, value=mine.bound - 10, moved=2, seconds=61.0, dropped=1)
    assert verdict(TINY, [good, bad]) == "MISSED: gap 1, moves 1, time 1, promises 1 of 2"


def test_a_gap_is_judged_by_the_least_there_can_be() -> None:
    mine = next(measure(TINY, 1))
    far = replace(mine, value=mine.bound * 99 // 100, moved=1, seconds=0.1, dropped=0, unproved=0)
    assert verdict(TINY, [replace(far, least=0.0, least_aimed=0.0)]) == "MISSED: gap 1 of 1"
    assert verdict(TINY, [replace(far, least=far.gap - 0.05, least_aimed=0.5)]) == "kept"
    assert verdict(TINY, [replace(far, least=far.gap - 0.2, least_aimed=0.5)]) == "MISSED: gap 1 of 1"


def test_the_frontier_falls_with_the_moves_and_lies_below_every_repair() -> None:
    problem = base(40, 1)
    held = schedule(problem, limits=Limits(seconds=2)).timetable
    happened = incidents(problem, seed=1)
    mended = repair(problem, held, disruptions=happened)
    frontier = frontier_of(mended)
    least = [frontier.least_gap(k) for k in (0, 1, 5, 50)]
    assert least == sorted(least, reverse=True)
    for move in (1.0, 8.0, None):
        one = repair(problem, held, disruptions=happened, weights=Weights(move=move))
        value = next(g.value for g in one.plan.goals if g.goal is Goal.VALUE)
        gap = 100 * (one.keep_all_bound - value) / one.keep_all_bound
        assert gap >= frontier.least_gap(one.choice.moved) - 1e-6
