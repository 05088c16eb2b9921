"""A small event that uses every rule, and a timetable of it that keeps them all."""

from __future__ import annotations

from dataclasses import replace

from treffen.problem import (
    Delegation,
    Interpreter,
    Like,
    Meeting,
    Participant,
    Place,
    PlaceKind,
    Problem,
    Request,
    Slot,
    Talk,
    Walk,
)
from treffen.timetable import Timetable

DE, EN, FR = frozenset({"de"}), frozenset({"en"}), frozenset({"fr"})

PROBLEM = Problem(
    slots=tuple(Slot(id=f"s{i}", block="morning" if i < 4 else "afternoon") for i in range(8)),
    places=(
        Place(id="t1", zone="hall"),
        Place(id="t2", zone="hall", open=frozenset({"s0", "s1", "s2", "s3", "s4"})),
        Place(id="room", kind=PlaceKind.ROOM, zone="upstairs", features=frozenset({"ramp", "screen"})),
    ),
    participants=(
        Participant(id="ada", languages=DE, maximum=4, minimum=4),
        Participant(id="bo", languages=DE, likes=(Like(talk="panel", price=3),)),
        Participant(id="cy", languages=EN, needs=frozenset({"ramp"})),
        Participant(id="dan", languages=DE | EN, must_attend=frozenset({"keynote"}), most_breaks=1),
        Participant(id="eve", organisation="inc", languages=DE, free=frozenset({"s4", "s5", "s6", "s7"})),
        Participant(id="flo", organisation="inc", languages=DE),
        Participant(id="gus", minimum=1),
    ),
    requests=(
        Request(id="frozen", participants=("ada", "dan"), value=2),
        Request(id="must", participants=("ada", "bo"), value=3, must=True, slots=frozenset({"s1", "s2"})),
        Request(id="again", participants=("bo", "ada"), value=1),
        Request(id="double", participants=("bo", "dan"), length=2, value=5, after=("must",)),
        Request(
            id="firm", participants=("ada",), delegates=("inc",), value=4, places=frozenset({"t1", "t2"})
        ),
        Request(id="foreign", participants=("bo", "cy"), value=4),
        Request(id="deck", participants=("ada", "flo"), value=2, needs=frozenset({"screen"})),
        Request(id="extra", participants=("bo", "flo"), value=1, place="t2"),
        Request(id="english", participants=("cy", "dan"), value=1, slot="s7"),
        Request(id="far", participants=("flo", "gus"), value=1),
    ),
    talks=(Talk(id="keynote", slots=frozenset({"s1"})), Talk(id="panel", slots=frozenset({"s3", "s5"}))),
    interpreters=(
        Interpreter(id="ira", languages=DE | EN, free=frozenset({"s0", "s5", "s6"})),
        Interpreter(id="jo", languages=FR | EN),
    ),
    walks=(Walk(here="upstairs", there="hall", minutes=4),),
    frozen=(Meeting(request="frozen", slot="s0", place="t1"),),
    promised=(
        Meeting(request="must", slot="s1", place="t2"),  # as promised
        Meeting(request="double", slot="s5", place="t1"),  # another time
        Meeting(request="deck", slot="s7", place="t1"),  # another place
        Meeting(request="extra", slot="s3", place="t2"),  # not held
    ),
    most_breaks=2,
    break_spread=2,
)

INC = (Delegation(organisation="inc", participant="eve"),)

TIMETABLE = Timetable(
    (
        Meeting(request="frozen", slot="s0", place="t1"),
        Meeting(request="must", slot="s1", place="t2"),
        Meeting(request="double", slot="s2", place="t1"),
        Meeting(request="firm", slot="s4", place="t2", delegates=INC),
        Meeting(request="foreign", slot="s6", place="room", interpreter="ira"),
        Meeting(request="deck", slot="s7", place="room"),
    )
)


def with_meetings(*changed: Meeting) -> Timetable:
    """The timetable with some requests held as given here instead, or as well."""
    kept = {m.request: m for m in TIMETABLE.meetings} | {m.request: m for m in changed}
    return Timetable(tuple(kept.values()))


def without(*requests: str) -> Timetable:
    """The timetable with some requests not held."""
    return Timetable(tuple(m for m in TIMETABLE.meetings if m.request not in requests))


def with_request(id: str, **changes: object) -> Problem:
    """The problem with one request changed."""
    return replace(
        PROBLEM, requests=tuple(replace(r, **changes) if r.id == id else r for r in PROBLEM.requests)
    )


def with_participant(id: str, **changes: object) -> Problem:
    """The problem with one participant changed."""
    people = tuple(replace(p, **changes) if p.id == id else p for p in PROBLEM.participants)
    return replace(PROBLEM, participants=people)
