"""Promises in plans that are made anew, wherever they stand among the goals, against brute force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables, values
from tests.engine.strategies import problems

from treffen.problem import Goal, Meeting, Problem
from treffen.scheduling import Limits, schedule
from treffen.scheduling.bounds import TIMING
from treffen.timetable import GoalStatus, Timetable
from treffen.verification import verify

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ORDERS = st.permutations([*TIMING, Goal.CHANGED]).map(tuple)


def every(problem: Problem) -> list[Timetable]:
    """All timetables; draws another problem where there are too many, or none."""
    try:
        found = list(timetables(problem, most=3_000))
    except TooManyTimetables:
        assume(False)
        raise
    assume(found)
    return found


def told(data: st.DataObject, found: Sequence[Timetable]) -> tuple[Meeting, ...]:
    """Some meetings of a full timetable, and now and then of another one."""
    full = sorted(found, key=lambda one: -len(one.meetings))[: max(1, len(found) // 4)]
    one, other = data.draw(st.sampled_from(full)), data.draw(st.sampled_from(found))
    some = {m.request: m for m in one.meetings if data.draw(st.integers(0, 3))}
    if data.draw(st.booleans()):
        some |= {m.request: m for m in other.meetings[:1]}
    assume(some)
    return tuple(some.values())


def worth(goals: Sequence[Goal], found: Sequence[int]) -> tuple[int, ...]:
    return tuple(-v if g is Goal.VALUE else v for g, v in zip(goals, found, strict=True))


@SLOW
@given(problem=problems(), goals=ORDERS, data=st.data())
def test_the_goals_count_in_their_order(
    problem: Problem, goals: tuple[Goal, ...], data: st.DataObject
) -> None:
    """Wherever there is one place, all is found and proved; else no bound says too much."""
    found = every(problem)
    problem = replace(problem, promised=told(data, found), goals=goals)
    best = min(worth(goals, values(problem, one, goals)) for one in found)
    plan = schedule(problem, limits=Limits(seed=1))
    mine = worth(goals, [one.value for one in plan.goals])
    assert verify(problem, plan).is_accepted
    assert mine >= best
    for position, one in enumerate(plan.goals):
        if mine[:position] != best[:position]:
            break
        assert worth([one.goal], [one.bound])[0] <= best[position]
    if len(problem.places) == 1:
        assert mine == best
        assert all(one.status is GoalStatus.OPTIMAL for one in plan.goals)
