"""The days of an activity, as a calendar on the wall of a room in Germany would show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=14)


def day_of(moment: datetime) -> date:
    """The date in Germany at this moment, whatever zone it is given in."""
    return moment.astimezone(BERLIN).date()


def last_day(starts_at: datetime, ends_at: datetime) -> date:
    """What ends at midnight does not reach the next day."""
    return max(day_of(starts_at), day_of(ends_at - timedelta(microseconds=1)))


def days_of(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def monday_of(day: date) -> date:
    """The Monday of the same week; a Monday is its own."""
    return day - timedelta(days=day.weekday())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment as the clock in Germany shows it; in the night of the clock change the first of two."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def is_skipped(moment: datetime) -> bool:
    """Whether the clocks jump over this time of day, so that nobody can come then.

    >>> is_skipped(at(date(2027, 3, 28), 2, 30)), is_skipped(at(date(2027, 3, 28), 3, 30))
    (True, False)
    """
    there_and_back = moment.astimezone(UTC).astimezone(BERLIN)
    return there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None)
