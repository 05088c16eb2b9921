"""What happens to meetings and timetables: higher floors hang a listener here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class MeetingEventKind(StrEnum):
    CONFIRMED = "meeting.confirmed"
    MOVED = "meeting.moved"
    WITHDRAWN = "meeting.withdrawn"
    PUBLISHED = "timetable.published"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEvent:
    """Something that was written in the transaction that is open: by request, or by version."""

    kind: MeetingEventKind
    service_id: int
    requests: tuple[int, ...] = ()
    version: int | None = None


Listener = Callable[[MeetingEvent], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Once, while the platform starts. A listener writes within the same transaction, or not at all."""
    _listeners.append(listener)


def notify_listeners(
    kind: MeetingEventKind, *, service_id: int, requests: Iterable[int] = (), version: int | None = None
) -> None:
    """Every listener hears it; nobody where nothing happened."""
    happened = MeetingEvent(kind=kind, service_id=service_id, requests=tuple(requests), version=version)
    if happened.requests or version is not None:
        for listener in _listeners:
            listener(happened)
