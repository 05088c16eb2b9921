"""When the weekly email is due, and how long what was told is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")
HOUR: Final = time(6)  # on Monday, by the clocks of the place
LATEST: Final = timedelta(days=2)  # after a fault; what comes later still waits for the next Monday
LONGEST_BACK: Final = timedelta(days=35)  # nobody is told at length what was new before
KEPT_FOR: Final = timedelta(days=182)
FEED_REACHES: Final = timedelta(days=60)
MOST_IN_FEED: Final = 100
MOST_LINES: Final = 20
MOST_FOLLOWED: Final = 200
MOST_SEARCHES: Final = 20  # of those: each is a search anew, for every email and for the feed
FEED_KEPT: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The email of a Monday tells what was new until `until`."""

    monday: date
    until: datetime


def due_week(local: datetime) -> Week | None:
    """The week whose email is to be sent now; None on every other day.

    >>> from datetime import UTC
    >>> due_week(datetime(2026, 11, 30, 6, 5, tzinfo=UTC)).monday
    datetime.date(2026, 11, 30)
    >>> due_week(datetime(2026, 11, 30, 5, 55, tzinfo=UTC)) is None
    True
    """
    week = _week_of(local)
    return week if week.until <= local < week.until + LATEST else None


def next_email(local: datetime) -> datetime:
    """When the next one is written."""
    week = _week_of(local)
    return week.until if local < week.until else _week_of(local + timedelta(days=7)).until


def last_email(local: datetime) -> datetime:
    """When the one before is written, or the one of this very moment.

    >>> from datetime import UTC
    >>> last_email(datetime(2026, 11, 30, 5, 59, tzinfo=UTC)).date()
    datetime.date(2026, 11, 23)
    """
    week = _week_of(local)
    return week.until if week.until <= local else _week_of(local - timedelta(days=7)).until


def _week_of(local: datetime) -> Week:
    monday = local.date() - timedelta(days=local.weekday())
    return Week(monday=monday, until=datetime.combine(monday, HOUR, local.tzinfo))
