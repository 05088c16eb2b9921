"""Each kind of way out, in an event made for it; brute force agrees that the door opens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.admission.changes import after
from tests.engine.oracle import timetables

from treffen.admission import AdmissionController, AdmissionRemedy, AdmissionRemedyKind, Refused
from treffen.admission.state import only
from treffen.problem import Participant, Place, Problem, Request, Slot, Talk
from treffen.timetable import Timetable

EVENT = Problem(
    slots=(Slot(id="1"), Slot(id="2")),
    places=(Place(id="t1"), Place(id="t2")),
    participants=tuple(Participant(id=i) for i in "abcdef"),
    requests=(
        Request(id="ab", participants=("a", "b"), value=5),
        Request(id="ac", participants=("a", "c"), value=7),
        Request(id="ad", participants=("a", "d"), value=9),
        Request(id="ef", participants=("e", "f"), value=3),
        Request(id="be", participants=("b", "e"), value=3),
    ),
)


def people(problem: Problem, **changes: dict[str, object]) -> Problem:
    changed = tuple(replace(p, **changes.get(p.id, {})) for p in problem.participants)
    return replace(problem, participants=changed)


A_IS_THERE_FOR_ONE = people(EVENT, a={"free": frozenset({"1"})})
CASES = {
    AdmissionRemedyKind.FREE_SLOT: (A_IS_THERE_FOR_ONE, ["ab"], "ac"),
    AdmissionRemedyKind.GIVE_UP_TALK: (
        people(
            replace(EVENT, talks=(Talk(id="talk", slots=frozenset({"2"})),)),
            a={"must_attend": frozenset({"talk"})},
        ),
        ["ab"],
        "ac",
    ),
    AdmissionRemedyKind.RAISE_MAXIMUM: (people(EVENT, a={"maximum": 1}), ["ab"], "ac"),
    AdmissionRemedyKind.GIVE_UP_MEETING: (EVENT, ["ab", "ac"], "ad"),
    AdmissionRemedyKind.OTHER_DELEGATE: (
        people(A_IS_THERE_FOR_ONE, a={"organisation": "firm"}, f={"organisation": "firm"}),
        ["ab"],
        "ac",
    ),
    AdmissionRemedyKind.MORE_PLACES: (
        replace(EVENT, slots=EVENT.slots[:1], places=EVENT.places[:1]),
        ["ab"],
        "ef",
    ),
}


def refusal(problem: Problem, accepted: list[str], request: str) -> Refused:
    desk = AdmissionController(problem, Timetable())
    for one in accepted:
        desk.admit(one)
    found = desk.admit(request)
    assert isinstance(found, Refused)
    return found


def opens(problem: Problem, accepted: list[str], request: str, way: AdmissionRemedy) -> bool:
    kept = {*accepted, request} - set(way.gives_up)
    return any(timetables(only(after(problem, request, way), kept, must=True)))


@pytest.mark.parametrize("kind", AdmissionRemedyKind)
def test_there_is_a_way_of_each_kind_and_it_opens_the_door(kind: AdmissionRemedyKind) -> None:
    problem, accepted, request = CASES[kind]
    ways = refusal(problem, accepted, request).ways_out
    assert kind in {w.kind for w in ways}
    assert len(ways) <= 3
    for way in ways:
        assert opens(problem, accepted, request, way)


def test_without_the_way_the_door_is_shut() -> None:
    for problem, accepted, request in CASES.values():
        assert not any(timetables(only(problem, {*accepted, request}, must=True)))


def test_the_least_valuable_meeting_is_offered_in_exchange() -> None:
    (way,) = [
        w
        for w in refusal(EVENT, ["ab", "ac"], "ad").ways_out
        if w.kind is AdmissionRemedyKind.GIVE_UP_MEETING
    ]
    assert (way.gives_up, way.cost, way.participant) == (("ab",), 5, "a")


def test_a_must_is_never_offered_in_exchange() -> None:
    musts = tuple(replace(r, must=r.id in ("ab", "ac")) for r in EVENT.requests)
    ways = refusal(replace(EVENT, requests=musts), ["ab", "ac"], "ad").ways_out
    assert not [w for w in ways if w.gives_up]


def test_more_than_can_be_told_one_by_one_is_counted() -> None:
    n = 250
    problem = Problem(
        slots=(Slot(id="1"),),
        places=tuple(Place(id=f"t{i}") for i in range(n)),
        participants=tuple(Participant(id=f"p{i}") for i in range(2 * n + 2)),
        requests=tuple(
            Request(id=f"r{i}", participants=(f"p{2 * i}", f"p{2 * i + 1}")) for i in range(n + 1)
        ),
    )
    found = refusal(problem, [f"r{i}" for i in range(n)], f"r{n}")
    assert found.in_the_way == n
    assert found.core.requests == (f"r{n}",)
    assert {w.kind for w in found.ways_out} == {AdmissionRemedyKind.MORE_PLACES}
