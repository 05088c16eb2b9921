"""The ledger says of each change what the whole verifier says, and a pile counts what brute force finds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.strategies import problems

from treffen.problem import Meeting, Participant, Place, Problem, Request, RequestId, Slot
from treffen.timetable import Timetable
from treffen.verification import IncrementalVerifier, Violation, find_violations
from treffen.verification.bounds.problem_index import BoundIndex
from treffen.verification.index import ProblemIndex
from treffen.verification.saturation import SaturatedPlaces, is_overbooked

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def of(problem: Problem, meetings: dict[RequestId, Meeting]) -> list[Violation]:
    """What the verifier says of these meetings where none has to be held."""
    requests = tuple(
        replace(r, must=False, after=tuple(a for a in r.after if a in meetings))
        for r in problem.requests
        if r.id in meetings
    )
    whole = replace(problem, requests=requests, frozen=())
    return list(find_violations(whole, Timetable(tuple(meetings.values()))))


@SLOW
@given(problem=problems(), data=st.data())
def test_a_change_breaks_in_the_ledger_what_it_breaks_in_the_whole(
    problem: Problem, data: st.DataObject
) -> None:
    problem = replace(problem, frozen=())
    ledger, held = IncrementalVerifier(problem, Timetable()), dict[RequestId, Meeting]()
    for _ in range(6):
        request = data.draw(st.sampled_from(problem.requests))
        if request.delegates:
            continue
        slot = data.draw(st.sampled_from(problem.slots)).id
        place = data.draw(st.sampled_from(problem.places)).id
        one = Meeting(request=request.id, slot=slot, place=place)
        before = held.get(request.id)
        found, expected = ledger.change([one]), of(problem, {**held, request.id: one})
        assert {v.kind for v in found} == {v.kind for v in expected}
        if not expected:
            held[request.id] = one
        elif before is None:
            ledger.change([], gone=[request.id])
        else:
            ledger.change([before])
        if held and data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(sorted(held)))
            left = {r: m for r, m in held.items() if r != gone}
            if not of(problem, left):
                ledger.change([], gone=[gone])
                held = left


@SLOW
@given(problem=problems(), data=st.data())
def test_whoever_a_pile_turns_away_cannot_be_held_beside_it(problem: Problem, data: st.DataObject) -> None:
    requests = tuple(replace(r, must=True) for r in problem.requests)
    problem = replace(problem, requests=requests, frozen=())
    ids = [r.id for r in requests]
    *some, last = data.draw(st.lists(st.sampled_from(ids), min_size=2, unique=True)) if len(ids) > 1 else ids
    slots = data.draw(st.sets(st.sampled_from([s.id for s in problem.slots])))
    if not SaturatedPlaces(BoundIndex(ProblemIndex(problem)), some, slots=slots).turns_away(last):
        return
    asked = {*some, last}
    kept = tuple(replace(r, after=tuple(a for a in r.after if a in asked)) for r in requests if r.id in asked)
    try:
        assert not any(timetables(replace(problem, requests=kept), most=3_000))
    except TooManyTimetables:
        return


def test_a_pile_is_full_only_if_it_takes_every_place() -> None:
    problem = Problem(
        slots=(Slot(id="1"), Slot(id="2")),
        places=(Place(id="t1"), Place(id="t2", open=frozenset({"2"}))),
        participants=tuple(Participant(id=i, free=frozenset({"1"})) for i in "abcd"),
        requests=(Request(id="ab", participants=("a", "b")), Request(id="cd", participants=("c", "d"))),
    )
    frame = BoundIndex(ProblemIndex(problem))
    assert SaturatedPlaces(frame, ["ab"], slots=["1"]).turns_away("cd")
    assert not SaturatedPlaces(frame, ["ab"], slots=["1", "2"]).turns_away("cd")
    assert not SaturatedPlaces(frame, [], slots=["1"]).turns_away("cd")
    assert not SaturatedPlaces(frame, ["ab"], slots=["2"]).turns_away("cd")


@SLOW
@given(problem=problems(), data=st.data())
def test_whoever_is_overbooked_cannot_hold_all_of_it(problem: Problem, data: st.DataObject) -> None:
    requests = tuple(replace(r, must=True) for r in problem.requests)
    problem = replace(problem, requests=requests, frozen=())
    person = data.draw(st.sampled_from(problem.participants)).id
    asked = [r.id for r in requests if person in r.participants]
    if not asked or not is_overbooked(BoundIndex(ProblemIndex(problem)), person, asked):
        return
    kept = tuple(replace(r, after=tuple(a for a in r.after if a in asked)) for r in requests if r.id in asked)
    try:
        assert not any(timetables(replace(problem, requests=kept), most=3_000))
    except TooManyTimetables:
        return


def test_a_day_is_overbooked_by_number_or_by_slots() -> None:
    problem = Problem(
        slots=(Slot(id="1"), Slot(id="2")),
        places=(Place(id="t1"),),
        participants=(
            Participant(id="a", maximum=1),
            Participant(id="b"),
            *(Participant(id=i, free=frozenset({"1"})) for i in "cd"),
        ),
        requests=(
            Request(id="ab", participants=("a", "b")),
            Request(id="ac", participants=("a", "c")),
            Request(id="bc", participants=("b", "c")),
            Request(id="bd", participants=("b", "d")),
        ),
    )
    frame = BoundIndex(ProblemIndex(problem))
    assert is_overbooked(frame, "a", ["ab", "ac"])
    assert is_overbooked(frame, "b", ["bc", "bd"])
    assert not is_overbooked(frame, "b", ["ab", "bc"])
    assert not is_overbooked(frame, "b", ["bc", "bd", "ac"])
