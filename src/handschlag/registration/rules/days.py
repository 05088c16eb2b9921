"""Times of the day on the days of an event, as moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")


def local(at: datetime) -> datetime:
    """The moment as the clocks at the event show it."""
    return at.astimezone(BERLIN)


def day_of(at: datetime) -> date:
    """The day on which the moment lies there."""
    return day_of(at)


def days_between(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def moment(day: date, at: time) -> datetime | None:
    """The moment; None for a time that the clock leaves out on this day. Of a time twice, the first."""
    local = datetime.combine(day, at, tzinfo=BERLIN)
    back = local.astimezone(UTC).astimezone(BERLIN)
    return local if back.replace(tzinfo=None) == local.replace(tzinfo=None) else None
