"""On the day: a yes is held in what is left of it, and nobody who is held already moves for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.admission_cache import CachedController
from handschlag.matching.engine.answers import AdmissionVerdict, Answer, admit, refusal_of, spots_of
from handschlag.matching.engine.newcomers import Taken, open_of, rest, rest_of
from treffen.admission import AdmissionController, Admitted, Refused, RefusedWitness
from treffen.problem import Interpreter, Problem, RequestId, SlotId
from treffen.timetable import Timetable


def admit_at(kept: CachedController, request: int, *, now: datetime) -> Answer:
    """The desk's answer; from the first slot on, that of the slots which have not begun."""
    has_begun = any(slot.start is not None and slot.start <= now for slot in kept.problem.slots)
    return _ask_later(kept, request, now=now) if has_begun else admit(kept, request)


def _ask_later(kept: CachedController, request: int, *, now: datetime) -> Answer:
    """A free time and place after `now`, which the desk holds from now on; or no, or not yet."""
    left = _left_for(kept, engine_ids.request_id(request), now=now)
    desk = AdmissionController(left, Timetable())
    found = desk.admit(engine_ids.request_id(request))
    if isinstance(found, Refused):
        return Answer(verdict=AdmissionVerdict.NO, refusal={**refusal_of(found), "ways": []})
    if not isinstance(found, Admitted):
        return Answer(verdict=AdmissionVerdict.NOT_YET)
    kept.is_clean = False
    try:
        kept.desk.follow(desk.witness.meetings)
    except RefusedWitness:  # a rule about breaks, say; the desk is built anew for the next question
        return Answer(verdict=AdmissionVerdict.NOT_YET)
    return Answer(verdict=AdmissionVerdict.YES, spots=spots_of(left, desk.witness.meetings))


def _left_for(kept: CachedController, request: RequestId, *, now: datetime) -> Problem:
    """The request alone, with the slots to come in which its people and the places are free."""
    problem = kept.problem
    asked = next(one for one in problem.requests if one.id == request)
    taken = _taken_by(kept)
    later = frozenset(slot.id for slot in problem.slots if slot.start is not None and slot.start > now)
    return replace(
        problem,
        participants=tuple(
            rest_of(one, later, taken) for one in problem.participants if one.id in asked.participants
        ),
        places=tuple(open_of(one, later, taken) for one in problem.places),
        interpreters=tuple(_serving(one, later, taken) for one in problem.interpreters),
        requests=(asked,),
        frozen=(),
        most_breaks=None,
        break_spread=None,
    )


def _serving(one: Interpreter, later: frozenset[SlotId], taken: Taken) -> Interpreter:
    return replace(one, free=rest(one.free, later, taken.get(one.id, frozenset())))


def _taken_by(kept: CachedController) -> Taken:
    """By people, places and interpreters: the slots in which the desk holds something for them."""
    people = {one.id: one.participants for one in kept.problem.requests}
    found: dict[Hashable, set[SlotId]] = defaultdict(set)
    for held in kept.desk.witness.meetings:
        for id in (held.place, held.interpreter, *people[held.request]):
            if id is not None:
                found[id].add(held.slot)
    return {id: frozenset(slots) for id, slots in found.items()}
