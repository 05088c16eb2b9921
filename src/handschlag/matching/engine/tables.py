"""Topic tables: with whom one can be held, and whether one more person fits at one that stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handschlag.matching.engine.admission_cache import CachedController
from handschlag.matching.engine.answers import MeetingSpot, spots_of
from handschlag.matching.engine.problem import requests_of
from handschlag.matching.queries.engine_input import EngineRequest
from treffen.admission import AdmissionController, Admitted, Budget, RefusedWitness
from treffen.problem import Request, RequestId

_QUICK: Final = replace(Budget(), ways=0)


def first_possible(cached: CachedController, groups: Iterable[EngineRequest]) -> tuple[int, ...]:
    """The first of these groups that can be held beside all that is accepted.

    Where none can, the first that no rule bars; empty where rules bar all. They are tried on a desk of
    their own, so that nothing is held by it.
    """
    allowed: tuple[int, ...] = ()
    desk = AdmissionController(cached.problem, cached.desk.witness)
    for number, group in enumerate(groups):
        tried = [replace(one, id=RequestId(f"tried{number}")) for one in requests_of([group], cached.facts)]
        desk.learn(tried)
        if tried and isinstance(desk.admit(tried[0].id, budget=_QUICK), Admitted):
            return group.parties
        if tried:
            allowed = allowed or group.parties
    return allowed


def with_one_more(
    cached: CachedController, table: EngineRequest, *, may_move: bool, now: datetime
) -> tuple[MeetingSpot, ...] | None:
    """Meetings that stand elsewhere so that the table fits with these people: none where nobody moves.

    None where it does not fit. What others were promised holds in any case.
    """
    changed = requests_of([table], cached.facts)
    if not changed:
        return None
    new = changed[0]
    held = cached.desk.witness.by_request().get(new.id)
    if held is None:  # lost just now, to a change from outside
        return None
    starts_at = next(slot.start for slot in cached.problem.slots if slot.id == held.slot)
    if starts_at is not None and starts_at <= now:
        return None
    if not may_move and not _fits_there(cached, new):
        return None
    found = cached.desk.amend(new, budget=_QUICK)
    if not isinstance(found, Admitted):
        return None
    cached.is_clean = False
    return spots_of(cached.problem, found.meetings)


def _fits_there(cached: CachedController, changed: Request) -> bool:
    """Whether the request can be held in its new form where it stands, and nobody else moves."""
    requests = tuple(changed if one.id == changed.id else one for one in cached.problem.requests)
    try:
        AdmissionController(replace(cached.problem, requests=requests), cached.desk.witness)
    except RefusedWitness:
        return False
    return True
