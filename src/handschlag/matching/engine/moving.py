"""Where one meeting could be held with nothing else touched, and whether two may meet whom nobody planned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from handschlag.matching.engine import problem as engine_problem
from handschlag.matching.engine.admission import MeetingSpot
from handschlag.matching.engine.plans import ScheduledRequest, meetings_at, spots_of
from handschlag.matching.engine.problem import meeting_of, problem_of, witness_of
from handschlag.matching.engine_input import EngineInput, EngineRequest
from treffen.problem import Meeting, PlaceId, Problem, SlotId
from treffen.timetable import Timetable
from treffen.verification import find_violations


def targets(facts: EngineInput, request: int) -> tuple[MeetingSpot, ...]:
    """Every slot that is free for all of them and has a place: one place each, the present one first."""
    problem = problem_of(facts)
    held = {one.request: one for one in witness_of(facts, problem).meetings}
    wanted = engine_problem.request_id(request)
    if wanted not in held:
        return ()
    near = _neighbours(problem, held.values(), wanted)
    present = held[wanted]
    found = []
    for slot in problem.slots:
        if slot.id == present.slot:
            continue
        taken = {one.place for one in held.values() if one.slot == slot.id}
        fitting = (
            Meeting(request=wanted, slot=slot.id, place=place, interpreter=present.interpreter)
            for place in _by_nearness(problem, present.place, slot.id)
            if place not in taken
        )
        first = next((one for one in fitting if _holds(near, held.values(), one)), None)
        if first is not None:
            found.append(first)
    return spots_of(problem, found)


def _by_nearness(problem: Problem, present: PlaceId, slot: SlotId) -> list[PlaceId]:
    """Places that are open then: the present one, those of its zone, the others."""
    zone = next((one.zone for one in problem.places if one.id == present), None)
    rows = [one for one in problem.places if one.open is None or slot in one.open]
    return [one.id for one in sorted(rows, key=lambda one: (one.id != present, one.zone != zone))][:12]


def _neighbours(problem: Problem, held: Iterable[Meeting], wanted: str) -> Problem:
    """The problem of those who would be touched: small, and enough to tell what a move breaks."""
    people = next(set(one.participants) for one in problem.requests if one.id == wanted)
    kept = {one.request for one in held}
    near = tuple(one for one in problem.requests if one.id in kept and people.intersection(one.participants))
    return replace(problem, requests=near, frozen=(), break_spread=None)


def _holds(near: Problem, held: Iterable[Meeting], moved: Meeting) -> bool:
    known = {one.id for one in near.requests}
    others = tuple(one for one in held if one.request in known and one.request != moved.request)
    return not any(find_violations(near, Timetable((*others, moved))))


def are_possible(facts: EngineInput, wanted: Sequence[ScheduledRequest]) -> tuple[MeetingSpot, ...] | None:
    """These meetings there and then, all at once, if the whole timetable keeps every rule with them."""
    problem = problem_of(facts)
    held = {one.request: one for one in witness_of(facts, problem).meetings}
    slots, places = {one.id for one in problem.slots}, {one.id for one in problem.places}
    moved = meetings_at(wanted)
    if any(one.request not in held or one.slot not in slots or one.place not in places for one in moved):
        return None
    held |= {one.request: one for one in moved}
    if any(find_violations(problem, Timetable(tuple(held.values())))):
        return None
    return spots_of(problem, moved)


def is_possible(
    facts: EngineInput, request: int, *, block: int, starts_at: datetime, place: int
) -> MeetingSpot | None:
    """The place and time as it is written, if the whole timetable keeps every rule with it."""
    problem = problem_of(facts)
    if not any(one.id == engine_problem.slot_id_of(block, starts_at) for one in problem.slots):
        return None
    was = next((meeting_of(one) for one in facts.held if one.request == request), None)
    if was is None or not any(one.id == engine_problem.place_id(place) for one in problem.places):
        return None
    moved = replace(
        was, slot=engine_problem.slot_id_of(block, starts_at), place=engine_problem.place_id(place)
    )
    others = tuple(one for one in witness_of(facts, problem).meetings if one.request != moved.request)
    if any(find_violations(problem, Timetable((*others, moved)))):
        return None
    return spots_of(problem, [moved])[0]


def spot_at(
    facts: EngineInput,
    *,
    pair: tuple[int, int],
    gone: int | None,
    block: int,
    starts_at: datetime,
    place: int,
) -> MeetingSpot | None:
    """Where and when they meet, if what both have keeps every rule with it; `gone` is held no longer."""
    return FreeSpots(facts, [pair]).spot(pair, gone=gone, block=block, starts_at=starts_at, places=[place])


class FreeSpots:
    """The timetable as it is held, read once, and pairs who might meet beside it."""

    def __init__(self, facts: EngineInput, pairs: Collection[tuple[int, int]]) -> None:
        several = {frozenset(pair) for pair in pairs}
        rest = (one for one in facts.asked if frozenset(one.parties) not in several)
        new = [
            EngineRequest(id=-number, state="open", value=1, is_barred=False, parties=pair)
            for number, pair in enumerate(pairs)  # no row has such a key
        ]
        asked = replace(facts, asked=(*rest, *new))
        self._new = {one.parties: engine_problem.request_id(one.id) for one in new}
        self._problem = problem_of(asked)
        self._held = witness_of(asked, self._problem).meetings
        self._known = {one.id: one for one in self._problem.requests}

    def spot(
        self,
        pair: tuple[int, int],
        *,
        block: int,
        starts_at: datetime,
        places: Iterable[int],
        gone: int | None = None,
    ) -> MeetingSpot | None:
        """The first of the places at which they could meet then; `gone` is held no longer."""
        slot = engine_problem.slot_id_of(block, starts_at)
        if self._new[pair] not in self._known or slot not in {one.id for one in self._problem.slots}:
            return None
        lost = None if gone is None else engine_problem.request_id(gone)
        held = tuple(one for one in self._held if one.request != lost)
        taken = {one.place for one in held if one.slot == slot}
        there = {one.id for one in self._problem.places} - taken
        wanted = (place for one in places if (place := engine_problem.place_id(one)) in there)
        return next((spot for place in wanted if (spot := self._spot_at(pair, slot, place, held))), None)

    def _spot_at(
        self, pair: tuple[int, int], slot: SlotId, place: PlaceId, timetable: Iterable[Meeting]
    ) -> MeetingSpot | None:
        """What the two have anyway, and this meeting: together they keep every rule, or they do not."""
        meeting = Meeting(request=self._new[pair], slot=slot, place=place, interpreter=None)
        people = {engine_problem.person_id(pk) for pk in pair}
        near = {id for id, one in self._known.items() if people.intersection(one.participants)}
        theirs = tuple(one for one in timetable if one.request in near)
        names = {one.request for one in theirs} | {meeting.request}
        small = replace(
            self._problem,
            requests=tuple(one for one in self._problem.requests if one.id in names),
            frozen=(),
            break_spread=None,
        )
        if any(find_violations(small, Timetable((*theirs, meeting)))):
            return None
        return spots_of(self._problem, [meeting])[0]
