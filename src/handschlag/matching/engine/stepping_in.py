"""May two people meet here and now, in place of a meeting to which somebody did not come?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handschlag.matching.engine import naming
from handschlag.matching.engine.answers import Spot
from handschlag.matching.engine.merging import spots_of
from handschlag.matching.engine.problem import problem_of, witness_of
from handschlag.matching.queries.facts import Asked, Facts
from treffen.problem import Meeting
from treffen.timetable import Timetable
from treffen.verification import find_violations

NEW = 0  # the key of a request that is not written yet


def spot_at(
    facts: Facts, *, pair: tuple[int, int], gone: int, block: int, starts_at: datetime, place: int
) -> Spot | None:
    """Where and when they meet, if what both have keeps every rule with it; `gone` is held no longer."""
    kept = tuple(one for one in facts.held if one.request != gone)
    rest = tuple(one for one in facts.asked if one.id != gone and set(one.parties) != set(pair))
    new = Asked(id=NEW, state="open", value=1, is_barred=False, parties=pair)
    asked = replace(facts, held=kept, asked=(*rest, new))
    problem = problem_of(asked)
    if naming.request(NEW) not in {one.id for one in problem.requests}:
        return None
    slot, table = naming.slot(block, starts_at), naming.place(place)
    if slot not in {one.id for one in problem.slots} or table not in {one.id for one in problem.places}:
        return None
    held = witness_of(asked, problem).meetings
    if any(one.slot == slot and one.place == table for one in held):
        return None
    meeting = Meeting(request=naming.request(NEW), slot=slot, place=table, interpreter=None)
    people = {naming.person(pk) for pk in pair}
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
