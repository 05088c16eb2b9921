"""Short names stay apart, bottlenecks gather, and days are read as the rules say."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from treffen.files.page.day import SlotActivity, days, held_meetings
from treffen.files.page.display_names import shortest
from treffen.files.page.missed import bottlenecks
from treffen.files.page.where import Where, bare_numbers
from treffen.problem import Like, Meeting, Participant, Place, PlaceKind, Problem, Request, Slot, Talk
from treffen.timetable import Reason, Unscheduled


@given(st.lists(st.text(st.sampled_from("abAB. "), min_size=1, max_size=12), max_size=12))
def test_short_names_never_let_two_people_look_alike(names):
    short = shortest(names)
    assert set(short) == set(names)
    assert len(set(short.values())) == len(set(names))


def test_the_initial_appears_only_where_a_surname_repeats():
    names = ["Ada Voss", "Bo Voss", "Bernd Voss", "Dr. Cem Korte"]
    assert shortest(names) == {
        "Ada Voss": "A. Voss",
        "Bo Voss": "Bo. Voss",
        "Bernd Voss": "Be. Voss",
        "Dr. Cem Korte": "Korte",
    }


def test_numbers_stand_alone_only_where_they_tell_places_apart():
    assert bare_numbers(["t1", "t12"]) == {"t1": "1", "t12": "12"}
    assert bare_numbers(["a1", "b1"]) == {"a1": "a1", "b1": "b1"}
    assert bare_numbers(["t1", "t01"]) == {"t1": "t1", "t01": "t01"}
    assert bare_numbers(["hall", "t1"]) == {"hall": "hall", "t1": "t1"}


def test_places_of_rarer_kinds_carry_a_letter():
    places = (Place(id="t1"), Place(id="t2"), Place(id="s1", kind=PlaceKind.STAND))
    where = Where(Problem(slots=(), places=places, participants=(), requests=()), labels={}, language="de")
    assert [where.short(p.id) for p in places] == ["1", "2", "S1"]
    assert [where.full(p.id) for p in places] == ["Tisch 1", "Tisch 2", "Stand 1"]
    assert where.key() == "Tisch, S = Stand"


def test_a_bottleneck_is_the_person_who_stands_in_most_ways():
    missed = [
        Unscheduled(request="1", reason=Reason.PERSON_FULL, participants=("a", "b")),
        Unscheduled(request="2", reason=Reason.PERSON_FULL, participants=("b",)),
        Unscheduled(request="3", reason=Reason.PLACES_FULL),
        Unscheduled(request="4", reason=Reason.PERSON_FULL, participants=("b", "c")),
    ]
    found = [(b.person, b.reason, [u.request for u in b.missed]) for b in bottlenecks(missed)]
    assert found == [("b", Reason.PERSON_FULL, ["1", "2", "4"]), (None, Reason.PLACES_FULL, ["3"])]


def states(person: Participant, *, busy: list[str]) -> list[tuple[SlotActivity, int]]:
    """The stretches of a participant who has meetings in some of six slots; a talk takes the third."""
    problem = Problem(
        slots=tuple(Slot(id=i) for i in "123456"),
        places=(Place(id="t"),),
        participants=(person, Participant(id="x")),
        requests=tuple(Request(id=s, participants=(person.id, "x")) for s in busy),
        talks=(Talk(id="talk", slots=frozenset("3")),),
        pair_once=False,
    )
    meetings = [Meeting(request=s, slot=s, place="t") for s in busy]
    day = days(problem, held_meetings(problem, meetings))[person.id]
    return [(s.state, s.length) for run in day.blocks for s in run]


def test_time_between_meetings_is_idle_but_not_during_a_talk_that_is_heard():
    person = Participant(id="a", likes=(Like(talk="talk"),))
    assert states(person, busy=["1", "4"]) == [
        (SlotActivity.MEETING, 1),
        (SlotActivity.IDLE, 1),
        (SlotActivity.TALK, 1),
        (SlotActivity.MEETING, 1),
        (SlotActivity.FREE, 2),
    ]


def test_absence_is_idle_inside_a_hole_and_absence_outside():
    person = Participant(id="a", free=frozenset("135"))
    assert states(person, busy=["1", "3"]) == [
        (SlotActivity.MEETING, 1),
        (SlotActivity.IDLE, 1),
        (SlotActivity.MEETING, 1),
        (SlotActivity.ABSENT, 1),
        (SlotActivity.FREE, 1),
        (SlotActivity.ABSENT, 1),
    ]


def test_a_liked_talk_is_missed_when_a_meeting_is_held_in_its_slots():
    person = Participant(id="a", likes=(Like(talk="talk"),))
    assert (SlotActivity.TALK, 1) not in states(person, busy=["3"])
    assert (SlotActivity.TALK, 1) in states(
        replace(person, likes=(), must_attend=frozenset({"talk"})), busy=["2"]
    )
