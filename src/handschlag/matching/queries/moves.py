"""Moves that are planned, asked, or agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from handschlag.common.threads.memo import Memo
from handschlag.matching.models import (
    Meeting,
    MoveAnswer,
    MoveState,
    Participant,
    PlannedMove,
    Service,
    TimetableVersion,
)
from handschlag.matching.rules.moves import Agreed, with_moves
from handschlag.matching.rules.versions import PublishedMeeting, published_meetings_in

MOST: Final = 20_000  # meetings that are remembered: a version is never changed
_READ: Final[Memo[tuple[str, int, datetime], tuple[PublishedMeeting, ...]]] = Memo(
    MOST, weigh=lambda read: 1 + len(read)
)


def valid(version: TimetableVersion | None) -> tuple[PublishedMeeting, ...]:
    """The version as it counts now: with the moves to which people have agreed since."""
    if version is None:
        return ()
    return with_moves(as_published(version), agreed_since(version))


def as_published(version: TimetableVersion) -> tuple[PublishedMeeting, ...]:
    """The meetings of the version, whose `content` need not be read along."""
    key = str(connection.settings_dict["NAME"]), version.pk, version.published_at
    return _READ.get(key, lambda: published_meetings_in(version.content))


def agreed_since(version: TimetableVersion | None) -> dict[int, Agreed]:
    """By request; of several moves of one meeting the last one."""
    if version is None:
        return {}
    rows = PlannedMove.objects.filter(version_id=version.pk, state=MoveState.TAKEN)
    return {
        row.request_id: Agreed(
            block=row.block_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place_id,
            place_code=row.place.code,
            at=row.ended_at or row.planned_at,
        )
        for row in rows.select_related("place").order_by("ended_at", "pk")
    }


def going(service: Service, *states: MoveState) -> list[PlannedMove]:
    """In these states, with answers; of meetings that stand where they stood when the move was planned."""
    rows = PlannedMove.objects.filter(service=service, state__in=states)
    found = rows.select_related("old_place", "place", "request").prefetch_related("answers")
    held = times_of(one.request_id for one in found)
    return [one for one in found if held.get(one.request_id) == one.old_starts_at]


def over(service: Service, version: TimetableVersion | None) -> list[PlannedMove]:
    """Moves of the valid version about which people were asked and that are decided."""
    ended = (MoveState.TAKEN, MoveState.REFUSED, MoveState.EXPIRED, MoveState.IMPOSSIBLE)
    rows = PlannedMove.objects.filter(service=service, version=version, state__in=ended)
    return list(rows.select_related("old_place", "place", "request").prefetch_related("answers"))


def times_of(requests: Iterable[int]) -> dict[int, datetime]:
    """By request: when its meeting begins; requests without a meeting are missing."""
    rows = Meeting.objects.filter(request_id__in=list(requests))
    return dict(rows.values_list("request_id", "starts_at"))


def asked_of(participant: Participant) -> QuerySet[MoveAnswer]:
    """Everything the person was asked, the newest first."""
    rows = MoveAnswer.objects.filter(participant=participant).exclude(move__state=MoveState.DROPPED)
    return rows.select_related("move__old_place", "move__place", "move__request").order_by("-move_id")


def waiting_for(participant: Participant, *, now: datetime) -> int:
    """How many answers about moves the person still owes."""
    rows = asked_of(participant).filter(agrees=None, move__state=MoveState.ASKED, move__until__gt=now)
    held = times_of(one.move.request_id for one in rows)
    return sum(held.get(one.move.request_id) == one.move.old_starts_at for one in rows)


def answers_to(move: PlannedMove) -> Sequence[MoveAnswer]:
    """What everybody of the meeting has said to a move that was read with its answers."""
    return tuple(move.answers.all())
