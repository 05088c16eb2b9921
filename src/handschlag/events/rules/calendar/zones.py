"""Local time: Europe/Berlin as calendars read it, and the hour that comes twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone

BERLIN: Final = ZoneInfo("Europe/Berlin")
# Since 1996 the clocks change on the last Sundays of March and October, at 1:00 UTC.
RULES: Final = b"""BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def berlin() -> Timezone:
    """The VTIMEZONE that a calendar file with local times has to carry; a new one each time."""
    made = Timezone.from_ical(RULES)
    assert isinstance(made, Timezone)
    return made


def local_time(value: datetime) -> datetime:
    """The moment on the clocks of Berlin; in the hour that comes a second time, in UTC.

    A local time that exists twice means the first of the two (RFC 5545, 3.3.5); the second needs another way.
    """
    local = value.astimezone(BERLIN)
    if local.fold and local.utcoffset() != local.replace(fold=0).utcoffset():
        return value.astimezone(UTC)
    return local
