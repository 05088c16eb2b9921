"""A block is cut into slots of one length. Counted in true minutes, so that a change of clocks moves none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One meeting's time; numbers begin with one. Moments are in UTC."""

    number: int
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """The slots of a block, and the minutes at its end that are too few for one more."""

    slots: tuple[Slot, ...]
    minutes_left: int


def cut(*, starts_at: datetime, ends_at: datetime, meeting_minutes: int, change_minutes: int) -> _Cut:
    """As many meetings as fit, with a change after each; after the last one nobody has to walk."""
    start, end = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    meeting, step = timedelta(minutes=meeting_minutes), timedelta(minutes=meeting_minutes + change_minutes)
    slots: list[Slot] = []
    begin = start
    while begin + meeting <= end and len(slots) < MOST:
        slots.append(Slot(number=len(slots) + 1, starts_at=begin, ends_at=begin + meeting))
        begin += step
    last = slots[-1].ends_at if slots else start
    return _Cut(slots=tuple(slots), minutes_left=int((end - last).total_seconds()) // 60)
