"""A plan that is made anew keeps promises where the goals say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from treffen.generation import FAMILIES
from treffen.problem import Delegation, Goal, Meeting, Participant, Place, Problem, Request, Slot
from treffen.scheduling import Limits, schedule
from treffen.solvers.placement import stable_assignment
from treffen.solvers.placement.stable_assignment import keep_places
from treffen.timetable import GoalStatus

LIMITS = Limits(seconds=1.5)


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
