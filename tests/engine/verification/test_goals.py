"""Every goal on timetables whose values were counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.verification.rich import PROBLEM, TIMETABLE, with_participant

from treffen.problem import Goal, Like, Meeting, Participant, Place, Problem, Request, Slot, Talk
from treffen.timetable import Timetable
from treffen.verification import measure, measure_all

BY_HAND = {
    Goal.VALUE: 2 + 3 + 5 + 4 + 4 + 2,
    Goal.SHORTFALL: 1,  # gus meets nobody and wants one meeting
    Goal.TALKS: 3,  # bo misses the panel, whose first slot the long meeting takes
    Goal.BREAKS: 1,  # ada waits between s4 and s7
    Goal.IDLE_RANGE: 2,  # ada's two slots, and none of the others who meet twice
    Goal.IDLE: 2,
    Goal.CHANGES: 3,  # ada t1 - t2 and t2 - room, bo t2 - t1
    Goal.WALKING: 4,  # ada from the hall upstairs
    Goal.PLACES: 3,
    Goal.CHANGED: 3,  # double, deck and extra
}


@pytest.mark.parametrize("goal", list(Goal))
def test_a_goal_is_what_was_counted_by_hand(goal: Goal) -> None:
    assert measure(PROBLEM, TIMETABLE, goal) == BY_HAND[goal]


@pytest.mark.parametrize("goal", list(Goal))
def test_an_empty_timetable_costs_only_the_minima_and_the_promises(goal: Goal) -> None:
    expected = {Goal.SHORTFALL: 5, Goal.CHANGED: 4}.get(goal, 0)
    assert measure(PROBLEM, Timetable(), goal) == expected


def one_day(busy: str, *, talk: str = "", must: bool = False) -> tuple[Problem, Timetable]:
    """A participant whose meetings are the `x` of `busy` (blocks set apart by a bar), and one talk."""
    slots = [
        Slot(id=f"{block}{i}", block=block)
        for block, run in zip("abc", busy.split("|"), strict=False)
        for i in range(len(run))
    ]
    letters = busy.replace("|", "")
    heard = frozenset(s.id for s, x in zip(slots, talk, strict=False) if x == "t")
    taken = [s for s, x in zip(slots, letters, strict=True) if x == "x"]
    people = [Participant(id=f"q{i}") for i in range(len(taken))]
    programme = {"must_attend": frozenset({"talk"})} if must else {"likes": (Like(talk="talk"),)}
    me = Participant(id="me", **(programme if talk else {}))
    problem = Problem(
        slots=tuple(slots),
        places=(Place(id="t"),),
        participants=(me, *people),
        requests=tuple(Request(id=p.id, participants=("me", p.id)) for p in people),
        talks=(Talk(id="talk", slots=heard),) if talk else (),
    )
    meetings = (Meeting(request=p.id, slot=s.id, place="t") for p, s in zip(people, taken, strict=True))
    return problem, Timetable(tuple(meetings))


@pytest.mark.parametrize(
    ("busy", "breaks", "idle"),
    [
        ("........", 0, 0),
        ("..x.....", 0, 0),
        ("x......x", 1, 6),
        ("x.x.x..x", 3, 4),
        (".xx.xx..", 1, 1),
        ("x...|...x", 0, 0),
        ("x.x.|.x.x", 2, 2),
        ("x|.|x", 0, 0),
    ],
)
def test_breaks_and_idle_slots_are_counted_inside_blocks(busy: str, breaks: int, idle: int) -> None:
    problem, timetable = one_day(busy)
    found = [measure(problem, timetable, g) for g in (Goal.BREAKS, Goal.IDLE)]
    assert found == [breaks, idle]


@pytest.mark.parametrize("must", [True, False])
@pytest.mark.parametrize(
    ("busy", "talk", "breaks", "idle"),
    [
        ("x.x", ".t.", 0, 0),
        ("x...x", "..t..", 2, 2),
        ("x..x", ".t..", 1, 1),
        ("x....", ".ttt.", 0, 0),
    ],
)
def test_a_talk_that_is_heard_is_not_idle(busy: str, talk: str, must: bool, breaks: int, idle: int) -> None:
    problem, timetable = one_day(busy, talk=talk, must=must)
    found = [measure(problem, timetable, g) for g in (Goal.BREAKS, Goal.IDLE, Goal.TALKS)]
    assert found == [breaks, idle, 0]


def test_a_missed_talk_costs_once_and_its_other_slots_are_idle() -> None:
    problem, timetable = one_day("xx.x", talk=".tt.")
    found = [measure(problem, timetable, g) for g in (Goal.BREAKS, Goal.IDLE, Goal.TALKS)]
    assert found == [1, 1, 1]


def test_unavailable_slots_in_a_hole_are_idle() -> None:
    problem, timetable = one_day("x.x")
    me = replace(problem.participants[0], free=frozenset({"a0", "a2"}))
    problem = replace(problem, participants=(me, *problem.participants[1:]))
    assert measure(problem, timetable, Goal.IDLE) == 1


def test_a_walk_counts_either_way_and_an_unlisted_one_a_minute() -> None:
    places = tuple(replace(p, zone={"t1": "cellar"}.get(p.id, p.zone)) for p in PROBLEM.places)
    problem = replace(PROBLEM, places=places, walks=())
    # ada t1 - t2 and t2 - room, bo t2 - t1, each one minute; dan stays at t1
    assert measure(problem, TIMETABLE, Goal.WALKING) == 3


def test_a_minimum_counts_meetings_as_a_delegate() -> None:
    problem = with_participant("eve", minimum=2)
    assert measure(problem, TIMETABLE, Goal.SHORTFALL) == 2


def test_all_goals_at_once_are_the_goals_one_by_one() -> None:
    assert measure_all(PROBLEM, TIMETABLE, goals=Goal) == BY_HAND
