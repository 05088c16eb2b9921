"""What must hold of every schedule, whatever the event."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.strategies import problems

from treffen.errors import InvalidProblem
from treffen.generation import base, conference, tight
from treffen.problem import Goal, Participant, Place, PlaceId, Problem, Request, Slot
from treffen.scheduling import Limits, Progress, Stop, schedule
from treffen.timetable import GoalStatus, Plan, PlanStatus, StopReason
from treffen.verification import BoundVerdict, verify

BRIEF = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
QUIET = Limits(seed=3)


def value(plan: Plan) -> int:
    """The value held."""
    return next(g.value for g in plan.goals if g.goal is Goal.VALUE)


@BRIEF
@given(problem=problems())
def test_every_plan_is_accepted_by_the_verifier(problem: Problem) -> None:
    plan = schedule(problem, limits=QUIET)
    report = verify(problem, plan)
    assert report.is_accepted, report
    if plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE):
        held = {m.request for m in plan.timetable.meetings}
        missing = {u.request for u in plan.unscheduled}
        assert held | missing == {r.id for r in problem.requests}
        assert not held & missing


def test_meetings_that_run_at_once_bound_the_places_used() -> None:
    six = tuple(Participant(id=str(i)) for i in range(6))
    pairs = tuple(Request(id=p.id, participants=(p.id, str(int(p.id) + 1))) for p in six[::2])
    problem = Problem(
        slots=(Slot(id="10:00"), Slot(id="10:20")),
        places=tuple(Place(id=f"t{i}") for i in range(3)),
        participants=six,
        requests=pairs,
    )
    plan = schedule(problem, goals=(Goal.VALUE, Goal.PLACES), limits=QUIET)
    assert plan.status is PlanStatus.OPTIMAL
    assert [(g.value, g.bound) for g in plan.goals] == [(3, 3), (2, 2)]
    alone = schedule(problem, goals=(Goal.PLACES, Goal.VALUE), limits=QUIET)
    assert alone.goals[0].bound == 0, "nobody need meet where places count first"


@BRIEF
@given(problem=problems(never=frozenset({"breaks"})))
def test_one_more_place_never_lowers_the_value(problem: Problem) -> None:
    more = replace(problem, places=(*problem.places, Place(id=PlaceId("one more"))))
    before = schedule(problem, goals=(Goal.VALUE,), limits=QUIET)
    after = schedule(more, goals=(Goal.VALUE,), limits=QUIET)
    if before.status is PlanStatus.OPTIMAL:
        assert value(after) >= value(before)


@BRIEF
@given(problem=problems(), seed=st.integers(0, 1000))
def test_the_order_of_people_and_places_changes_no_optimum(problem: Problem, seed: int) -> None:
    other = replace(problem, participants=problem.participants[::-1], places=problem.places[::-1])
    one = schedule(problem, goals=(Goal.VALUE, Goal.IDLE), limits=Limits(seed=seed))
    two = schedule(other, goals=(Goal.VALUE, Goal.IDLE), limits=Limits(seed=seed + 1))
    assert one.status is two.status
    assert [g.value for g in one.goals] == [g.value for g in two.goals]


@pytest.mark.parametrize("problem", [base(40, 1), conference(30, 2)], ids=["base", "conference"])
def test_one_seed_gives_one_plan(problem: Problem) -> None:
    one, two = (schedule(problem, limits=Limits(seed=5)) for _ in range(2))
    assert one.timetable == two.timetable
    assert one.goals == two.goals


def test_an_easy_event_of_150_people_is_proved_optimal_with_a_certificate() -> None:
    problem = base(150, 4)
    plan = schedule(problem, limits=Limits(seed=1))
    assert plan.goals[0].status is GoalStatus.OPTIMAL
    assert verify(problem, plan).goals[0].verdict is BoundVerdict.PROVED


def test_a_bound_is_never_passed_on_the_way() -> None:
    values: list[Progress] = []
    stop = Stop(60)

    def hear(progress: Progress) -> None:
        if progress.goal is Goal.VALUE and progress.value is not None and progress.bound is not None:
            values.append(progress)
            if len(values) >= 6:
                stop.request()

    schedule(tight(40, 1), limits=Limits(seed=1), stop=stop, on_progress=hear)
    assert values
    assert all(p.value <= p.bound for p in values)


@pytest.mark.parametrize("after", [0.0, 0.05, 0.3])
def test_a_stop_at_any_moment_gives_a_sound_plan_that_says_so(after: float) -> None:
    problem, stop = tight(60, 2), Stop()
    timer = threading.Timer(after, stop.request)
    timer.start()
    begin = time.monotonic()
    plan = schedule(problem, stop=stop)
    waited = time.monotonic() - begin
    timer.cancel()
    assert plan.stopped is StopReason.INTERRUPTED
    assert plan.status is PlanStatus.FEASIBLE
    assert verify(problem, plan).is_accepted
    assert waited < 60  # a hang, not a speed, is what this catches


def test_a_time_limit_is_marked_as_such() -> None:
    plan = schedule(tight(60, 2), limits=Limits(seconds=0.2))
    assert plan.stopped is StopReason.TIME_LIMIT


def test_faults_are_raised_all_at_once_and_nothing_is_tried() -> None:
    problem = Problem(
        slots=(Slot(id="a"), Slot(id="a")),
        places=(Place(id="t"),),
        participants=(Participant(id="p"),),
        requests=(Request(id="1", participants=("p", "q")),),
    )
    with pytest.raises(InvalidProblem) as caught:
        schedule(problem)
    assert len(caught.value.faults) == 2


def test_goals_named_twice_are_a_fault() -> None:
    with pytest.raises(InvalidProblem):
        schedule(base(10, 1), goals=(Goal.VALUE, Goal.VALUE))


def test_value_counts_last_where_nobody_named_it() -> None:
    plan = schedule(base(20, 1), goals=(Goal.IDLE,), limits=QUIET)
    assert [g.goal for g in plan.goals] == [Goal.IDLE, Goal.VALUE]
    assert plan.goals[0].value == 0
    assert plan.goals[1].value > 0


def test_an_event_without_requests_has_an_optimal_empty_plan() -> None:
    problem = replace(base(10, 1), requests=())
    plan = schedule(problem)
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.timetable.meetings == ()


@pytest.mark.skipif(os.name != "posix", reason="resident memory is read as POSIX tells it")
def test_a_thousand_people_stay_within_a_modest_memory() -> None:
    import resource

    schedule(base(1_000, 1), limits=Limits(seconds=5, seed=1))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000
