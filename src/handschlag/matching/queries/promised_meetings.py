"""Which meetings stay where they are, whatever is answered: published ones, and those locked by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handschlag.matching.models import Service
from handschlag.matching.queries.engine_input import EngineMeeting
from handschlag.matching.queries.moves import valid
from handschlag.matching.queries.versions import latest


def promised_of(service: Service, held: Iterable[EngineMeeting]) -> frozenset[int]:
    """Requests whose meetings stand as the valid version says, or are locked in time and place."""
    rows = list(held)
    return _told_of(service, rows) | {one.request for one in rows if one.is_time_locked}


def fixed_of(service: Service, held: Iterable[EngineMeeting], *, now: datetime) -> frozenset[int]:
    """Meetings that a run or an adopted plan must not move: from the fix date on, those people know of."""
    return _told_of(service, held) if now >= service.fixed_at else frozenset()


def _told_of(service: Service, held: Iterable[EngineMeeting]) -> frozenset[int]:
    """Requests whose meetings stand as the valid version says, or where everybody has agreed since."""
    told = {one.request: (one.starts_at, one.place) for one in valid(latest(service))}
    return frozenset(one.request for one in held if told.get(one.request) == (one.starts_at, one.place))
