"""Apps above hear what happens to meetings and timetables."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.matching.hooks.meeting_events import MeetingEvent, MeetingEventKind, meeting_events


def notify_listeners(
    kind: MeetingEventKind, *, service_id: int, requests: Iterable[int] = (), version: int | None = None
) -> None:
    """All of them, in the transaction that is open; nobody where nothing happened."""
    event = MeetingEvent(kind=kind, service_id=service_id, requests=tuple(requests), version=version)
    if event.requests or version is not None:
        for plugin in meeting_events:
            plugin(event)
