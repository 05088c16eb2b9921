"""May two people meet here and now, in place of a meeting to which somebody did not come?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.merging import spots_of
from handschlag.matching.engine.problem import problem_of, witness_of
from handschlag.matching.queries.engine_input import EngineInput, EngineRequest
from treffen.problem import Meeting
from treffen.timetable import Timetable
from treffen.verification import find_violations

NEW = 0  # the key of a request that is not written yet


def spot_at(
    facts: EngineInput, *, pair: tuple[int, int], gone: int, block: int, starts_at: datetime, place: int
) -> MeetingSpot | None:
    """Where and when they meet, if what both have keeps every rule with it; `gone` is held no longer."""
    kept = tuple(one for one in facts.held if one.request != gone)
    rest = tuple(one for one in facts.asked if one.id != gone and set(one.parties) != set(pair))
    new = EngineRequest(id=NEW, state="open", value=1, is_barred=False, parties=pair)
    asked = replace(facts, held=kept, asked=(*rest, new))
    problem = problem_of(asked)
    if engine_ids.request_id(NEW) not in {one.id for one in problem.requests}:
        return None
    slot, table = engine_ids.slot_id_of(block, starts_at), engine_ids.place_id(place)
    if slot not in {one.id for one in problem.slots} or table not in {one.id for one in problem.places}:
        return None
    held = witness_of(asked, problem).meetings
    if any(one.slot == slot and one.place == table for one in held):
        return None
    meeting = Meeting(request=engine_ids.request_id(NEW), slot=slot, place=table, interpreter=None)
    people = {engine_ids.person_id(pk) for pk in pair}
    near = {one.id for one in problem.requests if people.intersection(one.participants)}
    theirs = tuple(one for one in held if one.request in near)
    names = {one.request for one in theirs} | {meeting.request}
    small = replace(
        problem,
        requests=tuple(one for one in problem.requests if one.id in names),
        frozen=(),
        break_spread=None,
    )
    if any(find_violations(small, Timetable((*theirs, meeting)))):
        return None
    return spots_of(problem, [meeting])[0]
