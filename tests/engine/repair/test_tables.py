"""A meeting that goes on with fewer of its people, and what becomes of it below that number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from treffen import words
from treffen.problem import (
    Interpreter,
    Meeting,
    Participant,
    ParticipantId,
    Place,
    Problem,
    Request,
    Slot,
    Talk,
)
from treffen.repair import (
    Disruption,
    Gone,
    Late,
    NoShow,
    PlaceLost,
    Smaller,
    TalkMoved,
    repair,
    residual_problem,
)
from treffen.timetable import Reason, Timetable
from treffen.verification import find_violations

TABLE = Request(id="table", participants=("host", "ada", "bo", "cy"), value=6, fewest=3)
PROBLEM = Problem(
    slots=tuple(Slot(id=f"s{n}") for n in range(3)),
    places=(Place(id="t1"), Place(id="t2")),
    participants=(
        Participant(id="host"),
        Participant(id="ada"),
        Participant(id="bo"),
        Participant(id="cy", must_attend=frozenset({"talk"})),
        Participant(id="di"),
    ),
    talks=(Talk(id="talk", slots=frozenset({"s2"})),),
    requests=(TABLE, Request(id="pair", participants=("ada", "di"), value=2)),
)
HELD = Timetable(
    (Meeting(request="table", slot="s1", place="t1"), Meeting(request="pair", slot="s2", place="t1"))
)
MISSING: dict[str, tuple[Disruption, ...]] = {
    "gone": (Gone(participant="cy"),),
    "late": (Late(participant="cy", until="s2"),),
    "in a talk": (TalkMoved(talk="talk", slots=frozenset({"s1"})),),
    "did not come": (NoShow(request="table", participant="cy"),),
    "did not come, and not again": (NoShow(request="table", participant="cy", again=False),),
}


@pytest.mark.parametrize("happened", MISSING.values(), ids=MISSING)
def test_the_table_goes_on_and_nobody_else_is_disturbed(happened: tuple[Disruption, ...]) -> None:
    mended = repair(PROBLEM, HELD, disruptions=happened)
    assert set(mended.plan.timetable.meetings) == set(HELD.meetings)
    assert mended.smaller == (Smaller(meeting=HELD.meetings[0], absent=("cy",), causes=(0,)),)
    assert not mended.lost
    assert mended.lasting.requests[0] == replace(TABLE, participants=("host", "ada", "bo"))
    assert words.smaller(mended.smaller[0], "en") == "Request table is held without participant cy."


def test_two_who_are_missing_are_told_together_and_the_next_is_one_too_many() -> None:
    five = replace(TABLE, participants=(*TABLE.participants, "di"))
    problem = replace(PROBLEM, requests=(five, PROBLEM.requests[1]))
    after = residual_problem(
        problem, HELD, disruptions=[NoShow(request="table", participant="bo"), Gone(participant="cy")]
    )
    assert after.smaller == (Smaller(meeting=HELD.meetings[0], absent=("bo", "cy"), causes=(0, 1)),)
    later = residual_problem(after.lasting, HELD, disruptions=[Gone(participant="host")])
    assert [d.meeting.request for d in later.displaced] == ["table"]


def test_below_the_fewest_the_table_is_given_up_and_its_people_are_free() -> None:
    mended = repair(PROBLEM, HELD, disruptions=[Gone(participant="bo"), Gone(participant="cy")])
    assert [(one.meeting.request, one.reason) for one in mended.lost] == [("table", Reason.NO_COMMON_SLOT)]
    assert [m.request for m in mended.plan.timetable.meetings] == ["pair"]
    assert not mended.smaller


def test_a_table_that_lost_too_many_for_a_while_is_held_later() -> None:
    late = [Late(participant="bo", until="s2"), Late(participant="host", until="s2")]
    free = replace(PROBLEM, talks=(), participants=tuple(Participant(id=p.id) for p in PROBLEM.participants))
    held = Timetable((replace(HELD.meetings[0], slot="s0"), replace(HELD.meetings[1], slot="s1")))
    mended = repair(free, held, disruptions=late)
    assert {(m.request, m.slot) for m in mended.plan.timetable.meetings} == {("table", "s2"), ("pair", "s1")}


def test_it_is_moved_when_its_place_is_lost_whoever_is_missing() -> None:
    mended = repair(PROBLEM, HELD, disruptions=[PlaceLost(place="t1"), Gone(participant="di")])
    assert {(m.request, m.place) for m in mended.plan.timetable.meetings} == {("table", "t2")}


def test_without_the_one_who_needed_it_an_interpreter_is_free() -> None:
    spoken = {"host": "de", "ada": "de", "bo": "de", "cy": "en", "di": "de"}
    problem = replace(
        PROBLEM,
        participants=tuple(replace(p, languages=frozenset({spoken[p.id]})) for p in PROBLEM.participants),
        interpreters=(Interpreter(id="i", languages=frozenset({"de", "en"})),),
        frozen=(replace(HELD.meetings[0], interpreter="i"),),
    )
    held = Timetable((replace(HELD.meetings[0], interpreter="i"), HELD.meetings[1]))
    assert not list(find_violations(problem, held))
    after = residual_problem(problem, held, disruptions=[Gone(participant="cy")])
    assert after.standing == HELD.meetings
    assert not list(find_violations(after.problem, Timetable(after.standing)))
    assert after.problem.frozen == HELD.meetings[:1]


def test_those_who_are_left_and_meet_elsewhere_do_not_meet_twice() -> None:
    pair = Request(id="pair", participants=(ParticipantId("ada"), ParticipantId("host")))
    problem = replace(PROBLEM, requests=(replace(TABLE, fewest=2), pair))
    gone = [Gone(participant="bo"), Gone(participant="cy")]
    assert [d.meeting.request for d in residual_problem(problem, HELD, disruptions=gone).displaced] == [
        "table"
    ]
    twice = residual_problem(replace(problem, pair_once=False), HELD, disruptions=gone)
    assert [one.absent for one in twice.smaller] == [("bo", "cy")]
