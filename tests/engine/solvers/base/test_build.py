"""The arrays say what the nouns say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treffen.problem import (
    Delegation,
    Interpreter,
    Like,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
    Talk,
)
from treffen.solvers.base import Model, build_model
from treffen.solvers.base.build import delegations

SLOTS = (Slot(id="s1"), Slot(id="s2"), Slot(id="s3"), Slot(id="s4", block="pm"), Slot(id="s5", block="pm"))


def a_problem(*requests: Request, **parts: object) -> Problem:
    given_parts: dict[str, object] = {
        "slots": SLOTS,
        "places": (Place(id="t1"), Place(id="t2")),
        "participants": tuple(Participant(id=i) for i in ("ada", "bo", "cy", "di")),
        "requests": requests,
    }
    problem = Problem(**(given_parts | parts))  # type: ignore[arg-type]
    assert problem.faults() == ()
    return problem


def pair(id: str, *people: str, **fields: object) -> Request:
    return Request(id=id, participants=people or ("ada", "bo"), **fields)  # type: ignore[arg-type]


def starts(model: Model, option: int) -> list[int]:
    return np.flatnonzero(model.start_ok[option]).tolist()


def attendees(model: Model) -> list[tuple[int, ...]]:
    return [tuple(model.attendees(o).tolist()) for o in range(model.n_options)]


def test_an_event_without_requests_has_no_options() -> None:
    model = build_model(a_problem())
    assert (model.n_options, model.n_people, model.n_slots) == (0, 4, 5)
    assert model.start_ok.shape == (0, 5)
    assert model.seat_ptr.tolist() == model.row_ptr.tolist() == [0]


def test_ordinary_requests_are_one_option_each_in_their_order() -> None:
    model = build_model(
        a_problem(pair("1"), pair("2", "di", "cy", value=7), pair("3", "ada", "cy", must=True))
    )
    assert attendees(model) == [(0, 1), (3, 2), (0, 2)]
    assert model.value.tolist() == [1, 7, 1]
    assert model.must.tolist() == [False, False, True]
    assert model.group.tolist() == model.option_request.tolist() == [0, 1, 2]
    assert model.is_plain
    assert not model.is_all_must


def test_each_choice_of_delegates_is_an_option_and_stands_where_its_request_stands() -> None:
    people = (
        Participant(id="ada"),
        Participant(id="bo", organisation="acme"),
        Participant(id="cy", organisation="acme"),
        Participant(id="di", organisation="beta"),
        Participant(id="ed", organisation="beta"),
    )
    requests = (
        pair("1", "ada", "bo"),
        Request(id="2", participants=("ada",), delegates=("acme", "beta")),
        Request(id="3", participants=("ada", "bo", "di")),
        Request(id="4", participants=("bo",), delegates=("acme",)),
    )
    problem = a_problem(*requests, participants=people)
    model = build_model(problem)
    assert model.option_request.tolist() == [0, 1, 1, 1, 1, 2, 3]
    assert attendees(model) == [(0, 1), (0, 1, 3), (0, 1, 4), (0, 2, 3), (0, 2, 4), (0, 1, 3), (1, 2)]
    assert model.group.tolist() == [0, 1, 1, 1, 1, 2, 3]
    assert delegations(problem, model, 2) == (
        Delegation(organisation="acme", participant="bo"),
        Delegation(organisation="beta", participant="ed"),
    )
    assert delegations(problem, model, 0) == ()


def test_a_frozen_delegate_leaves_no_choice() -> None:
    people = (Participant(id="ada"), *(Participant(id=i, organisation="acme") for i in ("bo", "cy")))
    frozen = Meeting(
        request="1", slot="s2", place="t2", delegates=(Delegation(organisation="acme", participant="cy"),)
    )
    problem = a_problem(
        Request(id="1", participants=("ada",), delegates=("acme",)), participants=people, frozen=(frozen,)
    )
    model = build_model(problem)
    assert attendees(model) == [(0, 2)]
    assert starts(model, 0) == [1]
    assert model.must.tolist() == [True]
    assert model.place_sets[model.place_set[0]] == (1,)


def test_requests_between_the_same_parties_share_a_group_only_where_pairs_meet_once() -> None:
    requests = (
        pair("1", "ada", "bo"),
        pair("2", "ada", "bo", "cy"),
        pair("3", "bo", "ada"),
        pair("4", "cy", "bo", "ada"),
        pair("5", "cy", "di"),
    )
    assert build_model(a_problem(*requests)).group.tolist() == [0, 1, 0, 1, 2]
    assert build_model(a_problem(*requests, pair_once=False)).group.tolist() == [0, 1, 2, 3, 4]


def test_a_meeting_may_start_where_all_attendees_are_free_of_absence_and_of_talks_they_must_hear() -> None:
    people = (
        Participant(id="ada", free=frozenset(["s1", "s2", "s4"])),
        Participant(id="bo", must_attend=frozenset(["keynote"])),
        Participant(id="cy", likes=(Like(talk="keynote", price=4),)),
    )
    talks = (Talk(id="keynote", slots=frozenset(["s1"])),)
    requests = (pair("1", "ada", "bo"), pair("2", "ada", "cy"), pair("3", "ada", "bo", "cy"))
    model = build_model(a_problem(*requests, participants=people, talks=talks))
    assert [starts(model, o) for o in range(3)] == [[1, 3], [0, 1, 3], [1, 3]]
    assert model.in_talk.nonzero()[0].tolist() == [1]
    assert model.like_person.tolist() == [2]
    assert model.like_slots.tolist() == [[True, False, False, False, False]]
    assert model.like_price.tolist() == [4]


def test_a_long_meeting_stays_in_its_block_and_needs_all_its_slots() -> None:
    people = (
        *(Participant(id=i) for i in ("ada", "bo")),
        Participant(id="cy", free=frozenset(["s1", "s3", "s4", "s5"])),
    )
    requests = (
        pair("1", length=2),
        pair("2", length=3),
        pair("3", length=3, slot="s2"),
        pair("4", "ada", "cy", length=2),
        pair("5", length=2, slots=frozenset(["s2", "s3", "s4"])),
        pair("6", length=2, slot="s4"),
        pair("7", length=2, slot="s3"),
    )
    model = build_model(a_problem(*requests, participants=people))
    assert [starts(model, o) for o in range(7)] == [[0, 1, 3], [0], [], [3], [1], [3], []]
    assert not model.is_plain


def test_allowed_and_fixed_slots_bind() -> None:
    requests = (pair("1", slots=frozenset(["s1", "s5"])), pair("2", slot="s3"), pair("3", slots=frozenset()))
    model = build_model(a_problem(*requests))
    assert [starts(model, o) for o in range(3)] == [[0, 4], [2], []]


def test_a_place_suits_by_the_needs_of_the_request_and_of_every_attendee() -> None:
    places = (
        Place(id="t1"),
        Place(id="t2", features=frozenset(["ramp"]), open=frozenset(["s1", "s2"])),
        Place(id="t3", features=frozenset(["ramp", "screen"])),
    )
    people = (Participant(id="ada", needs=frozenset(["ramp"])), *(Participant(id=i) for i in ("bo", "cy")))
    requests = (
        pair("1", "bo", "cy"),
        pair("2", "ada", "bo"),
        pair("3", "ada", "cy", needs=frozenset(["screen"])),
        pair("4", "bo", "cy", needs=frozenset(["bath"])),
        pair("5", "ada", "cy", places=frozenset(["t1", "t2"])),
        pair("6", "bo", "cy", place="t1"),
    )
    model = build_model(a_problem(*requests, places=places, participants=people))
    suits = [model.place_sets[model.place_set[o]] for o in range(6)]
    assert suits == [(0, 1, 2), (1, 2), (2,), (), (1,), (0,)]
    assert starts(model, 3) == []
    assert starts(model, 4) == [0, 1]


def test_the_first_capacity_row_counts_all_places_that_are_open() -> None:
    places = (Place(id="t1"), Place(id="t2", open=frozenset(["s1"])), Place(id="t3", open=frozenset()))
    model = build_model(a_problem(pair("1"), places=places))
    assert model.capacity.tolist() == [[2, 1, 1, 1, 1]]
    assert model.rows.tolist() == [0]
    assert model.has_exact_places


def test_a_picky_meeting_counts_in_every_row_that_contains_its_places() -> None:
    places = tuple(Place(id=f"t{i}", features=frozenset(["ramp"] if i else [])) for i in range(3))
    requests = (pair("1"), pair("2", "ada", "cy", needs=frozenset(["ramp"])))
    model = build_model(a_problem(*requests, places=places))
    assert model.row_sets == ((0, 1, 2), (1, 2))
    rows = [model.rows[model.row_ptr[o] : model.row_ptr[o + 1]].tolist() for o in range(2)]
    assert rows == [[0], [0, 1]]
    assert model.capacity[:, 0].tolist() == [3, 2]
    assert model.n_place_rows == 2


def test_an_interpreter_is_needed_only_where_languages_are_known_and_none_is_common() -> None:
    speak = {"ada": ["de"], "bo": ["en", "fr"], "cy": [], "di": ["de", "en"]}
    people = tuple(Participant(id=i, languages=frozenset(x)) for i, x in speak.items())
    staff = (
        Interpreter(id="ina", languages=frozenset(["de", "en"]), free=frozenset(["s2"])),
        Interpreter(id="jo", languages=frozenset(["fr"])),
    )
    requests = (
        pair("1", "ada", "bo"),
        pair("2", "ada", "cy"),
        pair("3", "ada", "di"),
        pair("4", "bo", "di"),
        pair("5", "ada", "bo", "di"),
    )
    model = build_model(a_problem(*requests, participants=people, interpreters=staff))
    assert model.interpreter_set.tolist() == [0, -1, -1, -1, 0]
    assert model.interpreter_sets == ((0,),)
    assert starts(model, 0) == [1]
    assert starts(model, 1) == [0, 1, 2, 3, 4]
    assert model.capacity.tolist() == [[2, 2, 2, 2, 2], [0, 1, 0, 0, 0]]
    assert model.row_sets[model.n_place_rows :] == ((0,),)


def test_a_hundred_languages_are_told_apart() -> None:
    people = tuple(Participant(id=f"p{i}", languages=frozenset([f"l{i}", f"l{i + 1}"])) for i in range(100))
    requests = tuple(pair(f"{i}", "p0", f"p{i}") for i in range(1, 100))
    model = build_model(a_problem(*requests, participants=people))
    assert model.interpreter_set.tolist() == [-1] + [0] * 98


def test_where_no_interpreter_could_serve_a_meeting_can_start_nowhere() -> None:
    people = (
        Participant(id="ada", languages=frozenset(["de"])),
        Participant(id="bo", languages=frozenset(["fr"])),
    )
    model = build_model(a_problem(pair("1"), participants=people))
    assert starts(model, 0) == []


def test_limits_of_participants_never_exceed_their_free_slots() -> None:
    people = (
        Participant(id="ada", maximum=9, minimum=2, most_breaks=1),
        Participant(id="bo", maximum=1),
        Participant(id="cy", free=frozenset(["s1", "s2"])),
    )
    model = build_model(a_problem(participants=people, most_breaks=3))
    assert model.maximum.tolist() == [5, 1, 2]
    assert model.minimum.tolist() == [2, 0, 0]
    assert model.most_breaks.tolist() == [1, 3, 3]


def test_precedence_is_pairs_of_requests() -> None:
    requests = (pair("1", after=("2", "3")), pair("2", "ada", "cy"), pair("3", "bo", "cy", after=("2",)))
    assert build_model(a_problem(*requests)).before.tolist() == [[1, 0], [1, 2], [2, 0]]


@pytest.mark.parametrize("count", [2, 3])
def test_the_model_of_a_copied_request_list_repeats_its_rows(count: int) -> None:
    once = (pair("1"), pair("2", "cy", "di", needs=frozenset(["ramp"])), pair("3", "ada", "di", length=2))
    copies = [replace(r, id=f"{r.id}-{i}") for i in range(count) for r in once]
    one, many = build_model(a_problem(*once)), build_model(a_problem(*copies))
    assert many.start_ok.tolist() == one.start_ok.tolist() * count
    assert many.place_set.tolist() == one.place_set.tolist() * count
    assert many.group.tolist() == one.group.tolist() * count


@given(st.data())
def test_a_start_is_allowed_exactly_where_everybody_and_some_place_is_free(data: st.DataObject) -> None:
    slots = tuple(Slot(id=f"s{i}", block="am" if i < 3 else "pm") for i in range(5))
    some = st.frozensets(st.sampled_from([s.id for s in slots]))
    people = tuple(Participant(id=f"p{i}", free=data.draw(st.none() | some)) for i in range(3))
    places = tuple(Place(id=f"t{i}", open=data.draw(st.none() | some)) for i in range(2))
    length = data.draw(st.integers(1, 3))
    request = pair("1", *(p.id for p in people), length=length, slots=data.draw(st.none() | some))
    model = build_model(a_problem(request, slots=slots, participants=people, places=places))

    def may_run(t: int) -> bool:
        sets = [p.free for p in people] + [request.slots]
        return all(x is None or slots[t].id in x for x in sets)

    def is_open(t: int) -> bool:
        return any(p.open is None or slots[t].id in p.open for p in places)

    for t in range(5):
        run = range(t, min(5, t + length))
        is_whole = len(run) == length and len({slots[u].block for u in run}) == 1
        expected = is_whole and all(may_run(u) and is_open(u) for u in run)
        assert bool(model.start_ok[0, t]) == expected
