"""Every kind of fault is found, named with its noun, id, field and value, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from treffen.problem import (
    Delegation,
    EntityKind,
    Fault,
    FaultKind,
    Goal,
    Interpreter,
    Like,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
    Talk,
    Walk,
)
from treffen.problem.faults import LARGEST, LONGEST_ID

NINE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)

FOR_ACME = Delegation(organisation="acme", participant="ada")
SOUND = Problem(
    slots=(Slot(id="s1"), Slot(id="s2"), Slot(id="s3", block="afternoon")),
    places=(Place(id="t1", zone="hall"), Place(id="t2", zone="foyer", open=frozenset(["s1"]))),
    participants=(
        Participant(id="ada", organisation="acme"),
        Participant(id="bo", free=frozenset(["s1", "s2"]), home="t1", must_attend=frozenset(["keynote"])),
        Participant(id="cy", minimum=1, maximum=2, likes=(Like(talk="keynote"),)),
    ),
    requests=(
        Request(id="1", participants=("ada", "bo"), slots=frozenset(["s1"]), slot="s1"),
        Request(id="2", participants=("bo", "cy"), after=("1",), place="t1"),
        Request(id="3", participants=("cy",), delegates=("acme",)),
    ),
    talks=(Talk(id="keynote", slots=frozenset(["s3"])),),
    interpreters=(Interpreter(id="ina", languages=frozenset(["de", "en"]), free=frozenset(["s1"])),),
    walks=(Walk(here="hall", there="foyer", minutes=3),),
    frozen=(Meeting(request="3", slot="s2", place="t1", delegates=(FOR_ACME,), interpreter="ina"),),
)


def changed(noun: str, number: int, **fields: Any) -> Problem:
    """The sound problem with one noun changed."""
    nouns = list(getattr(SOUND, noun))
    nouns[number] = replace(nouns[number], **fields)
    return replace(SOUND, **{noun: tuple(nouns)})


def added(noun: str, *more: Any) -> Problem:
    """The sound problem with more of one noun."""
    return replace(SOUND, **{noun: getattr(SOUND, noun) + more})


def fault(kind: FaultKind, noun: EntityKind, id: str = "", field: str = "", value: str = "") -> Fault:
    return Fault(kind=kind, noun=noun, id=id, field=field, value=value)


R, P, S = EntityKind.REQUEST, EntityKind.PARTICIPANT, EntityKind.SLOT
EVENT, FROZEN, INTERPRETER, PLACE, PROMISED, TALK, WALK = (
    EntityKind.EVENT,
    EntityKind.FROZEN,
    EntityKind.INTERPRETER,
    EntityKind.PLACE,
    EntityKind.PROMISED,
    EntityKind.TALK,
    EntityKind.WALK,
)
K = FaultKind
LONG = "x" * (LONGEST_ID + 5)

CASES: Mapping[str, tuple[Problem, Fault]] = {
    "a number as id": (added("places", Place(id=7)), fault(K.BAD_TYPE, PLACE, "", "id", "7")),
    "a word as kind of place": (
        changed("places", 0, kind="sofa"),
        fault(K.BAD_TYPE, PLACE, "t1", "kind", "sofa"),
    ),
    "a word as value": (changed("requests", 0, value="much"), fault(K.BAD_TYPE, R, "1", "value", "much")),
    "a flag as value": (changed("requests", 0, value=True), fault(K.BAD_TYPE, R, "1", "value", "True")),
    "a number as must": (changed("requests", 0, must=1), fault(K.BAD_NUMBER, R, "1", "must", "1")),
    "a value that is not a number": (
        changed("requests", 0, value=float("nan")),
        fault(K.BAD_NUMBER, R, "1", "value", "nan"),
    ),
    "an endless value": (
        changed("requests", 0, value=float("inf")),
        fault(K.BAD_NUMBER, R, "1", "value", "inf"),
    ),
    "half a point": (changed("requests", 0, value=0.5), fault(K.BAD_NUMBER, R, "1", "value", "0.5")),
    "a negative value": (changed("requests", 0, value=-1), fault(K.BAD_NUMBER, R, "1", "value", "-1")),
    "too large a value": (
        changed("requests", 0, value=LARGEST + 1),
        fault(K.BAD_NUMBER, R, "1", "value", str(LARGEST + 1)),
    ),
    "no length": (changed("requests", 0, length=0), fault(K.BAD_NUMBER, R, "1", "length", "0")),
    "too long": (changed("requests", 0, length=3), fault(K.LONGER_THAN_BLOCKS, R, "1", "length", "3")),
    "a negative minimum": (
        changed("participants", 0, minimum=-2),
        fault(K.BAD_NUMBER, P, "ada", "minimum", "-2"),
    ),
    "a negative bound of breaks": (
        replace(SOUND, most_breaks=-1),
        fault(K.BAD_NUMBER, EVENT, "", "most_breaks", "-1"),
    ),
    "a negative price": (
        changed("participants", 2, likes=(Like(talk="keynote", price=-5),)),
        fault(K.BAD_NUMBER, P, "cy", "likes", "-5"),
    ),
    "a walk into the past": (
        changed("walks", 0, minutes=-3),
        fault(K.BAD_NUMBER, WALK, "hall - foyer", "minutes", "-3"),
    ),
    "an empty id": (added("places", Place(id=" ")), fault(K.EMPTY_ID, PLACE, " ", "id")),
    "an endless id": (
        added("places", Place(id=LONG)),
        fault(K.LONG_ID, PLACE, LONG[:LONGEST_ID], "id", str(len(LONG))),
    ),
    "an id twice": (added("places", Place(id="t1")), fault(K.DUPLICATE_ID, PLACE, "t1", "id", "t1")),
    "a request id twice": (
        added("requests", Request(id="1", participants=("ada", "cy"))),
        fault(K.DUPLICATE_ID, R, "1", "id", "1"),
    ),
    "no slots": (Problem(slots=(), places=(), participants=(), requests=()), fault(K.NO_SLOTS, EVENT)),
    "no places": (
        Problem(
            slots=(Slot(id="s"),),
            places=(),
            participants=(Participant(id="ada"), Participant(id="bo")),
            requests=(Request(id="1", participants=("ada", "bo")),),
        ),
        fault(K.NO_PLACES, EVENT),
    ),
    "a slot that ends before it starts": (
        changed("slots", 0, start=TEN, end=NINE),
        fault(K.ENDS_BEFORE_START, S, "s1", "end", str(NINE)),
    ),
    "a time without a zone": (
        changed("slots", 0, start=NINE.replace(tzinfo=None)),
        fault(K.NAIVE_TIME, S, "s1", "start", "2026-11-25 09:00:00"),
    ),
    "slots out of order": (
        replace(SOUND, slots=(Slot(id="s1", end=TEN), Slot(id="s2", start=NINE), SOUND.slots[2])),
        fault(K.OUT_OF_ORDER, S, "s2", "start", str(NINE)),
    ),
    "a block in two pieces": (
        added("slots", Slot(id="s4", block="")),
        fault(K.SPLIT_BLOCK, S, "s4", "block", ""),
    ),
    "one person alone": (
        added("requests", Request(id="4", participants=("ada",))),
        fault(K.TOO_FEW_PARTIES, R, "4", "participants"),
    ),
    "somebody with themselves": (
        added("requests", Request(id="4", participants=("ada", "ada"))),
        fault(K.SAME_PERSON_TWICE, R, "4", "participants", "ada"),
    ),
    "an organisation whose only person already attends": (
        added("requests", Request(id="4", participants=("ada", "bo"), delegates=("acme",))),
        fault(K.NO_DELEGATE, R, "4", "delegates", "acme"),
    ),
    "two delegates of one organisation": (
        added("requests", Request(id="4", participants=("cy",), delegates=("acme", "acme"))),
        fault(K.NO_DELEGATE, R, "4", "delegates", "acme"),
    ),
    "a minimum over the maximum": (
        changed("participants", 2, minimum=3),
        fault(K.MINIMUM_OVER_MAXIMUM, P, "cy", "minimum", "3"),
    ),
    "a request after itself": (
        changed("requests", 0, after=("1",)),
        fault(K.AFTER_ITSELF, R, "1", "after", "1"),
    ),
    "a circle of requests": (changed("requests", 0, after=("2",)), fault(K.CYCLE, R, "1", "after", "2 < 1")),
    "a fixed slot that is not allowed": (
        changed("requests", 0, slot="s2"),
        fault(K.FIXED_NOT_ALLOWED, R, "1", "slot", "s2"),
    ),
    "a fixed place that is not allowed": (
        changed("requests", 1, places=frozenset(["t2"])),
        fault(K.FIXED_NOT_ALLOWED, R, "2", "place", "t1"),
    ),
    "a goal nobody knows": (
        replace(SOUND, goals=(Goal.VALUE, "fun")),
        fault(K.UNKNOWN_GOAL, EVENT, "", "goals", "fun"),
    ),
    "a goal twice": (
        replace(SOUND, goals=(Goal.VALUE, Goal.VALUE)),
        fault(K.DUPLICATE_GOAL, EVENT, "", "goals", "value"),
    ),
    "a meeting frozen twice": (
        replace(SOUND, frozen=SOUND.frozen * 2),
        fault(K.FROZEN_TWICE, FROZEN, "3", "request"),
    ),
    "a talk both heard and liked": (
        changed("participants", 1, likes=(Like(talk="keynote"),)),
        fault(K.DUPLICATE_TALK, P, "bo", "likes"),
    ),
}

NOWHERE: Mapping[str, tuple[Problem, Fault]] = {
    f"{noun} {field}": (problem, fault(K.UNKNOWN_ID, noun, id, field, "nowhere"))
    for noun, id, field, problem in (
        (PLACE, "t2", "open", changed("places", 1, open=frozenset(["nowhere"]))),
        (TALK, "keynote", "slots", changed("talks", 0, slots=frozenset(["nowhere"]))),
        (INTERPRETER, "ina", "free", changed("interpreters", 0, free=frozenset(["nowhere"]))),
        (WALK, "nowhere - foyer", "here", changed("walks", 0, here="nowhere")),
        (WALK, "hall - nowhere", "there", changed("walks", 0, there="nowhere")),
        (P, "bo", "free", changed("participants", 1, free=frozenset(["nowhere"]))),
        (P, "bo", "home", changed("participants", 1, home="nowhere")),
        (P, "bo", "must_attend", changed("participants", 1, must_attend=frozenset(["nowhere"]))),
        (P, "cy", "likes", changed("participants", 2, likes=(Like(talk="nowhere"),))),
        (R, "1", "participants", changed("requests", 0, participants=("ada", "nowhere"))),
        (R, "1", "slots", changed("requests", 0, slots=frozenset(["s1", "nowhere"]))),
        (R, "2", "slot", changed("requests", 1, slot="nowhere")),
        (R, "2", "places", changed("requests", 1, places=frozenset(["t1", "nowhere"]))),
        (R, "2", "place", changed("requests", 1, place="nowhere")),
        (R, "2", "after", changed("requests", 1, after=("nowhere",))),
        (FROZEN, "nowhere", "request", changed("frozen", 0, request="nowhere")),
        (PROMISED, "3", "slot", replace(SOUND, promised=(replace(SOUND.frozen[0], slot="nowhere"),))),
        (FROZEN, "3", "slot", changed("frozen", 0, slot="nowhere")),
        (FROZEN, "3", "place", changed("frozen", 0, place="nowhere")),
        (FROZEN, "3", "interpreter", changed("frozen", 0, interpreter="nowhere")),
        (
            FROZEN,
            "3",
            "delegates",
            changed("frozen", 0, delegates=(Delegation(organisation="acme", participant="nowhere"),)),
        ),
    )
}


def test_a_sound_problem_has_no_faults() -> None:
    assert SOUND.faults() == ()


@pytest.mark.parametrize("case", [*CASES.values(), *NOWHERE.values()], ids=[*CASES, *NOWHERE])
def test_exactly_the_one_fault_is_named(case: tuple[Problem, Fault]) -> None:
    problem, expected = case
    assert problem.faults() == (expected,)


def test_an_unknown_organisation_is_unknown_and_has_no_delegate() -> None:
    problem = changed("requests", 2, delegates=("nowhere",))
    assert problem.faults() == (
        fault(K.UNKNOWN_ID, R, "3", "delegates", "nowhere"),
        fault(K.NO_DELEGATE, R, "3", "delegates", "nowhere"),
    )


def test_an_empty_reference_is_still_a_reference() -> None:
    assert changed("requests", 1, slot="").faults() == (fault(K.UNKNOWN_ID, R, "2", "slot", ""),)


def test_all_faults_are_found_at_once() -> None:
    problem = replace(
        SOUND,
        goals=(Goal.IDLE, Goal.IDLE),
        participants=(*SOUND.participants, Participant(id="ada"), Participant(id="di", minimum=2, maximum=1)),
        requests=(*SOUND.requests, Request(id="4", participants=("nobody", "bo"))),
    )
    assert [f.kind for f in problem.faults()] == [
        K.DUPLICATE_GOAL,
        K.DUPLICATE_ID,
        K.UNKNOWN_ID,
        K.MINIMUM_OVER_MAXIMUM,
    ]


def test_wrong_types_are_reported_alone_because_later_checks_rely_on_them() -> None:
    problem = replace(changed("requests", 0, value=None), goals=(Goal.IDLE, Goal.IDLE))
    assert problem.faults() == (fault(K.BAD_TYPE, R, "1", "value", "None"),)


def test_a_long_chain_of_precedence_is_sound_and_does_not_exhaust_the_stack() -> None:
    links = [Request(id=f"c{i}", participants=("ada", "bo"), after=(f"c{i - 1}",)) for i in range(1, 5000)]
    first = Request(id="c0", participants=("ada", "bo"))
    assert added("requests", first, *links).faults() == ()
    closed = replace(first, after=("c4999",))
    assert [f.kind for f in added("requests", closed, *links).faults()] == [K.CYCLE]


def test_every_kind_of_fault_in_a_problem_is_tried_here() -> None:
    elsewhere = {K.BAD_TIME, K.NOT_HELD, K.NOT_A_PARTY, K.NO_TIMES}  # in files, and on the day
    # tests/engine/recommendation/lists/test_faults.py tries these
    of_profiles = {kind for kind in K if list(K).index(kind) >= list(K).index(K.BAD_POSITION)}
    tried = {expected.kind for _, expected in [*CASES.values(), *NOWHERE.values()]}
    assert tried | elsewhere | of_profiles == set(FaultKind)
