"""What apps above add: who and what is not available, and who hears what happens to meetings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from handschlag.common.hooks import Hook
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _


class What(StrEnum):
    PERSON = "person"
    PLACE = "place"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Everything that begins from `from_at` on and before `until_at` (None: ever)."""

    what: What
    id: int
    from_at: datetime
    until_at: datetime | None = None

    def covers(self, starts_at: datetime) -> bool:
        return self.from_at <= starts_at and (self.until_at is None or starts_at < self.until_at)


def stored_absences(absences: Iterable[Absence]) -> list[dict[str, Any]]:
    """As a row keeps them."""
    return [
        {
            "what": one.what.value,
            "id": one.id,
            "from": one.from_at.isoformat(),
            "until": one.until_at.isoformat() if one.until_at else None,
        }
        for one in absences
    ]


def read_absences(rows: Iterable[dict[str, Any]]) -> tuple[Absence, ...]:
    """What `stored` wrote."""
    return tuple(
        Absence(
            what=What(row["what"]),
            id=row["id"],
            from_at=datetime.fromisoformat(row["from"]),
            until_at=datetime.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in rows
    )


# Called with the service's id. Whoever's answer changes gives the service a new structure.
absences: Final = Hook[Callable[[int], Iterable[Absence]]]("matching.absences")


class MeetingEventKind(Labelled):
    """What can happen."""

    CONFIRMED = "meeting.confirmed", _("a meeting is confirmed")
    MOVED = "meeting.moved", _("a meeting moves")
    WITHDRAWN = "meeting.withdrawn", _("a meeting is withdrawn")
    PUBLISHED = "timetable.published", _("a timetable is published")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEvent:
    """Something that was written in the transaction that is open: by request, or by version."""

    kind: MeetingEventKind
    service_id: int
    requests: tuple[int, ...] = ()
    version: int | None = None


# A plugin writes within the same transaction, or not at all.
meeting_events: Final = Hook[Callable[[MeetingEvent], None]]("matching.meeting_events")


def notify_listeners(
    kind: MeetingEventKind, *, service_id: int, requests: Iterable[int] = (), version: int | None = None
) -> None:
    """All of them, in the transaction that is open; nobody where nothing happened."""
    event = MeetingEvent(kind=kind, service_id=service_id, requests=tuple(requests), version=version)
    if event.requests or version is not None:
        for plugin in meeting_events:
            plugin(event)


# Called with the ids of requests; gives those that somebody says were not held, or that are in dispute.
missed_meetings: Final = Hook[Callable[[Collection[int]], Collection[int]]]("matching.missed_meetings")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPeople:
    """They are told in the transaction that is open."""

    service_id: int
    registrations: tuple[int, ...]
    at: datetime


# A plugin writes within the same transaction, or not at all.
told_people: Final = Hook[Callable[[ToldPeople], None]]("matching.told_people")


def hand_on(*, service_id: int, registrations: Iterable[int], at: datetime) -> None:
    """Every plugin hears of these people; nobody where nobody is told."""
    people = ToldPeople(service_id=service_id, registrations=tuple(registrations), at=at)
    if people.registrations:
        for plugin in told_people:
            plugin(people)
