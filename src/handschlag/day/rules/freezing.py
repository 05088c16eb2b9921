"""What stays as it is, however the day changes."""

from __future__ import annotations

from datetime import datetime, timedelta


def frozen_until(now: datetime, minutes: int) -> datetime:
    """Whatever begins before then stays.

    >>> from datetime import UTC
    >>> frozen_until(datetime(2027, 4, 20, 10, 57, tzinfo=UTC), 30).strftime("%H:%M")
    '11:27'
    """
    return now + timedelta(minutes=minutes)


def not_begun(now: datetime) -> datetime:
    """The first moment at which something that begins has not begun yet."""
    return now + timedelta(microseconds=1)
