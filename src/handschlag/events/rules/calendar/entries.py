"""What a calendar holds, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum


class CalendarStatus(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What somebody does with the file: reads it, is invited by it, or is told that it is off."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    email: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. A new time keeps `uid` and raises `sequence`: then it arrives as moved, not as a second one.

    Two aware moments, or two days of which the second is still part of it. `changed_at` is aware.
    `spot` is latitude and longitude in degrees. `alarm_minutes` rings that long before.
    """

    uid: str
    title: str
    starts_at: datetime | date
    ends_at: datetime | date
    changed_at: datetime
    sequence: int = 0
    state: CalendarStatus = CalendarStatus.CONFIRMED
    description: str = ""
    location: str = ""
    spot: tuple[float, float] | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    organiser: Mailbox | None = None
    attendee: Mailbox | None = None
    is_busy: bool = True
    alarm_minutes: int | None = None

    def __post_init__(self) -> None:
        for name in ("starts_at", "ends_at", "changed_at"):
            value = getattr(self, name)
            if isinstance(value, datetime):
                object.__setattr__(self, name, _in_utc(value))
        if isinstance(self.starts_at, datetime) is not isinstance(self.ends_at, datetime):
            raise ValueError("an entry lasts from moment to moment or from day to day")
        if self.ends_at < self.starts_at:
            raise ValueError("an entry cannot end before it begins")

    @property
    def is_whole_days(self) -> bool:
        return not isinstance(self.starts_at, datetime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Entries under one name. Programs that subscribed look again after `refresh_minutes`."""

    name: str
    entries: tuple[Entry, ...]
    description: str = ""
    url: str = ""
    source: str = ""
    method: Method = Method.PUBLISH
    refresh_minutes: int = 60


def _in_utc(value: datetime) -> datetime:
    """The moment itself: two local times of the hour that comes twice would count as equal."""
    if value.utcoffset() is None:
        raise ValueError("a calendar needs aware moments")
    return value.astimezone(UTC)
