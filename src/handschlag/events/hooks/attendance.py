"""Who comes to an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Somebody who comes, or asked to; `url` is their own page, `feed_url` their calendar, whole."""

    url: str
    feed_url: str


# Called with the ids of event and user.
attendance: Final = Hook[Callable[[int, int], Attendance | None]]("events.attendance")
