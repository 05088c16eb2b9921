"""Moves of published meetings are written down; until people have agreed nothing else happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.models import Meeting, MoveState, PlannedMove, Service, TimetableVersion


def note_moves(
    service: Service, version: TimetableVersion, spots: Iterable[MeetingSpot], *, by: Subject, now: datetime
) -> list[PlannedMove]:
    """Planned from where the meetings stand; what was planned for them before is dropped."""
    to = {one.request: one for one in spots}
    going = PlannedMove.objects.filter(request_id__in=to, state__in=(MoveState.PLANNED, MoveState.ASKED))
    going.update(state=MoveState.DROPPED, ended_at=now)
    rows = Meeting.objects.filter(service=service, request_id__in=to).order_by("pk")
    made = [
        PlannedMove.objects.create(
            service=service,
            request_id=row.request_id,
            version=version,
            old_starts_at=row.starts_at,
            old_place_id=row.place_id,
            block_id=spot.block,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place_id=spot.place,
            interpreter_id=spot.interpreter,
            by_id=by.user_id,
            planned_at=now,
        )
        for row in rows
        if (spot := to[row.request_id]).starts_at != row.starts_at
    ]
    for one in made:
        audit.record(verb="matching.move_planned", target=one, by_id=by.user_id, now=now)
    return made
