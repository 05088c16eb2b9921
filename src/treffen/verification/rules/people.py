"""Rules about participants: one meeting at a time, and no more in all than their maximum."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.problem import ParticipantId, RequestId
from treffen.verification.index import TimetableIndex
from treffen.verification.rules.clash import clashes
from treffen.verification.violation import Violation, ViolationKind


def nobody_meets_twice_at_a_time(day: TimetableIndex) -> Iterator[Violation]:
    """A participant is in at most one meeting in a slot."""
    if _is_each_alone(day):
        return
    for one, other, p in clashes(day.held, lambda h: h.people):
        yield Violation(
            kind=ViolationKind.PERSON_CLASH,
            participants=(p,),
            requests=(one.request.id, other.request.id),
            slots=day.ground.slots_of(one.mask & other.mask),
        )


def _is_each_alone(day: TimetableIndex) -> bool:
    """Whether all meetings last one slot, and everybody is busy in as many slots as they have meetings."""
    busy = day.busy
    is_short = all(h.request.length == 1 for h in day.held)
    return is_short and all(busy[p].bit_count() == count for p, count in day.count.items())


def maxima_are_kept(day: TimetableIndex) -> Iterator[Violation]:
    """Nobody has more meetings than their maximum."""
    people = day.ground.participants
    over: dict[ParticipantId, list[RequestId]] = {}
    for id, count in day.count.items():
        most = people[id].maximum
        if most is not None and count > most:
            over[id] = []
    for h in day.held if over else ():
        for id in h.people:
            if id in over:
                over[id].append(h.request.id)
    for id, requests in over.items():
        yield Violation(kind=ViolationKind.OVER_MAXIMUM, participants=(id,), requests=tuple(requests))
