"""Moments of an event: typed in the time of the place, moved by whole days, on which day of the programme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


class MomentFault(StrEnum):
    NO_SUCH_HOUR = "no_such_hour"
    HOUR_COMES_TWICE = "hour_comes_twice"


class OddMoment(ValueError):
    """The clocks change, and this time of the day is none, or two."""

    def __init__(self, fault: MomentFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def moment_at(day: date, clock: time, zone: ZoneInfo = BERLIN) -> datetime:
    """The moment of a clock time, in UTC; `OddMoment` in the two nights when clocks change.

    >>> moment_at(date(2027, 4, 14), time(9, 30)).isoformat()
    '2027-04-14T07:30:00+00:00'
    """
    first = datetime.combine(day, clock, zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    is_gap = first.utcoffset() < second.utcoffset()  # type: ignore[operator]  # a zone has offsets
    raise OddMoment(MomentFault.NO_SUCH_HOUR if is_gap else MomentFault.HOUR_COMES_TWICE)


def span_of(day: date, starts: time, ends: time, zone: ZoneInfo = BERLIN) -> tuple[datetime, datetime]:
    """From when to when; an end that is not after the start is on the next day."""
    last = day if ends > starts else day + timedelta(days=1)
    return moment_at(day, starts, zone), moment_at(last, ends, zone)


def moved_by_days(at: datetime, days: int, zone: ZoneInfo = BERLIN) -> datetime:
    """The same clock time so many days later, whatever the clocks did in between.

    An hour that does not exist becomes the next that does; one that comes twice is the first of the two.
    """
    local = at.astimezone(zone)
    wanted = datetime.combine(local.date() + timedelta(days=days), local.time(), zone)
    return wanted.astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo = BERLIN) -> date:
    """The date at the place at this moment; Berlin where no zone is given."""
    return at.astimezone(zone).date()


def local_clock(at: datetime, zone: ZoneInfo = BERLIN) -> time:
    """The time of day at the place, to the minute; Berlin where no zone is given."""
    return at.astimezone(zone).time().replace(second=0, microsecond=0)


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


class EventTiming(StrEnum):
    """The days before the event, its days, and those after."""

    BEFORE = "before"
    DAY = "day"
    AFTER = "after"


def event_timing(today: date, *, first_day: date, last_day: date) -> EventTiming:
    """Which of them it is today."""
    if today < first_day:
        return EventTiming.BEFORE
    return EventTiming.DAY if today <= last_day else EventTiming.AFTER


class _Opening(Protocol):
    @property
    def day(self) -> date: ...

    @property
    def opens_at(self) -> datetime: ...

    @property
    def closes_at(self) -> datetime: ...


def day_of(moment: datetime, days: Iterable[_Opening], *, zone: ZoneInfo = BERLIN) -> date:
    """The day whose opening hours hold the moment; else the date at the place."""
    local = moment.astimezone(zone).date()
    known = sorted(days, key=lambda one: one.opens_at)
    return next((one.day for one in known if one.opens_at <= moment < one.closes_at), local)
