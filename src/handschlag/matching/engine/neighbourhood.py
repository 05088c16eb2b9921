"""The part of a timetable around some meetings: small, and all the others stand still around it.

A repair touches few people. In a large event it is looked for among the meetings of those few, and of the
people whom they meet; times and places of all others are taken. What comes of it is verified as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from treffen.problem import Meeting, ParticipantId, Problem, Request, RequestId, SlotId
from treffen.timetable import Timetable

MOST: Final = 260  # meetings


def neighbourhood_of(
    problem: Problem, timetable: Timetable, displaced: Collection[RequestId], *, most: int = MOST
) -> tuple[Problem, Timetable]:
    """The displaced meetings with those of their people, and of the people of these, up to `most`."""
    asked = {one.id: one for one in problem.requests}
    held = timetable.by_request()
    kept = {one for one in displaced if one in asked}
    while True:
        people = {person for one in kept for person in asked[one].participants}
        wider = {one for one in held if people.intersection(asked[one].participants)}
        if wider <= kept or (len(wider) > most and len(kept) > len(displaced)):
            break
        kept |= wider
        if len(kept) > most:
            break
    return _part_of(problem, timetable, kept)


def _part_of(
    problem: Problem, timetable: Timetable, wanted: Collection[RequestId]
) -> tuple[Problem, Timetable]:
    """The problem of some requests; what others hold is not free."""
    asked = {one.id: one for one in problem.requests}
    chosen = tuple(one for one in problem.requests if one.id in wanted)
    people = {person for one in chosen for person in one.participants}
    outside = [one for one in timetable.meetings if one.request not in wanted]
    by_person, by_place, by_helper = _busy(outside, asked)
    everything = frozenset(slot.id for slot in problem.slots)

    def left(free: frozenset[SlotId] | None, taken: Collection[SlotId]) -> frozenset[SlotId]:
        return (everything if free is None else free).difference(taken)

    return replace(
        problem,
        participants=tuple(
            replace(
                one,
                free=left(one.free, by_person.get(one.id, ())),
                minimum=0,
                maximum=None if one.maximum is None else max(0, one.maximum - len(by_person.get(one.id, ()))),
                most_breaks=None if one.id in by_person else one.most_breaks,
            )
            for one in problem.participants
            if one.id in people
        ),
        places=tuple(replace(one, open=left(one.open, by_place.get(one.id, ()))) for one in problem.places),
        interpreters=tuple(
            replace(one, free=left(one.free, by_helper.get(one.id, ()))) for one in problem.interpreters
        ),
        requests=tuple(_known(one, wanted) for one in chosen),
        frozen=tuple(one for one in problem.frozen if one.request in wanted),
        most_breaks=None,
        break_spread=None,
    ), Timetable(tuple(one for one in timetable.meetings if one.request in wanted))


def _known(one: Request, wanted: Collection[RequestId]) -> Request:
    return replace(one, after=tuple(before for before in one.after if before in wanted)) if one.after else one


type Taken[Id: Hashable] = Mapping[Id, set[SlotId]]


def _busy(
    meetings: Iterable[Meeting], asked: Mapping[RequestId, Request]
) -> tuple[Taken[ParticipantId], Taken[str], Taken[str]]:
    """By person, by place and by interpreter: slots that are taken."""
    people: dict[ParticipantId, set[SlotId]] = defaultdict(set)
    places: dict[str, set[SlotId]] = defaultdict(set)
    helpers: dict[str, set[SlotId]] = defaultdict(set)
    for one in meetings:
        places[one.place].add(one.slot)
        for person in asked[one.request].participants:
            people[person].add(one.slot)
        if one.interpreter is not None:
            helpers[one.interpreter].add(one.slot)
    return people, places, helpers
