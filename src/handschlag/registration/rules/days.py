"""Times of the day on the days of an event, as moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day from first to last, both included; none where the last comes before the first."""
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment; None for a time that the clock leaves out on this day. Of a time twice, the first."""
    local = datetime.combine(day, at, tzinfo=zone)
    back = local.astimezone(UTC).astimezone(zone)
    return local if back.replace(tzinfo=None) == local.replace(tzinfo=None) else None
