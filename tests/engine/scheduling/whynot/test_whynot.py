"""Reasons and remedies: each remedy is made and verified, each cheapest one compared with all others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.scheduling.whynot.finished import (
    TONGUES,
    after,
    can_add,
    cheapest,
    finished_events,
    is_sound,
    small_changes,
)

from treffen.problem import (
    Interpreter,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
)
from treffen.scheduling.whynot import Improvement, explain, find_improvements
from treffen.scheduling.whynot.timetable_arrays import slide
from treffen.solvers.base import Assignment, Model, build_model
from treffen.solvers.base.build import delegations
from treffen.timetable import Reason, Remedy, RemedyKind, Timetable, Unscheduled
from treffen.verification.bounds import BoundIndex
from treffen.verification.index import ProblemIndex, TimetableIndex
from treffen.verification.reasons import untrue_reasons

NEVER_HELD = (Reason.NO_COMMON_SLOT, Reason.NO_SUITABLE_PLACE, Reason.NO_INTERPRETER)


def _assignment(model: Model, timetable: Timetable) -> Assignment:
    """The option of each meeting is the one that sends the same delegates."""
    problem, slot = model.problem, np.full(model.n_options, -1, np.int32)
    number = {s.id: i for i, s in enumerate(problem.slots)}
    meetings = timetable.by_request()
    for o, r in enumerate(model.option_request.tolist()):
        meeting = meetings.get(problem.requests[r].id)
        if meeting is not None and set(meeting.delegates) == set(delegations(problem, model, o)):
            slot[o] = number[meeting.slot]
    return Assignment(slot)


def _explain(problem: Problem, timetable: Timetable, limit: int = 99) -> tuple[Unscheduled, ...]:
    model = build_model(problem)
    return explain(problem, model, assignment=_assignment(model, timetable), timetable=timetable, limit=limit)


def _improvements(problem: Problem, timetable: Timetable) -> tuple[Improvement, ...]:
    model = build_model(problem)
    return find_improvements(
        problem, model, assignment=_assignment(model, timetable), timetable=timetable, limit=99
    )


@settings(deadline=None, max_examples=120)
@given(finished_events())
def test_every_remedy_can_be_made_and_is_the_cheapest(event: tuple[Problem, Timetable]) -> None:
    problem, timetable = event
    held = timetable.by_request()
    request_of = {r.id: r for r in problem.requests}
    answers = _explain(problem, timetable)
    assert [u.request for u in answers] == [r.id for r in problem.requests if r.id not in held]
    for u in answers:
        request = request_of[u.request]
        below = 99 if u.remedy is None else u.remedy.cost
        if problem.break_spread is not None:
            below = min(below, 1)  # an even spread of breaks could also be had by raising the fewest
        assert cheapest(problem, timetable, request, below) is None
        if u.remedy is not None:
            changed, kept = after(event, request, u.remedy)
            assert can_add(changed, kept, request, u.remedy.slot)


@settings(deadline=None, max_examples=60)
@given(finished_events())
def test_as_few_people_are_asked_as_can_be(event: tuple[Problem, Timetable]) -> None:
    problem, timetable = event
    request_of = {r.id: r for r in problem.requests}
    for u in _explain(problem, timetable):
        request = request_of[u.request]
        at_no_cost = u.remedy is not None and u.remedy.cost == 0
        asked = len(u.remedy.participants) if u.remedy is not None and at_no_cost else 9
        for remedy in small_changes(problem, request):
            if len(remedy.participants) >= asked:
                break
            changed, kept = after(event, request, remedy)
            length = request.length
            slots = [s.id for s in problem.slots]
            if slots.index(remedy.slot) + length <= len(slots):
                assert not can_add(changed, kept, request, remedy.slot)


@settings(deadline=None, max_examples=120)
@given(finished_events())
def test_reasons_say_what_is_so(event: tuple[Problem, Timetable]) -> None:
    problem, timetable = event
    request_of = {r.id: r for r in problem.requests}
    empty = replace(problem, requests=tuple(replace(r, must=False) for r in problem.requests))
    for u in _explain(problem, timetable):
        request = request_of[u.request]
        alone = replace(empty, break_spread=None)
        assert (u.reason in NEVER_HELD) == (not can_add(alone, Timetable(), request))
        if u.reason in (Reason.PLACES_FULL, Reason.INTERPRETERS_FULL, Reason.PERSON_FULL, Reason.BREAKS):
            assert not can_add(problem, timetable, request)
        if u.reason in (Reason.PERSON_FULL, Reason.BREAKS, Reason.NO_COMMON_SLOT, Reason.NO_INTERPRETER):
            assert u.participants
        if u.reason in (Reason.PAIR_HELD, Reason.ORDER):
            assert u.requests


@settings(deadline=None, max_examples=120)
@given(finished_events())
def test_improvements_are_found_exactly_where_there_are_any(event: tuple[Problem, Timetable]) -> None:
    problem, timetable = event
    held = timetable.by_request()
    model = build_model(problem)
    found = {
        problem.requests[model.option_request[i.option]].id: i for i in _improvements(problem, timetable)
    }
    for request in problem.requests:
        if request.id in held:
            continue
        least = cheapest(problem, timetable, request, request.value)
        if problem.break_spread is None:
            assert (request.id in found) == (least is not None)
        if request.id in found:
            assert least is not None
            assert found[request.id].gain <= request.value - least
            assert problem.break_spread is not None or found[request.id].gain == request.value - least
            assert is_sound(problem, _use(model, timetable, found[request.id]))


def _use(model: Model, timetable: Timetable, better: Improvement) -> Timetable:
    problem = model.problem
    gone = {problem.requests[model.option_request[o]].id for o in better.gone}
    added = Meeting(
        request=problem.requests[model.option_request[better.option]].id,
        slot=problem.slots[better.slot].id,
        place=problem.places[better.place].id,
        delegates=delegations(problem, model, better.option),
        interpreter=None if better.interpreter < 0 else problem.interpreters[better.interpreter].id,
    )
    return Timetable((*(m for m in timetable.meetings if m.request not in gone), added))


def _event(**changes: object) -> Problem:
    """Two slots, one table, ada, bo, cy and di; 1 is held by ada and bo."""
    problem = Problem(
        slots=(Slot(id="s"), Slot(id="t")),
        places=(Place(id="a"),),
        participants=tuple(Participant(id=name) for name in ("ada", "bo", "cy", "di")),
        requests=(
            Request(id="1", participants=("ada", "bo"), value=5),
            Request(id="2", participants=("ada", "cy"), slots=frozenset("s"), value=3),
            Request(id="3", participants=("cy", "di"), slots=frozenset("s"), value=3),
        ),
    )
    return replace(problem, **changes)  # type: ignore[arg-type]


HELD = Timetable((Meeting(request="1", slot="s", place="a"),))


def test_the_meeting_in_the_way_is_named_and_its_price() -> None:
    first = _explain(_event(), HELD)[0]
    assert (first.reason, first.requests) == (Reason.OUT_VALUED, ("1",))
    assert first.remedy == Remedy(kind=RemedyKind.GIVE_UP, slot="s", requests=("1",), cost=5)


def test_a_full_slot_asks_for_one_more_place() -> None:
    second = _explain(_event(), HELD)[1]
    assert second.reason is Reason.PLACES_FULL
    assert second.remedy == Remedy(kind=RemedyKind.MORE_PLACES, slot="s")


def test_who_is_full_is_asked_for_one_meeting_more() -> None:
    people = (Participant(id="ada", maximum=1), *(Participant(id=name) for name in ("bo", "cy", "di")))
    requests = (*_event().requests[:1], Request(id="2", participants=("ada", "cy"), value=3))
    answer = _explain(_event(participants=people, requests=requests), HELD)[0]
    assert (answer.reason, answer.participants) == (Reason.PERSON_FULL, ("ada",))
    assert answer.remedy == Remedy(kind=RemedyKind.RAISE_MAXIMUM, slot="t", participants=("ada",))


def test_who_is_away_is_asked_to_come() -> None:
    people = (*_event().participants[:2], Participant(id="cy", free=frozenset("s")), Participant(id="di"))
    requests = (
        *_event().requests[:1],
        Request(id="2", participants=("cy", "di"), slots=frozenset("t"), value=3),
    )
    answer = _explain(_event(participants=people, requests=requests), HELD)[0]
    assert (answer.reason, answer.participants) == (Reason.NO_COMMON_SLOT, ("cy",))
    assert answer.remedy == Remedy(kind=RemedyKind.FREE_PARTICIPANT, slot="t", participants=("cy",))


def test_a_second_interpreter_is_asked_for() -> None:
    people = tuple(
        Participant(id=name, languages=frozenset([tongue]))
        for name, tongue in (("ada", "de"), ("bo", "fr"), ("cy", "de"), ("di", "fr"))
    )
    problem = _event(
        participants=people,
        places=(Place(id="a"), Place(id="b")),
        interpreters=(Interpreter(id="x", languages=frozenset(TONGUES)),),
    )
    held = Timetable((Meeting(request="1", slot="s", place="a", interpreter="x"),))
    answer = _explain(problem, held)[1]
    assert answer.reason is Reason.INTERPRETERS_FULL
    assert answer.remedy == Remedy(kind=RemedyKind.MORE_INTERPRETERS, slot="s")


def test_the_same_pair_meets_once() -> None:
    twice = (*_event().requests[:1], Request(id="2", participants=("bo", "ada"), value=9))
    answer = _explain(_event(requests=twice), HELD)[0]
    assert (answer.reason, answer.requests) == (Reason.PAIR_HELD, ("1",))
    assert [i.gain for i in _improvements(_event(requests=twice), HELD)] == [4]


def test_what_must_be_held_is_never_given_up() -> None:
    first, *rest = _event().requests
    answer = _explain(_event(requests=(replace(first, must=True), *rest)), HELD)[0]
    assert (answer.reason, answer.requests, answer.remedy) == (Reason.OUT_VALUED, ("1",), None)


@pytest.mark.parametrize("limit", [0, 1])
def test_in_a_large_event_the_dearest_get_the_remedies(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr("treffen.scheduling.whynot.answers.SMALL", 0)
    few = _explain(_event(), HELD, limit)
    every = _explain(_event(), HELD, 9)
    assert [u.remedy is not None for u in few] == [limit > 0, False]
    assert [(u.reason, u.requests) for u in few] == [(u.reason, u.requests) for u in every]


def test_an_event_in_which_everything_is_held_needs_no_reasons() -> None:
    problem = _event(requests=_event().requests[:1])
    assert _explain(problem, HELD) == ()
    assert _improvements(problem, HELD) == ()


def test_a_run_longer_than_the_day_costs_no_more_than_the_day() -> None:
    assert not slide(np.ones((1, 4), bool), 10**12).any()


@given(finished_events())
@settings(max_examples=150, deadline=None)
def test_the_verifier_finds_no_reason_untrue(event: tuple[Problem, Timetable]) -> None:
    problem, timetable = event
    ground = ProblemIndex(problem)
    told = _explain(problem, timetable)
    assert untrue_reasons(BoundIndex(ground), TimetableIndex(ground, timetable), told) == ()
