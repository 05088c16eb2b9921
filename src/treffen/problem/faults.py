"""Everything that can be wrong with an input, found all at once.

A fault is data: what kind, of which noun, in which field, with which value. Wording, and the
sheet, row and column of a file, are added at the edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from treffen.problem.nouns import Goal, Meeting, Participant, Parts, PlaceKind, Request, Slot

LARGEST = 10**9  # values, prices and counts stay below this, so that sums fit 64 bits
LONGEST_ID = 200


class Noun(StrEnum):
    """The parts of a problem that a fault can point at."""

    EVENT = "event"
    SLOT = "slot"
    PLACE = "place"
    PARTICIPANT = "participant"
    REQUEST = "request"
    TALK = "talk"
    INTERPRETER = "interpreter"
    WALK = "walk"
    FROZEN = "frozen"


class FaultKind(StrEnum):
    """What is wrong."""

    BAD_TYPE = "bad_type"
    BAD_NUMBER = "bad_number"
    BAD_TIME = "bad_time"
    EMPTY_ID = "empty_id"
    LONG_ID = "long_id"
    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_ID = "unknown_id"
    NO_SLOTS = "no_slots"
    NO_PLACES = "no_places"
    ENDS_BEFORE_START = "ends_before_start"
    NAIVE_TIME = "naive_time"
    OUT_OF_ORDER = "out_of_order"
    SPLIT_BLOCK = "split_block"
    TOO_FEW_PARTIES = "too_few_parties"
    SAME_PERSON_TWICE = "same_person_twice"
    NO_DELEGATE = "no_delegate"
    MINIMUM_OVER_MAXIMUM = "minimum_over_maximum"
    AFTER_ITSELF = "after_itself"
    CYCLE = "cycle"
    FIXED_NOT_ALLOWED = "fixed_not_allowed"
    UNKNOWN_GOAL = "unknown_goal"
    DUPLICATE_GOAL = "duplicate_goal"
    FROZEN_TWICE = "frozen_twice"
    DUPLICATE_TALK = "duplicate_talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: `id` of the noun, `field` in it, the offending `value` as text."""

    kind: FaultKind
    noun: Noun
    id: str = ""
    field: str = ""
    value: str = ""


def find_faults(parts: Parts) -> Iterator[Fault]:
    """Every fault of `parts`. Later checks rely on sound types, so those come first, alone."""
    wrong_types = list(_types(parts))
    if wrong_types:
        yield from wrong_types
        return
    yield from _event(parts)
    yield from _ids(parts)
    yield from _slots(parts.slots)
    yield from _references(parts)
    yield from _participants(parts.participants)
    yield from _requests(parts)
    yield from _cycles(parts.requests)
    yield from _frozen(parts.frozen)


def _fault(kind: FaultKind, noun: Noun, id: str = "", field: str = "", value: object = "") -> Fault:
    return Fault(kind=kind, noun=noun, id=str(id), field=field, value=str(value))


def _nouns(parts: Parts) -> Iterator[tuple[Noun, tuple[object, ...]]]:
    yield Noun.SLOT, parts.slots
    yield Noun.PLACE, parts.places
    yield Noun.TALK, parts.talks
    yield Noun.PARTICIPANT, parts.participants
    yield Noun.INTERPRETER, parts.interpreters
    yield Noun.REQUEST, parts.requests


# --- types and numbers ------------------------------------------------------------------------


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _is_count_or_none(value: object) -> bool:
    return value is None or _is_count(value)


def _is_length(value: object) -> bool:
    return type(value) is int and 1 <= value <= LARGEST


def _is_flag(value: object) -> bool:
    return type(value) is bool


def _is_kind(value: object) -> bool:
    return isinstance(value, PlaceKind)


_NUMBERS: dict[Noun, tuple[tuple[str, Callable[[object], bool]], ...]] = {
    Noun.PLACE: (("kind", _is_kind),),
    Noun.PARTICIPANT: (
        ("minimum", _is_count),
        ("maximum", _is_count_or_none),
        ("most_breaks", _is_count_or_none),
    ),
    Noun.REQUEST: (("value", _is_count), ("must", _is_flag), ("length", _is_length)),
}


