"""Whether one can register for an event now, by its own words."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum


class Window(StrEnum):
    NONE = "none"  # not through this platform
    NOT_YET = "not_yet"
    OPEN = "open"
    BY_LINK = "by_link"  # open for whoever was invited
    CLOSED = "closed"
    OVER = "over"


def window(
    opens_at: datetime | None,
    closes_at: datetime | None,
    *,
    is_open: bool,
    last_day: date,
    today: date,
    now: datetime,
) -> Window:
    if last_day < today:
        return Window.OVER
    if opens_at is None and closes_at is None:
        return Window.NONE
    if closes_at is not None and closes_at <= now:
        return Window.CLOSED
    if opens_at is not None and opens_at > now:
        return Window.NOT_YET
    return Window.OPEN if is_open else Window.BY_LINK
