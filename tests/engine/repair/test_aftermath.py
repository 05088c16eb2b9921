"""The pure step: what disruptions leave of a problem and its timetable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.repair.incidents import incidents, moments
from tests.engine.strategies import problems

from treffen.errors import InvalidProblem
from treffen.problem import (
    EntityKind,
    Fault,
    FaultKind,
    Goal,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
    Talk,
)
from treffen.repair import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    TalkMoved,
    Urgent,
    Withdrawn,
    residual_problem,
)
from treffen.repair.residual import without_musts
from treffen.timetable import Timetable
from treffen.verification import find_violations

QUICK = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
START = datetime(2027, 4, 20, 10, tzinfo=UTC)


def slot(n: int) -> Slot:
    begin = START + timedelta(minutes=20 * n)
    return Slot(id=f"s{n}", block="am" if n < 3 else "pm", start=begin, end=begin + timedelta(minutes=20))


PROBLEM = Problem(
    slots=tuple(slot(n) for n in range(5)),
    places=(Place(id="t1"), Place(id="t2")),
    participants=(
        Participant(id="ada"),
        Participant(id="bo"),
        Participant(id="cy", must_attend=frozenset(["keynote"])),
        Participant(id="di"),
    ),
    talks=(Talk(id="keynote", slots=frozenset(["s4"])),),
    requests=(
        Request(id="1", participants=("ada", "bo")),
        Request(id="2", participants=("ada", "cy")),
        Request(id="3", participants=("bo", "di")),
        Request(id="4", participants=("cy", "di")),
    ),
)
HELD = Timetable(
    (
        Meeting(request="1", slot="s0", place="t1"),
        Meeting(request="2", slot="s1", place="t1"),
        Meeting(request="3", slot="s1", place="t2"),
        Meeting(request="4", slot="s2", place="t1"),
    )
)


def out(*disruptions: Disruption, now: str | None = None) -> dict[str, tuple[int, ...]]:
    after = residual_problem(PROBLEM, HELD, disruptions=disruptions, now=now)
    return {d.meeting.request: d.causes for d in after.displaced}


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        (Gone(participant="ada"), {"1": (0,), "2": (0,)}),
        (Gone(participant="ada", since="s1"), {"2": (0,)}),
        (Late(participant="bo", until="s1"), {"1": (0,)}),
        (Back(participant="bo"), {}),
        (PlaceLost(place="t1", since="s1"), {"2": (0,), "4": (0,)}),
        (PlaceBack(place="t1"), {}),
        (TalkMoved(talk="keynote", slots=frozenset(["s1"])), {"2": (0,)}),
        (NoShow(request="3", participant="di"), {"3": (0,)}),
        (Overran(request="1"), {"2": (0,), "3": (0,)}),
        (Overran(request="2", slots=9), {"4": (0,)}),
        (Withdrawn(request="2"), {}),
        (Freeze(slots=2), {}),
    ],
)
def test_the_meetings_that_cannot_stay_are_those_concerned(
    happened: Disruption, expected: dict[str, tuple[int, ...]]
) -> None:
    assert out(happened) == expected


def test_what_has_begun_is_a_fact_and_is_fixed() -> None:
    after = residual_problem(
        PROBLEM, HELD, disruptions=[Gone(participant="ada"), PlaceLost(place="t1")], now="s1"
    )
    assert [m.request for m in after.problem.frozen] == ["1"]
    assert {d.meeting.request: d.causes for d in after.displaced} == {"2": (0, 1), "4": (1,)}
    free = {p.id: p.free for p in after.problem.participants}
    assert free["ada"] == {"s0"}
    assert free["di"] == {"s1", "s2", "s3", "s4"}, "nothing new in the past"


def test_a_freeze_binds_what_may_be_planned_now_and_nothing_later() -> None:
    after = residual_problem(PROBLEM, HELD, disruptions=[Freeze(minutes=40), Gone(participant="cy")])
    assert {m.request for m in after.problem.frozen} == {"1", "3"}
    assert after.lasting.frozen == ()
    free = {p.id: p.free for p in after.problem.participants}
    assert free["di"] == {"s1", "s2", "s3", "s4"}, "s1 only for the meeting that is there"
    assert after.lasting.participants[3].free is None


def test_an_overrun_ends_with_its_block_and_takes_people_and_place_with_it() -> None:
    after = residual_problem(PROBLEM, HELD, disruptions=[Overran(request="4", slots=3)], now="s3")
    longer = after.problem.requests[3]
    assert longer.length == 1, "the block is over"
    after = residual_problem(PROBLEM, HELD, disruptions=[Overran(request="2")], now="s2")
    assert after.problem.requests[1].length == 2
    assert [d.meeting.request for d in after.displaced] == ["4"]


def test_who_overruns_into_a_talk_misses_it() -> None:
    held = Timetable((Meeting(request="2", slot="s3", place="t1"),))
    after = residual_problem(PROBLEM, held, disruptions=[Overran(request="2")], now="s4")
    cy = after.problem.participants[2]
    assert cy.must_attend == frozenset()
    assert list(find_violations(after.problem, held)) == []


def test_a_request_taken_back_is_gone_with_everything_that_names_it() -> None:
    later = replace(PROBLEM.requests[3], after=("2",))
    problem = replace(PROBLEM, requests=(*PROBLEM.requests[:3], later))
    after = residual_problem(problem, HELD, disruptions=[Withdrawn(request="2")])
    assert [r.id for r in after.problem.requests] == ["1", "3", "4"]
    assert after.problem.requests[2].after == ()
    assert [d.meeting.request for d in after.given_up] == ["2"]
    assert "2" not in [m.request for m in after.problem.promised]


def test_a_wish_that_was_not_held_and_is_taken_back_is_gone_although_another_comes() -> None:
    later = replace(PROBLEM.requests[3], after=("2",))
    problem = replace(PROBLEM, requests=(*PROBLEM.requests[:3], later))
    held = Timetable(tuple(m for m in HELD.meetings if m.request != "2"))
    wish = Request(id="new", participants=("bo", "di"))
    after = residual_problem(problem, held, disruptions=[Urgent(request=wish), Withdrawn(request="2")])
    assert [(r.id, r.after) for r in after.problem.requests] == [("1", ()), ("3", ()), ("4", ()), ("new", ())]


@pytest.mark.parametrize(
    ("before", "now"), [((), "s2"), ((), "s4"), ((Overran(request="2"),), None)], ids=str
)
def test_a_meeting_that_has_begun_cannot_be_taken_back(
    before: tuple[Disruption, ...], now: str | None
) -> None:
    after = residual_problem(PROBLEM, HELD, disruptions=[*before, Withdrawn(request="2")], now=now)
    assert after.given_up == ()
    assert HELD.meetings[1] in after.standing
    assert HELD.meetings[1] in after.problem.frozen


def test_a_meeting_that_was_not_held_is_held_later_or_not_at_all() -> None:
    after = residual_problem(PROBLEM, HELD, disruptions=[NoShow(request="1", participant="bo")], now="s1")
    assert after.problem.requests[0].slots == {"s1", "s2", "s3", "s4"}
    assert after.problem.frozen == ()
    after = residual_problem(
        PROBLEM, HELD, disruptions=[NoShow(request="1", participant="bo", again=False)], now="s1"
    )
    assert [d.meeting.request for d in after.given_up] == ["1"]


def test_a_fixed_time_that_was_missed_binds_nobody_any_more() -> None:
    fixed = replace(PROBLEM.requests[0], slot="s0")
    problem = replace(PROBLEM, requests=(fixed, *PROBLEM.requests[1:]))
    after = residual_problem(problem, HELD, disruptions=[NoShow(request="1", participant="bo")], now="s1")
    assert (after.problem.faults(), after.lasting.faults()) == ((), ())
    assert after.problem.requests[0].slot is None


def test_what_is_new_is_there_and_changed_meetings_are_the_first_goal() -> None:
    new = [Urgent(request=Request(id="5", participants=("ada", "di"))), PlaceAdded(place=Place(id="t3"))]
    after = residual_problem(PROBLEM, HELD, disruptions=new)
    assert after.problem.requests[-1].id == "5"
    assert after.problem.places[-1].id == "t3"
    assert after.problem.goals[0] is Goal.CHANGED
    assert after.problem.promised == HELD.meetings


def test_all_faults_are_found_at_once_each_with_its_number() -> None:
    wrong = [
        Gone(participant="nobody", since="never"),
        PlaceLost(place="nowhere"),
        NoShow(request="1", participant="cy"),
        Overran(request="5", slots=0),
        Freeze(minutes=-1),
        TalkMoved(talk="keynote", slots=frozenset(["s9"])),
        Urgent(request=Request(id="5", participants=("ada", "nobody"))),
        Overran(request="6"),
    ]
    problem = replace(PROBLEM, slots=tuple(replace(s, start=None, end=None) for s in PROBLEM.slots))
    with pytest.raises(InvalidProblem) as caught:
        residual_problem(problem, HELD, disruptions=wrong, now="s77")
    found = {(f.kind, f.noun, f.id, f.field, f.value) for f in caught.value.faults if isinstance(f, Fault)}
    disruption = EntityKind.DISRUPTION
    assert found == {
        (FaultKind.UNKNOWN_ID, EntityKind.EVENT, "", "now", "s77"),
        (FaultKind.UNKNOWN_ID, disruption, "1", "participant", "nobody"),
        (FaultKind.UNKNOWN_ID, disruption, "1", "since", "never"),
        (FaultKind.UNKNOWN_ID, disruption, "2", "place", "nowhere"),
        (FaultKind.NOT_A_PARTY, disruption, "3", "participant", "cy"),
        (FaultKind.NOT_HELD, disruption, "4", "request", "5"),
        (FaultKind.BAD_NUMBER, disruption, "4", "slots", "0"),
        (FaultKind.BAD_NUMBER, disruption, "5", "minutes", "-1"),
        (FaultKind.NO_TIMES, disruption, "5", "minutes", ""),
        (FaultKind.UNKNOWN_ID, disruption, "6", "slots", "s9"),
        (FaultKind.UNKNOWN_ID, EntityKind.REQUEST, "5", "participants", "nobody"),
        (FaultKind.UNKNOWN_ID, disruption, "8", "request", "6"),
    }


@QUICK
@given(problem=problems(), data=st.data())
def test_what_stands_is_a_timetable_of_the_new_problem(problem: Problem, data: st.DataObject) -> None:
    held = a_timetable(problem, data)
    happened = data.draw(incidents(problem, held))
    now = data.draw(moments(problem))
    after = residual_problem(problem, held, disruptions=happened, now=now)
    standing = Timetable(after.standing)
    for one in (after.problem, after.lasting):
        assert one.faults() == ()
        assert list(find_violations(without_musts(one), standing)) == []
    ids = [m.request for m in (*after.standing, *(d.meeting for d in (*after.displaced, *after.given_up)))]
    assert sorted(ids) == sorted(m.request for m in held.meetings)
    assert set(after.standing) <= set(held.meetings)
    if not happened:
        assert after.displaced == ()
        assert after.given_up == ()


def a_timetable(problem: Problem, data: st.DataObject) -> Timetable:
    """One of the timetables of a problem, often a full one."""
    try:
        every = list(timetables(problem, most=2_000))
    except TooManyTimetables:
        assume(False)
        raise
    assume(every)
    full = sorted(every, key=lambda t: -len(t.meetings))[: max(1, len(every) // 4)]
    return data.draw(st.sampled_from(full) | st.sampled_from(every))