def _types(parts: Parts) -> Iterator[Fault]:
    for noun, nouns in _nouns(parts):
        checks = _NUMBERS.get(noun, ())
        for one in nouns:
            if not isinstance(getattr(one, "id", None), str):
                yield _fault(FaultKind.BAD_TYPE, noun, field="id", value=getattr(one, "id", one))
            for name, is_sound in checks:
                value = getattr(one, name)
                if not is_sound(value):
                    yield _fault(_number_kind(value), noun, getattr(one, "id", ""), name, value)
    yield from _other_numbers(parts)


def _number_kind(value: object) -> FaultKind:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    odd = isinstance(value, float) and (math.isnan(value) or math.isinf(value))
    return FaultKind.BAD_NUMBER if is_number or odd else FaultKind.BAD_TYPE


def _other_numbers(parts: Parts) -> Iterator[Fault]:
    for name in ("most_breaks", "break_spread"):
        value = getattr(parts, name)
        if not _is_count_or_none(value):
            yield _fault(_number_kind(value), Noun.EVENT, field=name, value=value)
    for person in parts.participants:
        for like in person.likes:
            if not _is_count(like.price):
                yield _fault(_number_kind(like.price), Noun.PARTICIPANT, person.id, "likes", like.price)
    for walk in parts.walks:
        if not _is_count(walk.minutes):
            key = f"{walk.here} - {walk.there}"
            yield _fault(_number_kind(walk.minutes), Noun.WALK, key, "minutes", walk.minutes)


# --- the event and its ids --------------------------------------------------------------------


def _event(parts: Parts) -> Iterator[Fault]:
    if not parts.slots:
        yield _fault(FaultKind.NO_SLOTS, Noun.EVENT)
    if not parts.places and parts.requests:
        yield _fault(FaultKind.NO_PLACES, Noun.EVENT)
    seen: set[Goal] = set()
    for goal in parts.goals:
        if not isinstance(goal, Goal):
            yield _fault(FaultKind.UNKNOWN_GOAL, Noun.EVENT, field="goals", value=goal)
        elif goal in seen:
            yield _fault(FaultKind.DUPLICATE_GOAL, Noun.EVENT, field="goals", value=goal)
        else:
            seen.add(goal)


def _ids(parts: Parts) -> Iterator[Fault]:
    for noun, nouns in _nouns(parts):
        seen: set[str] = set()
        for one in nouns:
            id: str = one.id  # type: ignore[attr-defined]  # every noun listed has one
            if not id.strip():
                yield _fault(FaultKind.EMPTY_ID, noun, id, "id")
            elif len(id) > LONGEST_ID:
                yield _fault(FaultKind.LONG_ID, noun, id[:LONGEST_ID], "id", len(id))
            elif id in seen:
                yield _fault(FaultKind.DUPLICATE_ID, noun, id, "id", id)
            seen.add(id)


# --- slots ------------------------------------------------------------------------------------


def _slots(slots: tuple[Slot, ...]) -> Iterator[Fault]:
    for slot in slots:
        yield from _clock(slot)
    for before, after in pairwise(slots):
        known = before.end is not None and after.start is not None
        if known and _is_later(before.end, after.start):
            yield _fault(FaultKind.OUT_OF_ORDER, Noun.SLOT, after.id, "start", after.start)
    closed: set[str] = set()
    for before, after in pairwise(slots):
        if before.block != after.block:
            closed.add(before.block)
            if after.block in closed:
                yield _fault(FaultKind.SPLIT_BLOCK, Noun.SLOT, after.id, "block", after.block)


def _clock(slot: Slot) -> Iterator[Fault]:
    for name in ("start", "end"):
        moment = getattr(slot, name)
        if moment is not None and moment.tzinfo is None:
            yield _fault(FaultKind.NAIVE_TIME, Noun.SLOT, slot.id, name, moment)
    known = slot.start is not None and slot.end is not None
    if known and not _is_later(slot.end, slot.start):
        yield _fault(FaultKind.ENDS_BEFORE_START, Noun.SLOT, slot.id, "end", slot.end)


