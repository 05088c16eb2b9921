"""Tiny events with a finished timetable, and every change to them, found by trying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

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
from treffen.timetable import Remedy, RemedyKind, Timetable
from treffen.verification import find_violations

FEATURES = ("quiet", "step-free")
TONGUES = ("de", "fr")


def is_sound(problem: Problem, timetable: Timetable) -> bool:
    return next(iter(find_violations(problem, timetable)), None) is None


def ways(problem: Problem, request: Request) -> Iterator[Meeting]:
    """Every meeting that a request could be, right or wrong."""
    helpers = [None, *(x.id for x in problem.interpreters)]
    staff = [
        [Delegation(organisation=o, participant=p.id) for p in problem.participants if p.organisation == o]
        for o in request.delegates
    ]
    for slot, place, helper, sent in product(problem.slots, problem.places, helpers, product(*staff)):
        yield Meeting(request=request.id, slot=slot.id, place=place.id, interpreter=helper, delegates=sent)


def can_add(problem: Problem, timetable: Timetable, request: Request, slot: str | None = None) -> bool:
    return any(
        is_sound(problem, Timetable((*timetable.meetings, m)))
        for m in ways(problem, request)
        if slot is None or m.slot == slot
    )


def after(event: tuple[Problem, Timetable], request: Request, remedy: Remedy) -> tuple[Problem, Timetable]:
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


def small_changes(problem: Problem, request: Request) -> Iterator[Remedy]:
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


def cheapest(problem: Problem, timetable: Timetable, request: Request, below: int) -> int | None:
    """The least value to give up so that the request can be held, by trying everything below a cost."""
    value = {r.id: r.value for r in problem.requests}
    held = [m.request for m in timetable.meetings]
    subsets = [s for k in range(len(held) + 1) for s in combinations(held, k)]
    for gone in sorted(subsets, key=lambda s: sum(value[r] for r in s)):
        cost = sum(value[r] for r in gone)
        if cost >= below:
            return None
        kept = Timetable(tuple(m for m in timetable.meetings if m.request not in gone))
        if is_sound(problem, kept) and can_add(problem, kept, request):
            return cost
    return None


def _people(draw: st.DrawFn, some: st.SearchStrategy[frozenset[str] | None]) -> tuple[Participant, ...]:
    nothing = frozenset[str]()
    tongues = st.sampled_from([nothing, nothing, frozenset(TONGUES[:1]), frozenset(TONGUES[1:])])
    return tuple(
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


def _requests(draw: st.DrawFn, some: st.SearchStrategy[frozenset[str] | None]) -> Iterator[Request]:
    for number in range(draw(st.integers(2, 6))):
        pair = draw(st.lists(st.integers(0, 4), min_size=2, max_size=2, unique=True))
        sends = number == 1 and min(pair) < 3
        yield Request(
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


def _problem(draw: st.DrawFn) -> Problem:
    slots = tuple(Slot(id=str(t), block="am" if t < 3 else "pm") for t in range(draw(st.integers(2, 4))))
    ids = [s.id for s in slots]
    some = st.none() | st.frozensets(st.sampled_from(ids), min_size=1)
    features = st.sampled_from([frozenset(), frozenset(FEATURES[:1]), frozenset(FEATURES)])
    return Problem(
        slots=slots,
        places=tuple(
            Place(id=f"t{i}", features=draw(features), open=draw(some))
            for i in range(draw(st.integers(1, 2)))
        ),
        participants=_people(draw, some),
        requests=tuple(_requests(draw, some)),
        talks=(Talk(id="talk", slots=frozenset(ids[:1])), Talk(id="other", slots=frozenset(ids[1:2]))),
        interpreters=draw(st.sampled_from([(), (Interpreter(id="x", languages=frozenset(TONGUES)),)])),
        break_spread=draw(st.sampled_from([None, None, 1])),
    )


@st.composite
def finished_events(draw: st.DrawFn) -> tuple[Problem, Timetable]:
    """A tiny event with nearly every rule, and a sound timetable that need not be a good one."""
    problem, timetable = _problem(draw), Timetable()
    for request in draw(st.permutations(problem.requests)):
        tries = [Timetable((*timetable.meetings, m)) for m in ways(problem, request)]
        sound = [t for t in tries if is_sound(problem, t)]
        if sound and draw(st.integers(0, 4)):
            timetable = draw(st.sampled_from(sound))
    held = [m.request for m in timetable.meetings]
    musts = {r for r in held if draw(st.integers(0, 3)) == 0}
    marked = tuple(replace(r, must=r.id in musts) for r in problem.requests)
    return replace(problem, requests=marked), timetable
