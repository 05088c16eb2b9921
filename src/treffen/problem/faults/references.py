"""Ids that point nowhere."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter

from treffen.problem.entities import Meeting, Participant, Parts, Request, RequestId
from treffen.problem.faults.fault import EntityKind, Fault, FaultKind, fault
from treffen.problem.plain_requests import plain_requests_of

_NOTHING_NAMED = (None, None, (), (), None, None)
Wanted = tuple[EntityKind, str, str, Iterable[Hashable], Collection[Hashable]]


def reference_faults(parts: Parts) -> Iterator[Fault]:
    """Each id that is named somewhere and belongs to nothing."""
    known = _Known(parts)
    for noun, id, name, wanted, there in _wanted(parts, known):
        for one in wanted:
            if one not in there:
                yield fault(FaultKind.UNKNOWN_ID, noun, id, name, one)


class _Known:
    """The ids that exist, by noun."""

    def __init__(self, parts: Parts) -> None:
        self.slots = {s.id for s in parts.slots}
        self.places = {p.id for p in parts.places}
        self.zones = {p.zone for p in parts.places}
        self.talks = {t.id for t in parts.talks}
        self.people = {p.id for p in parts.participants}
        self.interpreters = {i.id for i in parts.interpreters}
        self.organisations = {p.organisation for p in parts.participants} - {None}
        self._parts = parts

    @cached_property
    def requests(self) -> set[RequestId]:
        """Asked for only where a request or a meeting names one."""
        return {r.id for r in self._parts.requests}


def _some(value: Hashable | None) -> tuple[Hashable, ...]:
    return () if value is None else (value,)


def _wanted(parts: Parts, known: _Known) -> Iterator[Wanted]:
    for place in parts.places:
        yield EntityKind.PLACE, place.id, "open", place.open or (), known.slots
    for talk in parts.talks:
        yield EntityKind.TALK, talk.id, "slots", talk.slots, known.slots
    for interpreter in parts.interpreters:
        yield EntityKind.INTERPRETER, interpreter.id, "free", interpreter.free or (), known.slots
    for walk in parts.walks:
        key = f"{walk.here} - {walk.there}"
        yield EntityKind.WALK, key, "here", (walk.here,), known.zones
        yield EntityKind.WALK, key, "there", (walk.there,), known.zones
    for person in parts.participants:
        yield from _wanted_by_participant(person, known)
    for request in _special(parts, known):
        yield from _wanted_by_request(request, known)
    for noun, meetings in ((EntityKind.FROZEN, parts.frozen), (EntityKind.PROMISED, parts.promised)):
        for meeting in meetings:
            yield from _wanted_by_meeting(noun, meeting, known)


def _wanted_by_participant(person: Participant, known: _Known) -> Iterator[Wanted]:
    if person.free:
        yield EntityKind.PARTICIPANT, person.id, "free", person.free, known.slots
    if person.home is not None:
        yield EntityKind.PARTICIPANT, person.id, "home", (person.home,), known.places
    if person.must_attend:
        yield EntityKind.PARTICIPANT, person.id, "must_attend", person.must_attend, known.talks
    if person.likes:
        yield EntityKind.PARTICIPANT, person.id, "likes", [x.talk for x in person.likes], known.talks


def _special(parts: Parts, nouns: _Known) -> Sequence[Request]:
    """Requests that name more than participants, or unknown ones. Most name two people and nothing else; an
    event may have a million of them."""
    requests = parts.requests
    if plain_requests_of(parts) is not None:
        return ()
    if not nouns.people.issuperset(chain.from_iterable(r.participants for r in requests)):
        return requests
    named = attrgetter("slots", "places", "after", "delegates", "slot", "place")
    return [r for r, ids in zip(requests, map(named, requests), strict=True) if ids != _NOTHING_NAMED]


def _wanted_by_request(request: Request, known: _Known) -> Iterator[Wanted]:
    id = request.id
    yield EntityKind.REQUEST, id, "participants", request.participants, known.people
    if request.delegates:
        yield EntityKind.REQUEST, id, "delegates", request.delegates, known.organisations
    if request.slots or request.slot is not None:
        yield EntityKind.REQUEST, id, "slots", request.slots or (), known.slots
        yield EntityKind.REQUEST, id, "slot", _some(request.slot), known.slots
    if request.places or request.place is not None:
        yield EntityKind.REQUEST, id, "places", request.places or (), known.places
        yield EntityKind.REQUEST, id, "place", _some(request.place), known.places
    if request.after:
        yield EntityKind.REQUEST, id, "after", request.after, known.requests


def _wanted_by_meeting(noun: EntityKind, meeting: Meeting, known: _Known) -> Iterator[Wanted]:
    id = meeting.request
    yield noun, id, "request", (meeting.request,), known.requests
    yield noun, id, "slot", (meeting.slot,), known.slots
    yield noun, id, "place", (meeting.place,), known.places
    yield noun, id, "interpreter", _some(meeting.interpreter), known.interpreters
    for chosen in meeting.delegates:
        yield noun, id, "delegates", (chosen.participant,), known.people