def _is_later(one: object, other: object) -> bool:
    """Whether one moment is after another; mixed naive and aware moments are a fault of their own."""
    try:
        return bool(one > other)  # type: ignore[operator]
    except TypeError:
        return False


# --- references -------------------------------------------------------------------------------

Wanted = tuple[Noun, str, str, Iterable[Hashable], Collection[Hashable]]


def _references(parts: Parts) -> Iterator[Fault]:
    known = _Known(parts)
    for noun, id, name, wanted, there in _wanted(parts, known):
        for one in wanted:
            if one not in there:
                yield _fault(FaultKind.UNKNOWN_ID, noun, id, name, one)


class _Known:
    """The ids that exist, by noun."""

    def __init__(self, parts: Parts) -> None:
        self.slots = {s.id for s in parts.slots}
        self.places = {p.id for p in parts.places}
        self.zones = {p.zone for p in parts.places}
        self.talks = {t.id for t in parts.talks}
        self.people = {p.id for p in parts.participants}
        self.requests = {r.id for r in parts.requests}
        self.interpreters = {i.id for i in parts.interpreters}
        self.organisations = {p.organisation for p in parts.participants} - {None}


def _some(value: Hashable | None) -> tuple[Hashable, ...]:
    return () if value is None else (value,)


def _wanted(parts: Parts, known: _Known) -> Iterator[Wanted]:
    for place in parts.places:
        yield Noun.PLACE, place.id, "open", place.open or (), known.slots
    for talk in parts.talks:
        yield Noun.TALK, talk.id, "slots", talk.slots, known.slots
    for interpreter in parts.interpreters:
        yield Noun.INTERPRETER, interpreter.id, "free", interpreter.free or (), known.slots
    for walk in parts.walks:
        key = f"{walk.here} - {walk.there}"
        yield Noun.WALK, key, "here", (walk.here,), known.zones
        yield Noun.WALK, key, "there", (walk.there,), known.zones
    for person in parts.participants:
        yield from _wanted_by_participant(person, known)
    for request in parts.requests:
        yield from _wanted_by_request(request, known)
    for meeting in parts.frozen:
        yield from _wanted_by_meeting(meeting, known)


def _wanted_by_participant(person: Participant, known: _Known) -> Iterator[Wanted]:
    if person.free:
        yield Noun.PARTICIPANT, person.id, "free", person.free, known.slots
    if person.home is not None:
        yield Noun.PARTICIPANT, person.id, "home", (person.home,), known.places
    if person.must_attend:
        yield Noun.PARTICIPANT, person.id, "must_attend", person.must_attend, known.talks
    if person.likes:
        yield Noun.PARTICIPANT, person.id, "likes", [x.talk for x in person.likes], known.talks


def _wanted_by_request(request: Request, known: _Known) -> Iterator[Wanted]:
    id = request.id
    yield Noun.REQUEST, id, "participants", request.participants, known.people
    if request.delegates:
        yield Noun.REQUEST, id, "delegates", request.delegates, known.organisations
    if request.slots or request.slot is not None:
        yield Noun.REQUEST, id, "slots", request.slots or (), known.slots
        yield Noun.REQUEST, id, "slot", _some(request.slot), known.slots
    if request.places or request.place is not None:
        yield Noun.REQUEST, id, "places", request.places or (), known.places
        yield Noun.REQUEST, id, "place", _some(request.place), known.places
    if request.after:
        yield Noun.REQUEST, id, "after", request.after, known.requests


def _wanted_by_meeting(meeting: Meeting, known: _Known) -> Iterator[Wanted]:
    id = meeting.request
    yield Noun.FROZEN, id, "request", (meeting.request,), known.requests
    yield Noun.FROZEN, id, "slot", (meeting.slot,), known.slots
    yield Noun.FROZEN, id, "place", (meeting.place,), known.places
    yield Noun.FROZEN, id, "interpreter", _some(meeting.interpreter), known.interpreters
    for chosen in meeting.delegates:
        yield Noun.FROZEN, id, "delegates", (chosen.participant,), known.people


