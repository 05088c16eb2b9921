"""Where one meeting could be held with nothing else touched; each target is what the verifier allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.merging import ScheduledRequest, meetings_at, spots_of
from handschlag.matching.engine.problem import meeting_of, problem_of, witness_of
from handschlag.matching.queries.engine_input import EngineInput
from treffen.problem import Meeting, PlaceId, Problem, SlotId
from treffen.timetable import Timetable
from treffen.verification import find_violations


def targets(facts: EngineInput, request: int) -> tuple[MeetingSpot, ...]:
    """Every slot that is free for all of them and has a place: one place each, the present one first."""
    problem = problem_of(facts)
    held = {one.request: one for one in witness_of(facts, problem).meetings}
    wanted = engine_ids.request_id(request)
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
    if not any(one.id == engine_ids.slot_id_of(block, starts_at) for one in problem.slots):
        return None
    was = next((meeting_of(one) for one in facts.held if one.request == request), None)
    if was is None or not any(one.id == engine_ids.place_id(place) for one in problem.places):
        return None
    moved = replace(was, slot=engine_ids.slot_id_of(block, starts_at), place=engine_ids.place_id(place))
    others = tuple(one for one in witness_of(facts, problem).meetings if one.request != moved.request)
    if any(find_violations(problem, Timetable((*others, moved)))):
        return None
    return spots_of(problem, [moved])[0]
