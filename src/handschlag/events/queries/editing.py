"""What the organisers' programme pages need beside the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from handschlag.common.models import AuditEntry
from handschlag.events.models import ProgrammeVersion, Room, Session
from handschlag.events.queries.contributions import absences_by_speaker
from handschlag.events.queries.programme import drafted
from handschlag.events.rules.contributions import Span
from handschlag.events.rules.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class _WaitingSession:
    """A session that has no time yet."""

    id: int
    title_de: str
    title_en: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft with what only the organisers see."""

    programme: Programme
    versions: dict[int, int]
    waiting: tuple[_WaitingSession, ...]
    closures: dict[int, datetime]
    absences: Mapping[int, tuple[Span, ...]]


def draft_of(event_id: int) -> Draft:
    """Ten queries, however large the programme is."""
    rows = Session.objects.filter(event_id=event_id).values_list(
        "pk", "title_de", "title_en", "version", "starts_at"
    )
    found = list(rows.order_by("title_de", "pk"))
    return Draft(
        programme=drafted(event_id),
        versions={pk: version for pk, _de, _en, version, _at in found},
        waiting=tuple(
            _WaitingSession(id=pk, title_de=de, title_en=en, version=version)
            for pk, de, en, version, at in found
            if at is None
        ),
        closures=closures_of(event_id),
        absences=absences_by_speaker(event_id),
    )


def closures_of(event_id: int) -> dict[int, datetime]:
    """From when on which rooms are lost: by themselves, or with their part of the house."""
    rows = Room.objects.filter(event_id=event_id).values_list("pk", "closes_at", "zone__closes_at")
    ends = {pk: [at for at in moments if at is not None] for pk, *moments in rows}
    return {pk: min(moments) for pk, moments in ends.items() if moments}


def changed_lately(event_id: int) -> int:
    """How many sessions with a time were changed since the last version; all of them where there is none."""
    last = ProgrammeVersion.objects.filter(event_id=event_id).aggregate(at=Max("published_at"))["at"]
    rows = Session.objects.filter(event_id=event_id, starts_at__isnull=False)
    return (rows.filter(changed_at__gt=last) if last else rows).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMove:
    """Where a session was before somebody moved it just now, and nobody has touched it since."""

    session: Session
    room_id: int | None
    starts_at: datetime


def last_move(event_id: int, user_id: int | None, *, since: datetime) -> LastMove | None:
    """The last move of this person, if it can be taken back by another."""
    entry = (
        AuditEntry.objects.filter(by_id=user_id, verb="session.moved", at__gte=since).order_by("-pk").first()
    )
    if entry is None:
        return None
    row = Session.objects.filter(event_id=event_id, pk=entry.object_id).first()
    starts = entry.changes.get("starts_at")
    rooms = entry.changes.get("room_id")
    if row is None or row.starts_at is None or row.changed_at != entry.at:
        return None
    before = datetime.fromisoformat(starts[0]) if starts and starts[0] else None
    if starts and before is None:
        return None  # it had no time: there is no place to go back to
    return LastMove(
        session=row, room_id=rooms[0] if rooms else row.room_id, starts_at=before or row.starts_at
    )
