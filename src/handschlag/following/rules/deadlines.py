"""When a deadline becomes news: some time before, again later, and a last time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

DAYS_BEFORE: Final = (60, 30, 7)


def alerts_between(ends_at: datetime, *, since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments at which the end of something is told, as far as they lie in this time.

    >>> from datetime import UTC
    >>> since, until = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    >>> [f"{at:%d.%m.}" for at in alerts_between(until, since=since, until=until)]
    ['01.12.', '24.12.']
    """
    for days in DAYS_BEFORE:
        at = ends_at - timedelta(days=days)
        if since < at <= until:
            yield at
