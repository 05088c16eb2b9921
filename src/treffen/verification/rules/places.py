"""Rules about places: allowed, open, one meeting at a time, with the features that are needed."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.verification.index import TimetableIndex
from treffen.verification.rules.clash import clashes
from treffen.verification.violation import Violation, ViolationKind


def places_are_allowed(day: TimetableIndex) -> Iterator[Violation]:
    """A meeting is at one of the places that its request allows, or at the one it fixes."""
    for h in day.held:
        r, place = h.request, h.meeting.place
        is_barred = r.places is not None and place not in r.places
        if is_barred or (r.place is not None and place != r.place):
            yield Violation(kind=ViolationKind.PLACE_NOT_ALLOWED, requests=(r.id,), places=(place,))


def places_are_open(day: TimetableIndex) -> Iterator[Violation]:
    """A place is open in all slots of a meeting."""
    ground = day.ground
    for h in day.held:
        closed = h.mask & ~ground.open_slots[h.meeting.place]
        if closed:
            yield Violation(
                kind=ViolationKind.PLACE_CLOSED,
                requests=(h.request.id,),
                slots=ground.slots_of(closed),
                places=(h.meeting.place,),
            )


def one_meeting_a_place(day: TimetableIndex) -> Iterator[Violation]:
    """At most one meeting is at a place in a slot."""
    for one, other, place in clashes(day.held, lambda h: (h.meeting.place,)):
        yield Violation(
            kind=ViolationKind.PLACE_CLASH,
            requests=(one.request.id, other.request.id),
            slots=day.ground.slots_of(one.mask & other.mask),
            places=(place,),
        )


def features_are_there(day: TimetableIndex) -> Iterator[Violation]:
    """A place has every feature that the request or one of those who attend needs."""
    ground = day.ground
    needy = ground.needy
    for h in day.held:
        there = ground.places[h.meeting.place].features
        lacking = tuple(p for p in h.people if p in needy and not needy[p] <= there) if needy else ()
        if lacking or not h.request.needs <= there:
            yield Violation(
                kind=ViolationKind.PLACE_LACKS_FEATURE,
                participants=lacking,
                requests=(h.request.id,),
                places=(h.meeting.place,),
            )
