"""Requests in columns are the same event as the requests themselves."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import fields, replace
from enum import Enum, StrEnum

import numpy as np
import pytest

from treffen.generation import base
from treffen.problem import Meeting, Problem, Request
from treffen.problem.digest import _plain
from treffen.problem.faults import FaultKind
from treffen.problem.id_column import IdColumn, are_distinct, packed
from treffen.problem.plain_requests import MANY, PlainRequests, ids_of, plain_requests_of
from treffen.problem.written_columns import digits_of, letters_of, written
from treffen.solvers.base import build_model

pytestmark = pytest.mark.once
COLUMNS = base(2_000, 2)  # more than ten thousand requests
OBJECTS = replace(COLUMNS, requests=tuple(COLUMNS.requests))
FIRST = OBJECTS.requests[0]


def test_a_large_event_is_made_in_columns_and_equals_the_one_of_objects() -> None:
    assert type(COLUMNS.requests) is PlainRequests
    assert type(OBJECTS.requests) is tuple
    assert COLUMNS == OBJECTS
    assert OBJECTS == COLUMNS
    assert hash(COLUMNS) == hash(OBJECTS)
    assert pickle.loads(pickle.dumps(COLUMNS)) == OBJECTS
    assert replace(COLUMNS, requests=OBJECTS.requests[:-1]) != COLUMNS
    other = (*OBJECTS.requests[:-1], replace(OBJECTS.requests[-1], value=7_777))
    assert replace(COLUMNS, requests=other) != COLUMNS
    assert COLUMNS.requests != [*OBJECTS.requests]


def test_single_requests_and_parts_are_those_of_a_tuple() -> None:
    columns, objects = COLUMNS.requests, OBJECTS.requests
    for at in (0, 1, -1, len(objects) - 1):
        assert columns[at] == objects[at]
    for part in (
        slice(3, 9),
        slice(None, None, 4_000),
        slice(-3, None),
        slice(5, 1, -1),
        slice(None, None, -9),
    ):
        assert columns[part] == objects[part]
    with pytest.raises(IndexError):
        columns[len(objects)]
    with pytest.raises(AttributeError):
        columns[0].value = 3  # type: ignore[misc]
    assert FIRST in columns
    assert columns.index(objects[77]) == 77


def test_the_hash_is_that_of_the_objects_whatever_letters_ids_have() -> None:
    assert COLUMNS.digest() == _one_by_one(OBJECTS)
    for id in ("it's", 'say "no"', "a\\b", "x" * 60):
        changed = replace(OBJECTS, requests=_changed(id=id))
        plain = plain_requests_of(changed)
        assert plain is not None
        assert replace(changed, requests=plain).digest() == _one_by_one(changed) != COLUMNS.digest()


class _Kind(StrEnum):
    ONE = FIRST.participants[0]


class _OldKind(str, Enum):  # noqa: UP042 - its text is not what it equals
    ONE = FIRST.participants[0]


@pytest.mark.parametrize("kind", [np.str_, _Kind, _OldKind])
def test_the_hash_is_that_of_the_objects_whatever_kind_of_text_ids_are(kind: Callable[[str], str]) -> None:
    first, other = FIRST.participants
    odd = kind(first)
    people = tuple(replace(p, id=odd) if p.id == first else p for p in OBJECTS.participants)  # type: ignore[arg-type]
    odd_person = replace(OBJECTS, participants=people)
    odd_request = replace(OBJECTS, requests=_changed(id=odd))
    odd_name = replace(OBJECTS, requests=_changed(participants=(odd, other)))
    for event in (odd_person, odd_request, odd_name):
        assert event.digest() == _one_by_one(event)
    columns = COLUMNS.requests
    assert isinstance(columns, PlainRequests)
    named = PlainRequests(
        columns._ids, tuple(p.id for p in people), pairs=columns.pairs, values=columns.values
    )
    event = replace(odd_person, requests=named)
    assert plain_requests_of(event) is named
    assert event.digest() == _one_by_one(replace(event, requests=tuple(named)))


def _one_by_one(problem: Problem) -> str:
    """The hash by the canonical text, each noun for itself."""
    lines = []
    for f in fields(problem):
        value = getattr(problem, f.name)
        if f.name == "title" or (f.name == "promised" and not value):
            continue
        is_list = isinstance(value, tuple)
        texts = [*map(_plain, value)] if is_list else [_plain(value)]
        is_ordered = not is_list or f.name in ("slots", "goals", "requests")
        lines += [f"{f.name}:", *(texts if is_ordered else sorted(texts))]
    return "sha256:" + hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _changed(**what: object) -> tuple[Request, ...]:
    return (replace(FIRST, **what), *OBJECTS.requests[1:])  # type: ignore[arg-type]  # one field each


@pytest.mark.parametrize(
    "what",
    [
        {"must": True},
        {"slots": frozenset({COLUMNS.slots[0].id})},
        {"slot": COLUMNS.slots[0].id},
        {"place": COLUMNS.places[0].id},
        {"length": 2},
        {"fewest": 2},
        {"needs": frozenset({"quiet"})},
        {"after": (OBJECTS.requests[5].id,)},
        {"participants": FIRST.participants[:1]},
        {"participants": (*FIRST.participants, OBJECTS.participants[-1].id)},
        {"participants": FIRST.participants[:1] * 2},
        {"participants": ("nobody", FIRST.participants[0])},
        {"participants": [*FIRST.participants]},
        {"id": "é"},
        {"id": " "},
        {"id": "a\0"},
        {"id": "x" * 65},
        {"value": 1.0},
        {"value": True},
        {"value": -1},
        {"value": 10**30},
    ],
)
def test_one_request_that_is_not_plain_leaves_all_as_they_are(what: dict[str, object]) -> None:
    assert plain_requests_of(replace(OBJECTS, requests=_changed(**what))) is None


def test_few_requests_stay_as_they_are() -> None:
    assert plain_requests_of(replace(OBJECTS, requests=OBJECTS.requests[: MANY - 1])) is None
    assert plain_requests_of(replace(OBJECTS, requests=OBJECTS.requests[:MANY])) is not None


def test_columns_with_other_people_than_theirs_are_read_anew_by_name() -> None:
    turned = replace(COLUMNS, participants=COLUMNS.participants[::-1])
    plain = plain_requests_of(turned)
    assert plain is not None
    assert plain == OBJECTS.requests
    assert turned.digest() == replace(OBJECTS, participants=turned.participants).digest()
    others = tuple(p for p in COLUMNS.participants if p.id != FIRST.participants[0])
    assert {f.kind for f in replace(COLUMNS, participants=others).faults()} == {FaultKind.UNKNOWN_ID}


def _twice(columns: PlainRequests) -> PlainRequests:
    ids = packed([*columns.ids()[:-1], FIRST.id])
    assert ids is not None
    return PlainRequests(ids, columns.people, pairs=columns.pairs, values=columns.values)


def _too_much(columns: PlainRequests) -> PlainRequests:
    ids, values = packed(columns.ids()), columns.values.copy()
    values[9] = 10**9 + 1
    assert ids is not None
    return PlainRequests(ids, columns.people, pairs=columns.pairs, values=values)


def _alone(columns: PlainRequests) -> PlainRequests:
    pairs = columns.pairs.copy()
    pairs[7] = pairs[7, 0]
    return PlainRequests(columns._ids, columns.people, pairs=pairs, values=columns.values)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (_twice, FaultKind.DUPLICATE_ID),
        (_too_much, FaultKind.BAD_NUMBER),
        (_alone, FaultKind.SAME_PERSON_TWICE),
    ],
)
def test_faults_in_columns_are_named_as_those_of_objects(
    spoil: Callable[[PlainRequests], PlainRequests], kind: FaultKind
) -> None:
    assert isinstance(COLUMNS.requests, PlainRequests)
    wrong = replace(COLUMNS, requests=spoil(COLUMNS.requests))
    faults = wrong.faults()
    assert [f.kind for f in faults] == [kind]
    assert faults == replace(wrong, requests=tuple(wrong.requests)).faults()
    assert COLUMNS.faults() == OBJECTS.faults() == ()


def test_numbers_of_nobody_are_not_taken_for_people() -> None:
    assert isinstance(COLUMNS.requests, PlainRequests)
    columns, pairs = COLUMNS.requests, COLUMNS.requests.pairs.copy()
    pairs[7, 1] = len(columns.people)
    with pytest.raises(IndexError):
        replace(
            COLUMNS,
            requests=PlainRequests(columns._ids, columns.people, pairs=pairs, values=columns.values),
        ).digest()


FROZEN = tuple(
    Meeting(request=OBJECTS.requests[i].id, slot=OBJECTS.slots[t].id, place=OBJECTS.places[t].id)
    for i, t in ((0, 1), (7, 0), (9_000, 1))
)


@pytest.mark.parametrize("frozen", [(), FROZEN])
def test_arrays_for_the_solvers_are_the_same(frozen: tuple[Meeting, ...]) -> None:
    columns, odd = replace(COLUMNS, frozen=frozen), replace(FIRST, id="odd", slot=OBJECTS.slots[0].id)
    objects = replace(OBJECTS, requests=(*OBJECTS.requests, odd), frozen=frozen)
    assert plain_requests_of(columns) is COLUMNS.requests
    quick, slow = build_model(columns), build_model(objects)
    assert quick.must.sum() == len(frozen)
    for name in ("seats", "value", "length", "must", "group", "option_request", "place_set", "rows"):
        whole = getattr(slow, name)
        part = whole[: len(getattr(quick, name))]
        assert np.array_equal(getattr(quick, name), part), name
    assert np.array_equal(quick.start_ok, slow.start_ok[:-1])
    assert np.array_equal(quick.seat_ptr, slow.seat_ptr[:-1])
    assert isinstance(COLUMNS.requests, PlainRequests)
    for name in ("seats", "value"):
        for own in (COLUMNS.requests.pairs, COLUMNS.requests.values):
            assert not np.shares_memory(getattr(quick, name), own), name


def test_ids_are_looked_up_by_all_their_letters() -> None:
    few = replace(OBJECTS, requests=OBJECTS.requests[:2])
    assert ids_of(few, np.array([1], np.int32)) == [OBJECTS.requests[1].id]
    for width in (1, 20):
        names = [f"{'x' * width}{n}" for n in range(50)]
        ids = packed(names)
        assert ids is not None
        column = IdColumn(ids)
        asked = packed([names[7], names[49], "no", names[0] + "y" * 30, names[3][:-1] or "z"])
        assert asked is not None
        assert column.numbers(asked).tolist() == [7, 49, -1, -1, -1]
        assert are_distinct(ids)
        assert not are_distinct(np.concatenate([ids, ids[3:4]]))
    assert packed([]) is None


def test_columns_are_written_as_lines() -> None:
    numbers = np.array([0, 7, 10, 1_005], np.int64)
    texts = letters_of(np.array(["a", "", "bcd", "e"], "S"))
    assert (
        "".join(written(("<", texts, ":", digits_of(numbers), ">\n"), 4))
        == "<a:0>\n<:7>\n<bcd:10>\n<e:1005>\n"
    )
    chosen = (texts, np.array([3, 2, 2, 1]))
    assert "".join(written((chosen, ";"), 4)) == "e;bcd;bcd;;"
    many = np.arange(3_000)
    assert "".join(written((digits_of(many), "\n"), 3_000)).split() == [str(n) for n in many]
