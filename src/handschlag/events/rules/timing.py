"""Where a day lies to the days of an event."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class EventTiming(StrEnum):
    """The days before the event, its days, and those after."""

    BEFORE = "before"
    DAY = "day"
    AFTER = "after"


def event_timing(today: date, *, first_day: date, last_day: date) -> EventTiming:
    """Which of them it is today."""
    if today < first_day:
        return EventTiming.BEFORE
    return EventTiming.DAY if today <= last_day else EventTiming.AFTER
