"""What somebody has of an event to which they come."""

from __future__ import annotations

from handschlag.events.hooks.attendance import Attendance, attendance


def attendance_of(event_id: int, user_id: int | None) -> Attendance | None:
    """The first answer that there is; nothing for visitors."""
    if user_id is None:
        return None
    return next(filter(None, (plugin(event_id, user_id) for plugin in attendance)), None)
