"""Reasons and remedies: each remedy is made and verified, each cheapest one compared with all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
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
from treffen.scheduling.whynot import Improvement, explain, find_improvements
from treffen.solvers.base import Assignment, Model, build_model
from treffen.solvers.base.build import delegations
from treffen.timetable import Reason, Remedy, RemedyKind, Timetable, Unscheduled
from treffen.verification import find_violations

FEATURES = ("quiet", "step-free")
TONGUES = ("de", "fr")
NEVER_HELD = (Reason.NO_COMMON_SLOT, Reason.NO_SUITABLE_PLACE, Reason.NO_INTERPRETER)


def _is_sound(problem: Problem, timetable: Timetable) -> bool:
    return next(iter(find_violations(problem, timetable)), None) is None


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
    return explain(problem, model, _assignment(model, timetable), timetable, limit=limit)


def _improvements(problem: Problem, timetable: Timetable) -> tuple[Improvement, ...]:
    model = build_model(problem)
    return find_improvements(problem, model, _assignment(model, timetable), timetable, limit=99)


def _ways(problem: Problem, request: Request) -> Iterator[Meeting]:
    """Every meeting that a request could be, right or wrong."""
    helpers = [None, *(x.id for x in problem.interpreters)]
    staff = [
        [Delegation(organisation=o, participant=p.id) for p in problem.participants if p.organisation == o]
        for o in request.delegates
    ]
    for slot, place, helper, sent in product(problem.slots, problem.places, helpers, product(*staff)):
        yield Meeting(request=request.id, slot=slot.id, place=place.id, interpreter=helper, delegates=sent)


def _can_add(problem: Problem, timetable: Timetable, request: Request, slot: str | None = None) -> bool:
    return any(
        _is_sound(problem, Timetable((*timetable.meetings, m)))
        for m in _ways(problem, request)
        if slot is None or m.slot == slot
    )


def _after(event: tuple[Problem, Timetable], request: Request, remedy: Remedy) -> tuple[Problem, Timetable]:
    """The problem (or timetable) that the remedy speaks of."""
    problem, timetable = event
    at = [s.id for s in problem.slots].index(remedy.slot)
    run = frozenset(s.id for s in problem.slots[at : at + request.length])
    asked = set(remedy.participants)
    if remedy.kind is RemedyKind.GIVE_UP:
        kept = tuple(m for m in timetable.meetings if m.request not in remedy.requests)
        return problem, Timetable(kept)
    if remedy.kind is RemedyKind.MORE_PLACES:
        more = Place(id="new", features=frozenset(FEATURES), open=run)
        return replace(problem, places=(*problem.places, more)), timetable
    if remedy.kind is RemedyKind.MORE_INTERPRETERS:
        helper = Interpreter(id="new", languages=frozenset(TONGUES), free=run)
        return replace(problem, interpreters=(*problem.interpreters, helper)), timetable
    people = tuple(_changed(p, remedy.kind, run) if p.id in asked else p for p in problem.participants)
    return replace(problem, participants=people), timetable


def _changed(person: Participant, kind: RemedyKind, run: frozenset[str]) -> Participant:
    if kind is RemedyKind.RAISE_MAXIMUM:
        assert person.maximum is not None
        return replace(person, maximum=person.maximum + 1)
    assert person.free is not None
    return replace(person, free=person.free | run)


def _small_changes(problem: Problem, request: Request) -> Iterator[Remedy]:
    """Every change that gives nothing up, the cheapest first."""
    people = [p.id for p in problem.participants]
    groups = [(), *((p,) for p in people), *combinations(people, 2)]
    away = {p.id for p in problem.participants if p.free is not None}
    bounded = {p.id for p in problem.participants if p.maximum is not None}
    for group, kind, slot in product(groups, RemedyKind, problem.slots):
        fits = {
            RemedyKind.MORE_PLACES: not group and request.place is None,
            RemedyKind.MORE_INTERPRETERS: not group,
            RemedyKind.RAISE_MAXIMUM: bool(group) and bounded.issuperset(group),
            RemedyKind.FREE_PARTICIPANT: bool(group) and away.issuperset(group),
        }
        if fits.get(kind):
            yield Remedy(kind=kind, slot=slot.id, participants=group)


def _cheapest(problem: Problem, timetable: Timetable, request: Request, below: int) -> int | None:
    """The least value to give up so that the request can be held, by trying everything below a cost."""
    value = {r.id: r.value for r in problem.requests}
    held = [m.request for m in timetable.meetings]
    subsets = [s for k in range(len(held) + 1) for s in combinations(held, k)]
    for gone in sorted(subsets, key=lambda s: sum(value[r] for r in s)):
        cost = sum(value[r] for r in gone)
        if cost >= below:
            return None
        kept = Timetable(tuple(m for m in timetable.meetings if m.request not in gone))
        if _is_sound(problem, kept) and _can_add(problem, kept, request):
            return cost
    return None


@st.composite
def finished_events(draw: st.DrawFn) -> tuple[Problem, Timetable]:
    """A tiny event with nearly every rule, and a sound timetable that need not be a good one."""
    n_slots = draw(st.integers(2, 4))
    slots = tuple(Slot(id=str(t), block="am" if t < 3 else "pm") for t in range(n_slots))
    ids = [s.id for s in slots]
    some = st.none() | st.frozensets(st.sampled_from(ids), min_size=1)
    features = st.sampled_from([frozenset(), frozenset(FEATURES[:1]), frozenset(FEATURES)])
    tongues = st.sampled_from([frozenset(), frozenset(), frozenset(TONGUES[:1]), frozenset(TONGUES[1:])])
    places = tuple(
        Place(id=f"t{i}", features=draw(features), open=draw(some)) for i in range(draw(st.integers(1, 2)))
    )
    people = tuple(
        Participant(
            id=str(i),
            organisation="org" if i > 2 else None,
            free=draw(some),
            maximum=draw(st.none() | st.integers(1, 2)),
            most_breaks=draw(st.sampled_from([None, None, 0])),
            languages=draw(tongues),
            must_attend=frozenset(draw(st.sampled_from([(), (), ("talk",)]))),
            likes=draw(st.sampled_from([(), (Like(talk="other"),)])),
        )
        for i in range(5)
    )
    requests = []
    for number in range(draw(st.integers(2, 6))):
        pair = draw(st.lists(st.integers(0, 4), min_size=2, max_size=2, unique=True))
        sends = number == 1 and min(pair) < 3
        requests.append(
            Request(
                id=str(number),
                participants=(str(min(pair)),) if sends else tuple(map(str, pair)),
                delegates=("org",) if sends else (),
                value=draw(st.integers(1, 4)),
                slots=draw(some),
                place=draw(st.sampled_from([None, None, "t0"])),
                after=("0",) if number == 2 and draw(st.booleans()) else (),
                length=draw(st.sampled_from([1, 1, 2])),
                needs=draw(st.sampled_from([frozenset(), frozenset(FEATURES[:1])])),
            )
        )
    problem = Problem(
        slots=slots,
        places=places,
        participants=people,
        requests=tuple(requests),
        talks=(Talk(id="talk", slots=frozenset(ids[:1])), Talk(id="other", slots=frozenset(ids[1:2]))),
        interpreters=draw(st.sampled_from([(), (Interpreter(id="x", languages=frozenset(TONGUES)),)])),
        break_spread=draw(st.sampled_from([None, None, 1])),
    )
    timetable = Timetable()
    for request in draw(st.permutations(problem.requests)):
        ways = [Timetable((*timetable.meetings, m)) for m in _ways(problem, request)]
        sound = [t for t in ways if _is_sound(problem, t)]
        if sound and draw(st.integers(0, 4)):
            timetable = draw(st.sampled_from(sound))
    held = [m.request for m in timetable.meetings]
    musts = {r for r in held if draw(st.integers(0, 3)) == 0}
    marked = tuple(replace(r, must=r.id in musts) for r in problem.requests)
    return replace(problem, requests=marked), timetable


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
        assert _cheapest(problem, timetable, request, below) is None
        if u.remedy is not None:
            changed, kept = _after(event, request, u.remedy)
            assert _can_add(changed, kept, request, u.remedy.slot)


@settings(deadline=None, max_examples=60)
@given(finished_events())
def test_as_few_people_are_asked_as_can_be(event: tuple[Problem, Timetable]) -> None:
    problem, timetable = event
    request_of = {r.id: r for r in problem.requests}
    for u in _explain(problem, timetable):
        request = request_of[u.request]
        at_no_cost = u.remedy is not None and u.remedy.cost == 0
        asked = len(u.remedy.participants) if u.remedy is not None and at_no_cost else 9
        for remedy in _small_changes(problem, request):
            if len(remedy.participants) >= asked:
                break
            changed, kept = _after(event, request, remedy)
            length = request.length
            slots = [s.id for s in problem.slots]
            if slots.index(remedy.slot) + length <= len(slots):
                assert not _can_add(changed, kept, request, remedy.slot)


@settings(deadline=None, max_examples=120)
@given(finished_events())
def test_reasons_say_what_is_so(event: tuple[Problem, Timetable]) -> None:
    problem, timetable = event
    request_of = {r.id: r for r in problem.requests}
    empty = replace(problem, requests=tuple(replace(r, must=False) for r in problem.requests))
    for u in _explain(problem, timetable):
        request = request_of[u.request]
        alone = replace(empty, break_spread=None)
        assert (u.reason in NEVER_HELD) == (not _can_add(alone, Timetable(), request))
        if u.reason in (Reason.PLACES_FULL, Reason.INTERPRETERS_FULL, Reason.PERSON_FULL, Reason.BREAKS):
            assert not _can_add(problem, timetable, request)
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
        least = _cheapest(problem, timetable, request, request.value)
        if problem.break_spread is None:
            assert (request.id in found) == (least is not None)
        if request.id in found:
            assert least is not None
            assert found[request.id].gain <= request.value - least
            assert problem.break_spread is not None or found[request.id].gain == request.value - least
            assert _is_sound(problem, _use(model, timetable, found[request.id]))


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
