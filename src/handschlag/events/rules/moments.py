"""Times as people type them, in the time of the place: some hours do not exist, and some come twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
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
