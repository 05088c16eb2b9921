"""May two people meet whom nobody has planned, beside everything that is held?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.merging import spots_of
from handschlag.matching.engine.problem import problem_of, witness_of
from handschlag.matching.queries.engine_input import EngineInput, EngineRequest
from treffen.problem import Meeting, PlaceId, SlotId
from treffen.timetable import Timetable
from treffen.verification import find_violations


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
        self._new = {one.parties: engine_ids.request_id(one.id) for one in new}
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
        slot = engine_ids.slot_id_of(block, starts_at)
        if self._new[pair] not in self._known or slot not in {one.id for one in self._problem.slots}:
            return None
        lost = None if gone is None else engine_ids.request_id(gone)
        held = tuple(one for one in self._held if one.request != lost)
        taken = {one.place for one in held if one.slot == slot}
        there = {one.id for one in self._problem.places} - taken
        wanted = (place for one in places if (place := engine_ids.place_id(one)) in there)
        return next((spot for place in wanted if (spot := self._spot_at(pair, slot, place, held))), None)

    def _spot_at(
        self, pair: tuple[int, int], slot: SlotId, place: PlaceId, timetable: Iterable[Meeting]
    ) -> MeetingSpot | None:
        """What the two have anyway, and this meeting: together they keep every rule, or they do not."""
        meeting = Meeting(request=self._new[pair], slot=slot, place=place, interpreter=None)
        people = {engine_ids.person_id(pk) for pk in pair}
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
