"""Moments of an event, moved by whole days to the same times of the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handschlag.events.rules.moments import BERLIN, moved_by_days


class DateShift:
    """Moves moments by whole days, and counts those whose clock time there is not."""

    def __init__(self, days: int, *, zone: ZoneInfo = BERLIN) -> None:
        self.days, self.zone = days, zone
        self.odd = 0

    def moment(self, at: datetime) -> datetime:
        moved = moved_by_days(at, self.days, self.zone)
        self.odd += moved.astimezone(self.zone).time() != at.astimezone(self.zone).time()
        return moved

    def maybe(self, at: datetime | None) -> datetime | None:
        return None if at is None else self.moment(at)

    def span(self, starts: datetime, ends: datetime) -> tuple[datetime, datetime]:
        """Both ends at their clock times; where the night between takes an hour away, a minute is left."""
        first, last = self.moment(starts), self.moment(ends)
        return first, max(last, first + timedelta(minutes=1))
