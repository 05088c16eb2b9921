"""The scheduler against brute force: tiny problems with every rule, in every order of goals."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, optimum
from tests.engine.strategies import problems

from treffen.problem import Goal, Problem
from treffen.scheduling import Limits, schedule
from treffen.scheduling.bounds import TIMING
from treffen.timetable import GoalStatus, Plan, PlanStatus

ORDERS = st.permutations(TIMING).map(tuple)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def best(problem: Problem, goals: tuple[Goal, ...]) -> tuple[int, ...] | None:
    """The lexicographic optimum; draws another problem where there are too many timetables."""
    try:
        return optimum(problem, goals, most=4_000)
    except TooManyTimetables:
        assume(False)
        raise


def found(plan: Plan, goals: tuple[Goal, ...]) -> tuple[int, ...]:
    """A plan's values in the order of the goals."""
    values = {g.goal: g.value for g in plan.goals}
    return tuple(values[g] for g in goals)


@SLOW
@given(problem=problems(), goals=ORDERS)
def test_a_tiny_event_gets_the_timetable_that_brute_force_finds(
    problem: Problem, goals: tuple[Goal, ...]
) -> None:
    wanted = best(problem, goals)
    plan = schedule(problem, goals=goals, limits=Limits(seed=1))
    if wanted is None:
        assert plan.status is PlanStatus.INFEASIBLE
    else:
        assert found(plan, goals) == wanted
        assert all(g.status is GoalStatus.OPTIMAL for g in plan.goals)


@SLOW
@given(problem=problems(), goals=st.permutations(list(Goal)).map(tuple))
def test_no_bound_cuts_off_what_brute_force_finds(problem: Problem, goals: tuple[Goal, ...]) -> None:
    wanted = best(problem, goals)
    assume(wanted is not None and len(goals) > 0)
    plan = schedule(problem, goals=goals, limits=Limits(seed=1))
    for position, result in enumerate(plan.goals):
        assert wanted is not None
        same_before = found(plan, goals)[:position] == wanted[:position]
        if not same_before:
            break
        if result.goal is Goal.VALUE:
            assert result.value <= wanted[position] <= result.bound
        else:
            assert result.bound <= wanted[position] <= result.value
