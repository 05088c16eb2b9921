"""Repairs of tiny events against every timetable there is: promises first, then moves, then value."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.repair.incidents import incidents, moments
from tests.engine.repair.test_aftermath import a_timetable
from tests.engine.strategies import problems

from treffen.problem import Goal, Problem
from treffen.repair import Repaired, Weights, repair, residual_problem
from treffen.repair.residual import without_musts
from treffen.timetable import Timetable
from treffen.verification import BoundVerdict, find_violations, measure, verify
from treffen.verification.bounds import BoundIndex, trivial_bound
from treffen.verification.index import ProblemIndex

QUICK = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
NEVER = Weights(move=None)


def rank(after: Problem, musts: set[str], timetable: Timetable) -> tuple[int, int, int, int, int]:
    """Promises lost (those that must be held, all, their value), moved, value: less is better."""
    value = {r.id: r.value for r in after.requests}
    held = timetable.by_request()
    lost = [m.request for m in after.promised if m.request not in held]
    moved = [
        m.request
        for m in after.promised
        if (n := held.get(m.request)) is not None and (m.slot, set(m.delegates)) != (n.slot, set(n.delegates))
    ]
    new_musts = [r for r in musts if r not in held]
    worth = sum(value[r] for r in held)
    return len(new_musts), len(lost), sum(value[r] for r in lost), len(moved), -worth


def times(timetable: Timetable) -> set[tuple[object, ...]]:
    """Who meets when, wherever."""
    return {(m.request, m.slot, frozenset(m.delegates)) for m in timetable.meetings}


def elsewhere(after: Problem, timetable: Timetable) -> int:
    """Promised meetings that stand in their slot, by the same people, at another place."""
    held = timetable.by_request()
    return sum(
        (n := held.get(m.request)) is not None
        and (m.slot, set(m.delegates)) == (n.slot, set(n.delegates))
        and m.place != n.place
        for m in after.promised
    )


@QUICK
@given(problem=problems(), data=st.data())
def test_promises_first_then_moves_then_value(problem: Problem, data: st.DataObject) -> None:
    held = a_timetable(problem, data)
    happened, now = data.draw(incidents(problem, held)), data.draw(moments(problem))
    after = residual_problem(problem, held, disruptions=happened, now=now)
    mended = repair(problem, held, disruptions=happened, now=now, weights=NEVER, alternatives=3)
    free = without_musts(after.problem)
    musts = {r.id for r in after.problem.requests if r.must}
    best, fewest, changes = (9, 9, 9, 9, 9), 99, 99
    try:
        for t in timetables(free, most=4_000):
            best = min(best, rank(free, musts, t))
            changes = min(changes, measure(free, t, Goal.CHANGED))
            if times(t) == times(mended.plan.timetable):
                fewest = min(fewest, elsewhere(free, t))
    except TooManyTimetables:
        assume(False)
        raise
    mine = rank(free, musts, mended.plan.timetable)
    assert trivial_bound(BoundIndex(ProblemIndex(free)), Goal.CHANGED, values={}) <= changes
    assert elsewhere(free, mended.plan.timetable) == fewest, "nobody changes place without need"
    assert mine[:3] >= best[:3]
    assert {loss.meeting.request for loss in mended.lost} == {
        m.request for m in after.problem.promised if m.request not in mended.plan.timetable.by_request()
    }
    if all(loss.is_proved for loss in mended.lost):
        assert mine[:3] == best[:3], "a loss that is called unavoidable is"
    if is_simple(problem, after.problem):
        assert all(loss.is_proved for loss in mended.lost)
        assert mine == best
    check(mended, after.problem, held)


def is_simple(problem: Problem, after: Problem) -> bool:
    """Whether capacity rows say all there is to say of places."""
    is_short = all(r.length == 1 for r in after.requests)
    return is_short and len({p.open for p in after.places}) == 1 and not problem.interpreters


def check(mended: Repaired, after: Problem, held: Timetable) -> None:
    """What holds of every repair."""
    for one in (mended.choice, *mended.alternatives):
        report = verify(mended.problem, one.plan)
        assert report.is_accepted
        assert one.walking == measure(mended.problem, one.plan.timetable, Goal.WALKING)
        assert BoundVerdict.ON_TRUST not in {g.verdict for g in report.goals if g.goal is Goal.CHANGED}
        assert list(find_violations(mended.lasting, one.plan.timetable)) == []
        frozen = {m.request: (m.slot, m.place) for m in after.frozen}
        now = one.plan.timetable.by_request()
        assert all((now[r].slot, now[r].place) == at for r, at in frozen.items())
        bound = mended.keep_all_bound
        assert sum(r.value for r in after.requests if r.id in now) <= bound <= mended.free_bound
        assert (
            not {m.request for m in held.meetings}
            - now.keys()
            - {
                *(loss.meeting.request for loss in mended.lost),
                *(m.request for m in mended.given_up),
            }
        )


@QUICK
@given(problem=problems(), data=st.data())
def test_an_exchange_that_is_offered_works(problem: Problem, data: st.DataObject) -> None:
    held = a_timetable(problem, data)
    happened = data.draw(incidents(problem, held))
    mended = repair(problem, held, disruptions=happened, weights=NEVER)
    for offer in mended.choice.offers:
        assert offer.request not in mended.plan.timetable.by_request()
        assert offer.gives_up in mended.plan.timetable.by_request()
        kept = mended.plan.timetable.by_request().keys() - {offer.gives_up} | {offer.request}
        part = tuple(
            replace(r, must=r.id in kept, slot=offer.slot if r.id == offer.request else r.slot)
            for r in mended.problem.requests
        )
        try:
            every = timetables(replace(mended.problem, requests=part), most=4_000)
            assert next(iter(every), None) is not None
        except TooManyTimetables:
            assume(False)
