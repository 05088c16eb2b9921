"""Data of the B2B benchmark, written: read again it is the same event, and what it cannot say is refused."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from treffen.files import read_problem
from treffen.files.b2b_writing import REST, RULES, beyond_b2b, left_by_b2b, write_b2b
from treffen.generation import base
from treffen.problem import Goal, Participant, Place, Problem, Request, Slot
from treffen.words import located_fault

DATA = """nBusiness = 3; nMeetings = 3; nTables = 2; nTotalSlots = 5; nMorningSlots = 2;
requested = [| 1, 3, 1, | 1, 2, 2, | 2, 3, 3, |];
forbidden = [ {0}, {0}, {0, 3} ];
fixed = [0, 0, 4]; precedences = [{}, {1}, {}];
"""


@pytest.fixture
def event(tmp_path: Path) -> Problem:
    (tmp_path / "forum.dzn").write_text(DATA)
    problem = read_problem(tmp_path / "forum.dzn").problem
    assert problem is not None
    return problem


def test_what_was_read_is_written_and_is_the_same_event(event: Problem, tmp_path: Path) -> None:
    assert (beyond_b2b(event), left_by_b2b(event)) == ((), ())
    write_b2b(tmp_path / "again.dzn", event)
    reading = read_problem(tmp_path / "again.dzn")
    assert reading.problem == event
    assert reading.notices == ()
    assert "nMeetingsBusiness = [2,2,2];" in (tmp_path / "again.dzn").read_text("utf-8")


def test_names_become_numbers_and_that_is_said(tmp_path: Path) -> None:
    problem = Problem(
        slots=(Slot(id="10:00"), Slot(id="10:20")),
        places=(Place(id="table"),),
        participants=(Participant(id="ada", free=frozenset({"10:20"})), Participant(id="bo", minimum=1)),
        requests=(Request(id="x", participants=("ada", "bo"), must=True, value=3),),
        goals=(Goal.BREAKS,),
        break_spread=2,
    )
    assert [located_fault(one, "en") for one in left_by_b2b(problem)] == [
        "There is no place for these, not carried over: request.value (1), participant.minimum (1), ids (1)."
    ]
    write_b2b(tmp_path / "forum.dzn", problem)
    read = read_problem(tmp_path / "forum.dzn").problem
    assert read is not None
    assert read.participants[0] == Participant(id="1", free=frozenset({"2"}))
    assert read.requests == (Request(id="1", participants=("1", "2"), must=True),)


def test_an_event_without_requests_is_written(tmp_path: Path, event: Problem) -> None:
    write_b2b(tmp_path / "empty.dzn", replace(event, requests=()))
    read = read_problem(tmp_path / "empty.dzn").problem
    assert read is not None
    assert read.requests == ()


def test_rules_that_the_data_has_no_words_for_are_named_all_at_once() -> None:
    problem = base(12, 1)
    told = [located_fault(one, "en") for one in beyond_b2b(problem)]
    rules = f"request.must ({len(problem.requests)}), slot.block (1), break_spread (1)"
    assert told == [f"The format cannot express: {rules}. Choose another."]


def test_a_pair_that_may_meet_once_only_is_refused_where_it_asks_twice(event: Problem) -> None:
    twice = replace(event.requests[0], id="4", slot=None)
    problem = replace(event, requests=(*event.requests, twice))
    assert beyond_b2b(problem) == ()
    assert "pair_once (1)" in located_fault(beyond_b2b(replace(problem, pair_once=True))[0], "en")


def test_slots_that_are_no_half_of_the_day_are_refused(event: Problem) -> None:
    odd = replace(event.requests[2], slot=None, slots=frozenset({"2", "4"}))
    assert "request.slots (1)" in located_fault(beyond_b2b(replace(event, requests=(odd,)))[0], "en")


WRITTEN = {
    "slots": {"id"},
    "places": {"id"},
    "participants": {"id", "free"},
    "requests": {"id", "slot", "after"},
}
NOUNS = {"slots": Slot, "places": Place, "participants": Participant, "requests": Request}


def test_every_field_of_an_event_is_written_or_told() -> None:
    told = {*RULES, *REST}
    for field in fields(Problem):
        noun = NOUNS.get(field.name)
        if noun is None:
            assert field.name in told
            continue
        for part in fields(noun):
            is_told = f"{field.name.removesuffix('s')}.{part.name}" in told
            assert is_told != (part.name in WRITTEN[field.name]), (field.name, part.name)


def test_a_spread_of_breaks_that_the_data_does_not_mean_is_a_rule(event: Problem) -> None:
    for spread in (None, 1, 3):
        told = beyond_b2b(replace(event, break_spread=spread))
        assert "break_spread (1)" in located_fault(told[0], "en")
