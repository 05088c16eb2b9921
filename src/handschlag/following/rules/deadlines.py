"""When a deadline becomes news: some time before, again later, and a last time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from handschlag.following.rules.weeks import BERLIN, last_email

DAYS_BEFORE: Final = (60, 30, 7)


def alerts_between(ends_at: datetime, *, since: datetime, until: datetime) -> Iterator[datetime]:
    """The Mondays whose email tells the end of something, as far as they lie in this time.

    Each is the last one that leaves so many days before, or more: nobody hears of a deadline later than that.

    >>> since, until = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    >>> [f"{at:%d.%m.}" for at in alerts_between(until, since=since, until=until)]
    ['30.11.', '21.12.']
    """
    local = ends_at.astimezone(BERLIN)
    for days in DAYS_BEFORE:
        at = last_email(local - timedelta(days=days)).astimezone(UTC)
        if since < at <= until:
            yield at
