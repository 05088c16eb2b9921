"""Participants, requests and frozen meetings, each seen alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import filterfalse

from treffen.problem.entities import Meeting, Participant, Parts, Request
from treffen.problem.faults.fault import LARGEST, EntityKind, Fault, FaultKind, fault
from treffen.problem.plain_requests import plain_requests_of


def party_faults(parts: Parts) -> Iterator[Fault]:
    """Faults of participants, of requests, and of frozen meetings."""
    yield from _participants(parts.participants)
    yield from _requests(parts)
    yield from _frozen(parts.frozen)


def _participants(people: Iterable[Participant]) -> Iterator[Fault]:
    for person in people:
        if person.maximum is not None and person.minimum > person.maximum:
            kind = FaultKind.MINIMUM_OVER_MAXIMUM
            yield fault(kind, EntityKind.PARTICIPANT, person.id, "minimum", person.minimum)
        talks = [like.talk for like in person.likes]
        if len(set(talks) | person.must_attend) < len(talks) + len(person.must_attend):
            yield fault(FaultKind.DUPLICATE_TALK, EntityKind.PARTICIPANT, person.id, "likes")


def _requests(parts: Parts) -> Iterator[Fault]:
    if plain_requests_of(parts) is not None:
        return
    staff: dict[str, set[str]] = {}
    if any(r.delegates for r in parts.requests):
        for person in parts.participants:
            if person.organisation is not None:
                staff.setdefault(person.organisation, set()).add(person.id)
    longest = max((len(slots) for _, slots in parts.blocks()), default=LARGEST)
    for request in filterfalse(_is_plain, parts.requests):
        yield from _parties(request, staff)
        if request.length > longest:
            kind = FaultKind.LONGER_THAN_BLOCKS
            yield fault(kind, EntityKind.REQUEST, request.id, "length", request.length)
        fixed = (("slot", request.slot, request.slots), ("place", request.place, request.places))
        for name, one, allowed in fixed:
            if one is not None and allowed is not None and one not in allowed:
                yield fault(FaultKind.FIXED_NOT_ALLOWED, EntityKind.REQUEST, request.id, name, one)


def _is_plain(request: Request) -> bool:
    """Whether it is between two people, for one slot, anywhere: what nearly all of a million requests are."""
    people = request.participants
    is_of_two = len(people) == 2 and people[0] != people[1] and not request.delegates
    return is_of_two and request.length == 1 and request.slot is None and request.place is None


def _parties(request: Request, staff: dict[str, set[str]]) -> Iterator[Fault]:
    people = set(request.participants)
    if len(request.participants) + len(request.delegates) < 2:
        yield fault(FaultKind.TOO_FEW_PARTIES, EntityKind.REQUEST, request.id, "participants")
    if len(people) < len(request.participants):
        twice = next(p for p, n in Counter(request.participants).items() if n > 1)
        yield fault(FaultKind.SAME_PERSON_TWICE, EntityKind.REQUEST, request.id, "participants", twice)
    for organisation, wanted in Counter(request.delegates).items():
        if wanted > 1 or not staff.get(organisation, people) - people:
            yield fault(FaultKind.NO_DELEGATE, EntityKind.REQUEST, request.id, "delegates", organisation)


def _frozen(meetings: Iterable[Meeting]) -> Iterator[Fault]:
    seen: set[str] = set()
    for meeting in meetings:
        if meeting.request in seen:
            yield fault(FaultKind.FROZEN_TWICE, EntityKind.FROZEN, meeting.request, "request")
        seen.add(meeting.request)
