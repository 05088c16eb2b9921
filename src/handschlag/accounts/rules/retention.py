"""How long what is kept about people is kept."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

UNUSED_MONTHS = 24
NOTICE = timedelta(days=30)
CODES = timedelta(days=1)
LINKS = timedelta(days=90)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one where it has no such day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
