"""A plan that is made anew keeps promises where the goals say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from treffen.generation import FAMILIES
from treffen.problem import Delegation, Goal, Meeting, Participant, Place, Problem, Request, Slot
from treffen.scheduling import Limits, kept_promises, neighbourhood, schedule
from treffen.scheduling.bounds import ProvedBound
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.scheduling.select import renew_bounds
from treffen.scheduling.times import find_times
from treffen.solvers.base import Model, Stop
from treffen.solvers.placement import stable_assignment
from treffen.solvers.placement.stable_assignment import keep_places
from treffen.solvers.relaxation import subset
from treffen.timetable import GoalStatus, ProofKind, Timetable

LIMITS = Limits(seconds=1.5)
BY_VALUE = (Goal.VALUE, Goal.CHANGED)


def values(problem: Problem, goals: Sequence[Goal]) -> list[int]:
    return [one.value for one in schedule(replace(problem, goals=tuple(goals)), limits=LIMITS).goals]


def told(*promised: Meeting) -> Problem:
    """Three people, two slots, two tables; a delegate is one of two."""
    return Problem(
        slots=(Slot(id="10:00"), Slot(id="10:20")),
        places=(Place(id="t1"), Place(id="t2")),
        participants=(
            Participant(id="ada"),
            *(Participant(id=id, organisation="optics") for id in ("bo", "cy")),
        ),
        requests=(
            Request(id="ada-bo", participants=("ada", "bo"), value=2),
            Request(id="optics", participants=("ada",), delegates=("optics",), value=2),
        ),
        promised=promised,
    )


@pytest.mark.parametrize("slots", [("10:00", "10:20"), ("10:20", "10:00")])
@pytest.mark.parametrize("place", ["t1", "t2"])
@pytest.mark.parametrize("delegate", ["bo", "cy"])
@pytest.mark.parametrize("goals", [(Goal.VALUE, Goal.CHANGED, Goal.CHANGES), (Goal.CHANGED, Goal.IDLE)])
def test_time_place_and_delegate_stay(
    slots: tuple[str, str], place: str, delegate: str, goals: tuple[Goal, ...]
) -> None:
    chosen = (Delegation(organisation="optics", participant=delegate),)
    problem = told(
        Meeting(request="ada-bo", slot=slots[0], place="t2"),
        Meeting(request="optics", slot=slots[1], place=place, delegates=chosen),
    )
    plan = schedule(replace(problem, goals=goals))
    assert {one.goal: (one.value, one.status) for one in plan.goals}[Goal.CHANGED] == (0, GoalStatus.OPTIMAL)
    assert set(plan.timetable.meetings) == set(problem.promised)


def test_what_counts_more_than_promises_goes_first() -> None:
    problem = told(Meeting(request="ada-bo", slot="10:00", place="t1"))
    wish = Request(id="dear", participants=("ada", "bo"), slot="10:00", value=9)
    problem = replace(problem, requests=(*problem.requests, wish), pair_once=False)
    assert values(problem, [Goal.VALUE, Goal.CHANGED])[:2] == [11, 1]
    assert values(problem, [Goal.CHANGED, Goal.VALUE])[:2] == [0, 4]


@pytest.mark.parametrize("family", ["base", "tight", "narrow", "conference"])
def test_in_events_of_every_kind_half_of_a_plan_can_be_kept(family: str) -> None:
    """Where breaks are limited and interpreters few, a tenth may change: no search looks for the last."""
    event = FAMILIES[family](20, 2)
    kept = schedule(event, limits=LIMITS).timetable.meetings[::2]
    problem = replace(event, promised=kept)
    most = len(kept) // 10 if family == "conference" else 0
    assert values(problem, [Goal.CHANGED, Goal.VALUE])[0] <= most
    assert values(problem, [Goal.CHANGED, Goal.CHANGES, Goal.VALUE])[0] <= most


@pytest.mark.parametrize(("limit", "most"), [(2.0, 0.3), (None, None)])
def test_places_are_given_back_in_a_share_of_the_time(
    limit: float | None, most: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []

    def keep(*things: object, **more: object) -> object:
        given.append(more["stop"])
        return keep_places(*things, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(stable_assignment, "keep_places", keep)
    problem = told(Meeting(request="ada-bo", slot="10:00", place="t2"))
    schedule(replace(problem, goals=(Goal.CHANGED,)), limits=Limits(seconds=limit))
    (stop,) = given
    assert (stop.remaining() == float("inf")) if most is None else (stop.remaining() <= most)


def late(family: str) -> Problem:
    """An event of which half of a plan was promised when only some of the wishes were known."""
    event = FAMILIES[family](30, 1)
    early = replace(event, requests=event.requests[::2])
    return replace(event, promised=schedule(early, limits=LIMITS).timetable.meetings[::2])


def test_few_promises_move_though_value_counts_more() -> None:
    """The value stays the best, and no timetable of that value moves fewer: that is proved."""
    problem = late("base")
    plan = schedule(replace(problem, goals=(Goal.VALUE, Goal.CHANGED)))
    assert [one.status for one in plan.goals] == [GoalStatus.OPTIMAL] * 2
    assert plan.goals[0].value == schedule(replace(problem, promised=(), goals=(Goal.VALUE,))).goals[0].value
    assert plan.goals[1].value < len(problem.promised) // 2


def test_value_is_the_best_around_promises_that_count_more() -> None:
    problem = late("base")
    plan = schedule(replace(problem, goals=(Goal.CHANGED, Goal.VALUE)))
    assert (plan.goals[0].value, plan.goals[1].proof) == (0, ProofKind.SEARCH)
    assert plan.goals[1].status is GoalStatus.OPTIMAL


def test_nobody_waits_for_the_sake_of_promises_that_count_less() -> None:
    problem = late("base")
    idle, changed, _ = schedule(replace(problem, goals=(Goal.IDLE, Goal.CHANGED, Goal.VALUE))).goals
    assert idle.value == 0
    assert changed.value <= 4 * len(problem.promised) // 5


def test_requests_of_the_same_value_are_exchanged_for_promised_ones() -> None:
    """Ada has time for one of two that are worth as much; the one that she was told of is held."""
    problem = Problem(
        slots=(Slot(id="10:00"),),
        places=(Place(id="t1"),),
        participants=tuple(Participant(id=id) for id in ("ada", "bo", "cy")),
        requests=tuple(Request(id=id, participants=("ada", id), value=2) for id in ("bo", "cy")),
        goals=(Goal.VALUE, Goal.CHANGED),
    )
    for id in ("bo", "cy"):
        told = replace(problem, promised=(Meeting(request=id, slot="10:00", place="t1"),))
        assert set(schedule(told).timetable.meetings) == set(told.promised)


def test_what_must_be_held_is_counted_though_it_costs_value() -> None:
    """Ada must meet bo, for whom she gives up what is worth more: bo, cy and di can be where promised."""
    worth = {"bo": 1, "cy": 10, "di": 10, "ed": 10}
    told = {"bo": "12:00", "cy": "10:00", "di": "11:00", "ed": "11:00"}
    problem = Problem(
        slots=tuple(Slot(id=f"{hour}:00") for hour in (10, 11, 12)),
        places=(Place(id="t1"), Place(id="t2")),
        participants=tuple(Participant(id=id) for id in ("ada", *worth)),
        requests=tuple(
            Request(id=id, participants=("ada", id), value=value, must=id == "bo")
            for id, value in worth.items()
        ),
        promised=tuple(Meeting(request=id, slot=slot, place="t1") for id, slot in told.items()),
        goals=(Goal.VALUE, Goal.CHANGED),
    )
    value, changed = schedule(problem).goals
    assert (value.value, changed.bound) == (21, 1)
    assert changed.status is GoalStatus.OPTIMAL


def test_a_bound_of_promises_is_forgotten_with_the_value_that_it_supposes() -> None:
    """Where no place is found for a meeting that was held, fewer promises might have moved."""
    problem = replace(told(Meeting(request="ada-bo", slot="10:00", place="t1")), goals=BY_VALUE)
    run = start(problem, limits=LIMITS, goals=None, on_progress=None, stop=Stop())
    for value, bound in ((0, 1), (1, 0)):
        run.known[Goal.CHANGED] = ProvedBound(
            goal=Goal.CHANGED, bound=1, proof=ProofKind.SEARCH, given={Goal.VALUE: value}
        )
        renew_bounds(run, Timetable())
        assert run.known[Goal.CHANGED].bound == bound


@pytest.mark.parametrize("goals", [BY_VALUE, (Goal.CHANGED, Goal.VALUE)])
def test_ways_that_are_chosen_from_for_promises_are_work(
    goals: tuple[Goal, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of work counts them, whichever copy of the run they were chosen in."""
    problem = replace(late("narrow"), goals=goals)
    run = start(problem, limits=Limits(work=30_000), goals=None, on_progress=None, stop=Stop())
    chosen, before, solve, keep = [], [], subset.solve_subset, kept_promises.keep_slots

    def counted(model: Model, part: subset.Subset, **how: object) -> subset.Retiming:
        chosen.append(int(part.fits.sum()))
        return solve(model, part, **how)  # type: ignore[arg-type]

    def begun(state: SchedulerState, **how: object) -> None:
        before.append(state.worked)
        chosen.clear()
        keep(state, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(subset, "solve_subset", counted)
    monkeypatch.setattr(neighbourhood, "solve_subset", counted)
    monkeypatch.setattr(kept_promises, "keep_slots", begun)
    monkeypatch.setattr("treffen.scheduling.exact.solve_exactly", lambda _: None)
    find_times(run)
    assert sum(chosen) > 0
    assert run.worked >= before[0] + sum(chosen)
    if goals == BY_VALUE:
        assert run.worked == before[0] + sum(chosen)