# --- participants, requests, frozen meetings --------------------------------------------------


def _participants(people: Iterable[Participant]) -> Iterator[Fault]:
    for person in people:
        if person.maximum is not None and person.minimum > person.maximum:
            kind = FaultKind.MINIMUM_OVER_MAXIMUM
            yield _fault(kind, Noun.PARTICIPANT, person.id, "minimum", person.minimum)
        talks = [like.talk for like in person.likes]
        if len(set(talks) | person.must_attend) < len(talks) + len(person.must_attend):
            yield _fault(FaultKind.DUPLICATE_TALK, Noun.PARTICIPANT, person.id, "likes")


def _requests(parts: Parts) -> Iterator[Fault]:
    staff: dict[str, set[str]] = {}
    if any(r.delegates for r in parts.requests):
        for person in parts.participants:
            if person.organisation is not None:
                staff.setdefault(person.organisation, set()).add(person.id)
    for request in parts.requests:
        yield from _parties(request, staff)
        fixed = (("slot", request.slot, request.slots), ("place", request.place, request.places))
        for name, one, allowed in fixed:
            if one is not None and allowed is not None and one not in allowed:
                yield _fault(FaultKind.FIXED_NOT_ALLOWED, Noun.REQUEST, request.id, name, one)


def _parties(request: Request, staff: dict[str, set[str]]) -> Iterator[Fault]:
    people = set(request.participants)
    if len(request.participants) + len(request.delegates) < 2:
        yield _fault(FaultKind.TOO_FEW_PARTIES, Noun.REQUEST, request.id, "participants")
    if len(people) < len(request.participants):
        twice = [p for p in request.participants if request.participants.count(p) > 1]
        yield _fault(FaultKind.SAME_PERSON_TWICE, Noun.REQUEST, request.id, "participants", twice[0])
    for organisation in dict.fromkeys(request.delegates):
        wanted = request.delegates.count(organisation)
        if wanted > 1 or not staff.get(organisation, people) - people:
            yield _fault(FaultKind.NO_DELEGATE, Noun.REQUEST, request.id, "delegates", organisation)


def _frozen(meetings: Iterable[Meeting]) -> Iterator[Fault]:
    seen: set[str] = set()
    for meeting in meetings:
        if meeting.request in seen:
            yield _fault(FaultKind.FROZEN_TWICE, Noun.FROZEN, meeting.request, "request")
        seen.add(meeting.request)


# --- precedence -------------------------------------------------------------------------------


def _cycles(requests: Iterable[Request]) -> Iterator[Fault]:
    """Precedences that can never be kept: one fault for each request on a cycle's closing edge."""
    after = {r.id: [a for a in r.after] for r in requests if r.after}
    for id, earlier in after.items():
        if id in earlier:
            yield _fault(FaultKind.AFTER_ITSELF, Noun.REQUEST, id, "after", id)
    done: set[str] = set()
    for start in after:
        path = _cycle_from(start, after, done)
        if path and len(path) > 1:
            yield _fault(FaultKind.CYCLE, Noun.REQUEST, path[0], "after", " < ".join(path[::-1]))


def _cycle_from(start: str, after: dict, done: set[str]) -> list[str]:  # type: ignore[type-arg]
    """The first cycle met in a depth-first walk from `start`, or nothing. Iterative: chains are long."""
    if start in done:
        return []
    path, on_path, branches = [start], {start}, [iter(after[start])]
    while branches:
        step = next((a for a in branches[-1] if a in after and a not in done), None)
        if step is None:
            branches.pop()
            done.add(path[-1])
            on_path.discard(path.pop())
        elif step in on_path:
            done.update(path)
            return path[path.index(step) :]
        else:
            path.append(step)
            on_path.add(step)
            branches.append(iter(after[step]))
    return []
