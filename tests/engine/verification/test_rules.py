"""Each hard rule broken alone in a valid timetable: the verifier names it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.verification.rich import (
    EN,
    INC,
    PROBLEM,
    TIMETABLE,
    with_meetings,
    with_participant,
    with_request,
    without,
)

from treffen.problem import Delegation, Interpreter, Meeting, Participant, Problem, Request, Slot
from treffen.timetable import Timetable
from treffen.verification import Violation, ViolationKind, find_violations
from treffen.verification.rules import RULES

Kind = ViolationKind
IRA_LEAVES = replace(
    PROBLEM,
    interpreters=(
        Interpreter(id="ira", languages=frozenset({"de", "en"}), free=frozenset({"s0"})),
        PROBLEM.interpreters[1],
    ),
)


def add(request: str, slot: str, place: str, **more: object) -> Timetable:
    return with_meetings(Meeting(request=request, slot=slot, place=place, **more))


FIRM = {"request": "firm", "slot": "s4", "place": "t2"}
BROKEN: list[tuple[Kind, str, Problem, Timetable]] = [
    (Kind.UNKNOWN_REQUEST, "ghost", PROBLEM, add("ghost", "s5", "t1")),
    (Kind.UNKNOWN_SLOT, "extra", PROBLEM, add("extra", "s9", "t2")),
    (Kind.UNKNOWN_PLACE, "extra", PROBLEM, add("extra", "s5", "cellar")),
    (
        Kind.UNKNOWN_PARTICIPANT,
        "firm",
        PROBLEM,
        add(**FIRM, delegates=(Delegation(organisation="inc", participant="zoe"),)),
    ),
    (Kind.UNKNOWN_INTERPRETER, "foreign", PROBLEM, add("foreign", "s6", "room", interpreter="kim")),
    (
        Kind.HELD_TWICE,
        "far",
        PROBLEM,
        Timetable((*TIMETABLE.meetings, *[Meeting(request="far", slot="s5", place="t1")] * 2)),
    ),
    (Kind.NOT_HELD, "must", PROBLEM, without("must")),
    (Kind.FROZEN_CHANGED, "frozen", PROBLEM, without("frozen")),
    (Kind.FROZEN_CHANGED, "frozen", PROBLEM, add("frozen", "s0", "room")),
    (Kind.FROZEN_CHANGED, "frozen", PROBLEM, add("frozen", "s5", "t1")),
    (
        Kind.PAIR_TWICE,
        "again",
        PROBLEM,
        Timetable((*without("deck").meetings, Meeting(request="again", slot="s7", place="t1"))),
    ),
    (Kind.OUT_OF_ORDER, "firm", with_request("firm", after=("deck",)), TIMETABLE),
    (Kind.DOES_NOT_FIT_BLOCK, "double", PROBLEM, add("double", "s3", "t1")),
    (Kind.SLOT_NOT_ALLOWED, "must", with_request("must", slots=frozenset({"s0"})), TIMETABLE),
    (Kind.SLOT_NOT_ALLOWED, "double", with_request("double", slots=frozenset({"s2"})), TIMETABLE),
    (Kind.SLOT_NOT_ALLOWED, "english", PROBLEM, add("english", "s5", "room")),
    (Kind.UNAVAILABLE, "firm", with_participant("eve", free=frozenset({"s5"})), TIMETABLE),
    (Kind.IN_TALK, "double", with_participant("dan", must_attend=frozenset({"keynote", "panel"})), TIMETABLE),
    (Kind.PERSON_CLASH, "far", PROBLEM, add("far", "s7", "t1")),
    (Kind.OVER_MAXIMUM, "firm", with_participant("ada", maximum=3, minimum=0), TIMETABLE),
    (Kind.PLACE_NOT_ALLOWED, "firm", PROBLEM, add("firm", "s4", "room", delegates=INC)),
    (Kind.PLACE_NOT_ALLOWED, "extra", PROBLEM, add("extra", "s5", "t1")),
    (Kind.PLACE_CLOSED, "extra", PROBLEM, add("extra", "s5", "t2")),
    (Kind.PLACE_CLASH, "far", PROBLEM, add("far", "s6", "room")),
    (Kind.PLACE_LACKS_FEATURE, "deck", PROBLEM, add("deck", "s7", "t1")),
    (Kind.PLACE_LACKS_FEATURE, "foreign", PROBLEM, add("foreign", "s6", "t1", interpreter="ira")),
    (Kind.DELEGATE_MISSING, "firm", PROBLEM, add(**FIRM)),
    (Kind.DELEGATE_SUPERFLUOUS, "deck", PROBLEM, add("deck", "s7", "room", delegates=INC)),
    (
        Kind.DELEGATE_OF_OTHER_ORGANISATION,
        "firm",
        PROBLEM,
        add(**FIRM, delegates=(Delegation(organisation="inc", participant="gus"),)),
    ),
    (
        Kind.SAME_PERSON_TWICE,
        "firm",
        with_request("firm", participants=("ada", "flo")),
        add(**FIRM, delegates=(Delegation(organisation="inc", participant="flo"),)),
    ),
    (Kind.INTERPRETER_MISSING, "foreign", PROBLEM, add("foreign", "s6", "room")),
    (Kind.INTERPRETER_SUPERFLUOUS, "deck", PROBLEM, add("deck", "s7", "room", interpreter="jo")),
    (Kind.INTERPRETER_UNFIT, "foreign", PROBLEM, add("foreign", "s6", "room", interpreter="jo")),
    (Kind.INTERPRETER_UNAVAILABLE, "foreign", IRA_LEAVES, TIMETABLE),
    (
        Kind.INTERPRETER_CLASH,
        "far",
        with_participant("gus", languages=EN),
        add("far", "s6", "t1", interpreter="ira"),
    ),
]


@pytest.mark.parametrize(("kind", "request_id", "problem", "timetable"), BROKEN)
def test_a_broken_rule_is_named_exactly(
    kind: Kind, request_id: str, problem: Problem, timetable: Timetable
) -> None:
    assert problem.faults() == ()
    found = list(find_violations(problem, timetable))
    assert [v.kind for v in found] == [kind]
    assert request_id in found[0].requests


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        (Kind.TOO_MANY_BREAKS, replace(PROBLEM, most_breaks=0)),
        (Kind.TOO_MANY_BREAKS, with_participant("ada", most_breaks=0)),
        (Kind.UNEVEN_BREAKS, replace(PROBLEM, break_spread=0)),
    ],
)
def test_breaks_over_a_limit_are_named_with_the_person(kind: Kind, problem: Problem) -> None:
    found = list(find_violations(problem, TIMETABLE))
    assert [(v.kind, v.participants[0]) for v in found] == [(kind, "ada")]


def test_the_valid_timetable_breaks_no_rule() -> None:
    assert PROBLEM.faults() == ()
    assert list(find_violations(PROBLEM, TIMETABLE)) == []


def test_every_kind_of_violation_is_tried_here() -> None:
    tried = {kind for kind, *_ in BROKEN} | {Kind.TOO_MANY_BREAKS, Kind.UNEVEN_BREAKS}
    assert tried == set(Kind)


def test_every_rule_is_listed_once() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES)


def test_a_persons_own_limit_of_breaks_goes_before_the_events() -> None:
    problem = replace(with_participant("ada", most_breaks=1), most_breaks=0)
    assert list(find_violations(problem, TIMETABLE)) == []


def test_a_request_may_be_out_of_order_with_one_that_is_not_held() -> None:
    assert list(find_violations(with_request("firm", after=("far",)), TIMETABLE)) == []


def test_a_frozen_meeting_binds_only_what_it_names() -> None:
    held = {m.request: m for m in TIMETABLE.meetings}
    open_ = (replace(held["firm"], delegates=()), replace(held["foreign"], interpreter=None))
    assert list(find_violations(replace(PROBLEM, frozen=open_), TIMETABLE)) == []
    other = replace(held["firm"], delegates=(Delegation(organisation="inc", participant="flo"),))
    found = list(find_violations(replace(PROBLEM, frozen=(other,)), TIMETABLE))
    assert [v.kind for v in found] == [Kind.FROZEN_CHANGED]


def test_an_unknown_language_asks_for_no_interpreter() -> None:
    problem = with_participant("cy", languages=frozenset())
    found = list(find_violations(problem, TIMETABLE))
    assert [v.kind for v in found] == [Kind.INTERPRETER_SUPERFLUOUS]


def test_several_mistakes_are_all_named() -> None:
    found = list(find_violations(PROBLEM, Timetable()))
    assert [(v.kind, v.requests) for v in found] == [
        (Kind.NOT_HELD, ("must",)),
        (Kind.FROZEN_CHANGED, ("frozen",)),
    ]


def test_a_clash_names_both_requests_the_slot_and_the_thing() -> None:
    people = tuple(Participant(id=p) for p in "abcd")
    problem = Problem(
        slots=(Slot(id="s0"),),
        places=PROBLEM.places[:1],
        participants=people,
        requests=(Request(id="1", participants=("a", "b")), Request(id="2", participants=("c", "d"))),
    )
    held = Timetable(tuple(Meeting(request=r, slot="s0", place="t1") for r in "12"))
    assert list(find_violations(problem, held)) == [
        Violation(kind=Kind.PLACE_CLASH, requests=("1", "2"), slots=("s0",), places=("t1",))
    ]
