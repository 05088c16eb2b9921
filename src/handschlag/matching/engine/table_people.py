"""A topic table goes on without those who are not there, as long as the host and two others are."""

from __future__ import annotations

from dataclasses import replace

from handschlag.matching.queries.engine_input import EngineInput, EngineRequest
from handschlag.matching.rules.absences import What
from handschlag.matching.rules.tables import FEWEST


def with_those_who_come(facts: EngineInput) -> tuple[EngineRequest, ...]:
    """All requests; in those of tables, only who takes part and is there at the time of the table."""
    here = {one.id for one in facts.people}
    times = {one.request: one.starts_at for one in facts.held}
    absent = [one for one in facts.absences if one.what is What.PERSON]

    def comes(person: int, request: int) -> bool:
        at = times.get(request)
        away = at is not None and any(one.id == person and one.covers(at) for one in absent)
        return person in here and not away

    def those_of(one: EngineRequest) -> EngineRequest:
        people = tuple(person for person in one.parties if comes(person, one.id))
        goes_on = len(people) >= FEWEST and people[0] == one.parties[0]
        return replace(one, parties=people) if goes_on else one

    return tuple(those_of(one) if one.seats else one for one in facts.asked)
