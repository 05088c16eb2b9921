"""What the desk promises, on tiny events with every rule: ways out open the door, policies keep promises,
fixed meetings stand, the same budget gives the same answer, and a search that goes on misses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.admission.changes import after
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.strategies import problems

from treffen.admission import (
    AdmissionController,
    Admitted,
    Answer,
    Budget,
    Policy,
    Refused,
    Undecided,
    answer_requests,
    answer_round,
    broken_rules,
    effect_of,
)
from treffen.admission.state import only
from treffen.generation import base
from treffen.problem import Participant, Place, Problem, Request, RequestId, Slot
from treffen.solvers.satisfiability import extension
from treffen.timetable import Timetable
from treffen.verification import find_violations

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = Budget(ways=0, far_steps=100_000)  # a wide search that finds nothing is not what is asked about


def free_of_musts(problem: Problem) -> Problem:
    requests = tuple(replace(r, must=False) for r in problem.requests)
    return replace(problem, requests=requests, frozen=())


def order_of(problem: Problem, data: st.DataObject) -> list[RequestId]:
    return list(data.draw(st.permutations([r.id for r in problem.requests])))


def is_possible(problem: Problem, requests: set[RequestId]) -> bool | None:
    """What brute force says; None where it would take too long."""
    try:
        return next(timetables(only(problem, requests, must=True), most=3_000), None) is not None
    except TooManyTimetables:
        return None


@SLOW
@given(problem=problems(), data=st.data())
def test_every_way_out_opens_the_door(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    desk = AdmissionController(problem, Timetable())
    for request in order_of(problem, data):
        answer = desk.admit(request, budget=Budget(ways=9))
        if isinstance(answer, Refused):
            held = {m.request for m in desk.witness.meetings}
            for way in answer.ways_out:
                kept = held - set(way.gives_up) | {request}
                assert set(way.gives_up) <= held
                assert is_possible(after(problem, request, way), kept) is not False, way


@SLOW
@given(problem=problems(), policy=st.sampled_from(Policy), data=st.data())
def test_under_every_policy_all_that_was_promised_is_held(
    problem: Problem, policy: Policy, data: st.DataObject
) -> None:
    problem = free_of_musts(problem)
    order = order_of(problem, data)
    first = answer_requests(problem, Timetable(), requests=order[::2], budget=QUICK)
    second = answer_requests(problem, first.witness, requests=order[1::2], policy=policy, budget=QUICK)
    promised = {a.request for a in (*first.answers, *second.answers) if isinstance(a, Admitted)}
    assert {m.request for m in second.witness.meetings} == promised
    assert not broken_rules(problem, second.witness)
    told = [a.request for a in second.answers]
    assert sorted([*told, *second.waiting, *second.declined]) == sorted(order[1::2])


@SLOW
@given(problem=problems(), data=st.data())
def test_a_fixed_meeting_never_moves(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    order = order_of(problem, data)
    witness = answer_requests(problem, Timetable(), requests=order[::2], budget=QUICK).witness
    frozen = witness.meetings[::2]
    fixed = replace(problem, frozen=frozen)
    desk = AdmissionController(fixed, witness)
    for request in order[1::2]:
        answer = desk.admit(request, budget=QUICK)
        if isinstance(answer, Admitted):
            assert not {m.before for m in answer.moved} & set(frozen)
        assert set(frozen) <= set(desk.witness.meetings)


@SLOW
@given(problem=problems(), data=st.data())
def test_the_same_questions_get_the_same_answers(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    order = order_of(problem, data)
    one, other = (_all_of(problem, order) for _ in range(2))
    assert one == other


def _all_of(problem: Problem, order: list[RequestId]) -> list[Answer]:
    desk = AdmissionController(problem, Timetable())
    return [desk.admit(r) for r in order]


@SLOW
@given(problem=problems(), data=st.data())
def test_a_search_that_goes_on_ends_where_a_larger_one_ends(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    large = Budget(moves=0, steps=1, far_moves=0, far_steps=1, ways=0)
    small = replace(large, conflicts=1, largest=1, nodes=1)
    at_once, step_by_step = (
        AdmissionController(problem, Timetable()),
        AdmissionController(problem, Timetable()),
    )
    for request in order_of(problem, data):
        expected = at_once.admit(request, budget=large)
        found = step_by_step.admit(request, budget=small)
        if isinstance(found, Undecided):
            found = step_by_step.admit(request, budget=large)
            assert found == expected
        if at_once.witness != step_by_step.witness:  # the small budget found another yes
            return
        assert type(found) is type(expected)


def test_what_is_too_large_for_a_formula_is_decided_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extension, "MOST_COUNTED", 0)
    problem = Problem(
        slots=(Slot(id="10:00"), Slot(id="10:20")),
        places=(Place(id="1"), Place(id="2")),
        participants=(Participant(id="ada"), Participant(id="bo"), Participant(id="cy")),
        requests=(
            Request(id="1", participants=("ada", "bo")),
            Request(id="2", participants=("bo", "cy")),
            Request(id="3", participants=("ada", "cy")),
        ),
    )
    desk = AdmissionController(problem, Timetable())
    found = [type(desk.admit(r.id, budget=QUICK)) for r in problem.requests]
    assert found == [Admitted, Admitted, Refused]


@SLOW
@given(problem=problems(), data=st.data())
def test_a_change_endangers_only_what_cannot_be_kept(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    witness = answer_requests(problem, Timetable(), requests=order_of(problem, data), budget=QUICK).witness
    person = data.draw(st.sampled_from(problem.participants))
    slot = data.draw(st.sampled_from([s.id for s in problem.slots]))
    free = frozenset(s.id for s in problem.slots) if person.free is None else person.free
    people = tuple(replace(p, free=free - {slot}) if p.id == person.id else p for p in problem.participants)
    changed = replace(problem, participants=people)
    found = effect_of(changed, witness)
    kept = {m.request for m in found.witness.meetings}
    assert kept.isdisjoint(found.endangered)
    assert kept | set(found.endangered) == {m.request for m in witness.meetings}
    assert not broken_rules(changed, found.witness)
    for request in found.endangered:
        assert is_possible(changed, {*kept, request}) is not True


@SLOW
@given(problem=problems(), data=st.data())
def test_who_withdraws_makes_room_and_disturbs_nobody(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    desk = AdmissionController(
        problem, answer_requests(problem, Timetable(), requests=order_of(problem, data), budget=QUICK).witness
    )
    for gone in [m for m in desk.witness.meetings if data.draw(st.booleans())]:
        others = [m for m in desk.witness.meetings if m != gone]
        desk.withdraw(gone.request)
        assert sorted(desk.witness.meetings, key=str) == sorted(others, key=str)


def test_a_round_without_limits_is_the_same_again() -> None:
    problem = base(24, 3)
    waiting = [r.id for r in problem.requests]
    one, other = (answer_round(problem, Timetable(), waiting=waiting) for _ in range(2))
    assert one == other
    assert one.admitted


def test_a_round_keeps_all_that_was_accepted_before() -> None:
    problem = base(24, 4)
    ids = [r.id for r in problem.requests]
    first = answer_round(problem, Timetable(), waiting=ids[::2])
    second = answer_round(problem, first.witness, waiting=ids[1::2])
    assert set(first.admitted) <= second.witness.by_request().keys()
    assert list(find_violations(problem, second.witness)) == []


@pytest.mark.parametrize("policy", Policy)
def test_promises_of_requests_that_nobody_asks_about_are_no_fault(policy: Policy) -> None:
    problem = base(12, 1)
    first, asked, other = (r.id for r in problem.requests[:3])
    told = answer_requests(problem, Timetable(), requests=[other]).witness
    problem = replace(problem, promised=told.meetings)
    held = answer_requests(problem, Timetable(), requests=[first]).witness
    answers = answer_requests(problem, held, requests=[asked], policy=policy)
    assert first in answers.witness.by_request()
    assert list(find_violations(problem, answers.witness)) == []
