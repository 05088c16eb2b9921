"""Dates and times as people and spreadsheets write them, in the time zone of the event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from treffen.files.sheets.cell_grid import Raw, text_of
from treffen.problem import ReadingFaultKind

CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2}))?)?\s*(uhr|h|am|pm)?", re.IGNORECASE)
GERMAN_DAY = re.compile(r"(?:[A-Za-z]{2,10}\.?,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ZONE = "Europe/Berlin"  # of events that name no other
NO_DAY = date(1904, 1, 1)
"""Stands for the day where none is known, so that times can still be compared."""


def time_zone(name: str) -> tzinfo | None:
    """The zone of a name, if this computer's database of time zones has it (some have none)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, ill-formed, or a folder of the database
        return None


class NotATime(ValueError):
    """Text that is no date and no time."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known of a moment; `zone` only where the text itself has an offset."""

    day: date | None = None
    clock: time | None = None
    zone: tzinfo | None = None


def moment(raw: Raw, *, year: int | None = None) -> Moment | None:
    """The moment in a cell, `None` if it is empty; raises `NotATime`.

    >>> moment("20.04.2027 10:00")
    Moment(day=datetime.date(2027, 4, 20), clock=datetime.time(10, 0), zone=None)
    >>> moment("9.30 Uhr").clock, moment(0.5).clock
    (datetime.time(9, 30), datetime.time(12, 0))
    """
    if isinstance(raw, datetime):
        exact = (raw + timedelta(milliseconds=500)).replace(microsecond=0)  # serial numbers are not exact
        return Moment(exact.date(), exact.time())
    if isinstance(raw, date):
        return Moment(raw)
    if isinstance(raw, time):
        return Moment(None, raw.replace(microsecond=0))
    if isinstance(raw, timedelta):
        return Moment(None, _part_of_day(raw / timedelta(days=1)))
    if isinstance(raw, float) and not raw.is_integer():
        return Moment(None, _part_of_day(raw))
    text = text_of(raw)
    return _of_text(text, year) if text else None


def _part_of_day(share: float) -> time:
    if not 0 <= share < 1:
        raise NotATime(str(share))
    minutes = round(share * 24 * 60)
    return time(minutes // 60 % 24, minutes % 60)


def _of_text(text: str, year: int | None) -> Moment:
    try:
        day, rest = split_day(text, year)
        rest = rest.strip(" T,")
        if day is None and not rest:
            raise NotATime(text)
        if day is not None and rest and not CLOCK.fullmatch(rest):
            exact = datetime.fromisoformat(f"{day.isoformat()}T{rest}")
            return Moment(exact.date(), exact.timetz().replace(tzinfo=None), exact.tzinfo)
        return Moment(day, _clock(rest) if rest else None)
    except (ValueError, OverflowError) as error:
        raise NotATime(text) from error


def split_day(text: str, year: int | None) -> tuple[date | None, str]:
    """A day at the head of a text, and the rest; a day without a year is in `year`."""
    iso = ISO_DAY.match(text)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3])), text[iso.end() :]
    german = GERMAN_DAY.match(text)
    if not german or not (german[3] or year):
        return None, text
    number = int(german[3]) if german[3] else int(year or 0)
    number += 2000 if number < 100 else 0
    return date(number, int(german[2]), int(german[1])), text[german.end() :]


def _clock(text: str) -> time:
    found = CLOCK.fullmatch(text.strip())
    if not found:
        raise NotATime(text)
    hour, half = int(found[1]), (found[4] or "").lower()
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(found[2] or 0), int(found[3] or 0))


def localised(day: date, clock: time, zone: tzinfo) -> tuple[datetime, ReadingFaultKind | None]:
    """The moment of a local time, and what is wrong with it where the clocks are changed."""
    first = datetime.combine(day, clock.replace(fold=0), tzinfo=zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first, None
    is_real = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == first.replace(tzinfo=None)
    return first, ReadingFaultKind.TIME_TWICE if is_real else ReadingFaultKind.TIME_SKIPPED
