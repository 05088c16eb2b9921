"""A promise that does not stand any more goes back to its own slot and delegate before others are tried."""

from __future__ import annotations

import pytest

from treffen.problem import Delegation, Goal, Meeting, Participant, Place, Problem, Request, RequestId, Slot
from treffen.repair import PlaceLost, Urgent, repair
from treffen.repair.restoration import _insert
from treffen.repair.state import RepairState
from treffen.solvers.base import Limits, Stop
from treffen.timetable import Timetable

SLOTS = ("9:00", "9:30", "10:00")


@pytest.mark.parametrize("delegate", ["bo", "cy"])
@pytest.mark.parametrize("slot", SLOTS)
def test_a_displaced_promise_keeps_its_slot_and_its_delegate(slot: str, delegate: str) -> None:
    chosen = (Delegation(organisation="optics", participant=delegate),)
    problem = Problem(
        slots=tuple(Slot(id=name) for name in SLOTS),
        places=(Place(id="t1"),),
        participants=(
            Participant(id="ada"),
            *(Participant(id=name, organisation="optics") for name in ("bo", "cy")),
        ),
        requests=(Request(id="r", participants=("ada",), delegates=("optics",)),),
        promised=(Meeting(request="r", slot=slot, place="t1", delegates=chosen),),
    )
    work = RepairState(problem, [], limits=Limits(), stop=Stop())
    assert _insert(work, 0)
    (held,) = work.timetable().meetings
    assert (held.slot, held.delegates) == (slot, chosen)


def test_where_nothing_can_be_held_any_more_everything_is_lost_and_told() -> None:
    sent = (Delegation(organisation="optics", participant="bo"),)
    problem = Problem(
        slots=tuple(Slot(id=name) for name in SLOTS),
        places=(Place(id="t1"),),
        participants=(
            Participant(id="ada"),
            Participant(id="bo", organisation="optics"),
            Participant(id="cy"),
        ),
        requests=(
            Request(id="r", participants=("ada", "bo"), slot="10:00"),
            Request(id="s", participants=("cy",), delegates=("optics",), slot="9:30"),
        ),
    )
    held = Timetable(
        (
            Meeting(request="r", slot="10:00", place="t1"),
            Meeting(request="s", slot="9:30", place="t1", delegates=sent),
        )
    )
    mended = repair(problem, held, disruptions=[PlaceLost(place="t1", since="9:30")], now="9:00")
    assert mended.plan.timetable.meetings == ()
    assert [one.meeting.request for one in mended.lost] == ["r", "s"]


def test_a_new_wish_that_must_be_held_stays_beside_one_that_is_worth_more() -> None:
    problem = Problem(
        slots=(Slot(id="9:00"),),
        places=(Place(id="t1"),),
        participants=tuple(Participant(id=name) for name in ("ada", "bo", "cy")),
        requests=(Request(id="r", participants=("ada", "bo"), value=5),),
    )
    duty = Request(id="duty", participants=("ada", "cy"), value=0, must=True)
    mended = repair(problem, Timetable(), disruptions=[Urgent(request=duty)], alternatives=3)
    for one in (mended.choice, *mended.alternatives):
        assert [meeting.request for meeting in one.plan.timetable.meetings] == ["duty"]


def test_a_repair_says_that_one_meeting_takes_one_place_at_least() -> None:
    problem = Problem(
        slots=tuple(Slot(id=name) for name in SLOTS),
        places=(Place(id="t1"), Place(id="t2")),
        participants=tuple(Participant(id=name) for name in ("ada", "bo")),
        requests=(Request(id="r", participants=("ada", "bo")),),
        goals=(Goal.CHANGED, Goal.VALUE, Goal.PLACES),
    )
    held = Timetable((Meeting(request="r", slot="9:00", place="t1"),))
    mended = repair(problem, held, disruptions=[PlaceLost(place="t1")], now="9:00")
    assert [(g.goal, g.value, g.bound) for g in mended.plan.goals][-1] == (Goal.PLACES, 1, 1)


def test_a_fork_goes_its_own_way() -> None:
    problem = Problem(
        slots=tuple(Slot(id=name) for name in SLOTS),
        places=(Place(id="t1"), Place(id="t2")),
        participants=tuple(Participant(id=name) for name in ("ada", "bo", "cy")),
        requests=(
            Request(id="r", participants=("ada", "bo")),
            Request(id="s", participants=("bo", "cy")),
        ),
    )
    held = (Meeting(request="r", slot="9:00", place="t2"),)
    work = RepairState(problem, held, limits=Limits(), stop=Stop())
    twin = work.fork()
    assert twin.timetable().meetings == held
    assert twin.attempt(lambda: twin.board.insert_all([1]))
    twin.seating.reseat([(0, 0, -1)])
    assert len(twin.timetable().meetings) == 2
    assert twin.timetable().by_request()[RequestId("r")].place == "t1"
    assert work.timetable().meetings == held
    assert work.attempt(lambda: work.board.insert_all([1]))
    assert work.timetable().by_request()[RequestId("s")].place == "t1"
