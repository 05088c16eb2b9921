"""Days and times as people read them, in each language, on the clocks of the place.

The place is Django's current time zone: Europe/Berlin, until `at_place` or `move_to` says that an event has
another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, get_timezone_location
from django.utils import timezone
from django.utils.translation import get_language, npgettext, pgettext
from django.utils.translation import gettext as _

USUAL_ZONE: Final = "Europe/Berlin"
# Months and weekdays are babel's, their order is the house's: one pattern for each way of saying a day.
DATE: Final = ("d. MMMM y", "d MMMM y")
SHORT_DATE: Final = ("dd.MM.y", "d MMM y")
DAY: Final = ("EEEE, d. MMMM y", "EEEE d MMMM y")
WEEKDAY: Final = ("EEEE, d. MMMM", "EEEE d MMMM")
SHORT_DAY: Final = ("ccc, d. MMMM", "ccc d MMMM")
SHORT_DAY_AND_YEAR: Final = ("ccc, d. MMMM y", "ccc d MMMM y")
DAY_AND_MONTH: Final = ("d. MMMM", "d MMMM")
DAY_OF_MONTH: Final = ("d.", "d")
MONTH: Final = ("MMMM y", "MMMM y")
MONTH_NAME: Final = ("MMMM", "MMMM")
WEEKDAY_NAME: Final = ("EEEE", "EEEE")


def at_place(zone: str) -> AbstractContextManager[None]:
    """The block says times on the clocks of this zone."""
    return timezone.override(ZoneInfo(zone))


def move_to(zone: str) -> None:
    """The rest of this request says times on the clocks of this zone."""
    timezone.activate(ZoneInfo(zone))


def zone() -> ZoneInfo:
    """The time zone of the place."""
    return ZoneInfo(timezone.get_current_timezone_name())


def local(at: datetime) -> datetime:
    """The moment as the clocks of the place show it."""
    return at.astimezone(timezone.get_current_timezone())


def local_date(at: datetime) -> date:
    """The day on which the moment lies there."""
    return local(at).date()


def clock_of(at: datetime) -> time:
    """The time of the day there, in whole minutes."""
    return local(at).time().replace(second=0, microsecond=0)


def format_date(day: date | datetime) -> str:
    """14 April 2027"""
    return _said(_day(day), DATE)


def format_short_date(day: date | datetime) -> str:
    """14 Apr 2027, for columns."""
    return _said(_day(day), SHORT_DATE)


def format_day(day: date | datetime) -> str:
    """Wednesday 14 April 2027"""
    return _said(_day(day), DAY)


def format_weekday(day: date | datetime) -> str:
    """Wednesday 14 April: inside one event the year may fall away."""
    return _said(_day(day), WEEKDAY)


def format_short_day(day: date | datetime) -> str:
    """Wed 14 April"""
    return _said(_day(day), SHORT_DAY)


def format_day_and_month(day: date | datetime) -> str:
    """14 April"""
    return _said(_day(day), DAY_AND_MONTH)


def format_month(day: date | datetime) -> str:
    """April 2027"""
    return _said(_day(day), MONTH)


def month_name(day: date | datetime) -> str:
    """April"""
    return _said(_day(day), MONTH_NAME)


def weekday_name(day: date | datetime) -> str:
    """Wednesday"""
    return _said(_day(day), WEEKDAY_NAME)


def format_known_date(text: str) -> str:
    """Of a day that is known to the year, the month or the day: 2019, April 2019 or 9 April 2019."""
    if len(text) == len("2019"):
        return text
    if len(text) == len("2019-04"):
        return format_month(date.fromisoformat(f"{text}-01"))
    return format_date(date.fromisoformat(text))


def format_days(first: date, last: date) -> str:
    """14 April 2027; 12 to 18 April 2027; as much of the first day as differs."""
    if first == last:
        return format_date(first)
    if (first.year, first.month) == (last.year, last.month):
        begin = _said(first, DAY_OF_MONTH)
    else:
        begin = _said(first, DAY_AND_MONTH if first.year == last.year else DATE)
    return _("%(since)s to %(until)s") % {"since": begin, "until": format_date(last)}


def format_time(at: datetime | time) -> str:
    """14:20"""
    here = local(at) if isinstance(at, datetime) else at
    return f"{here.hour:02}:{here.minute:02}"  # a grid has thousands, and both languages write it so


def format_range(begin: datetime, end: datetime) -> str:
    """14:20–14:40, in grids and tables; an end on another day says so."""
    return f"{format_time(begin)}–{_end(begin, end)}"


def format_span(begin: datetime, end: datetime) -> str:
    """14:20 to 14:40, in sentences; an end on another day says so."""
    return _("%(since)s to %(until)s") % {"since": format_time(begin), "until": _end(begin, end)}


def format_moment(at: datetime) -> str:
    """14 April 2027, 10:00"""
    return _with_time(format_date(at), at)


def format_short_moment(at: datetime) -> str:
    """14 Apr 2027, 10:00, for columns."""
    return f"{format_short_date(at)}, {format_time(at)}"


def format_day_and_time(at: datetime) -> str:
    """Wed 14 April, 10:00: a moment inside one event."""
    return f"{format_short_day(at)}, {format_time(at)}"


def format_moment_near(at: datetime, *, now: datetime) -> str:
    """Wed 14 April, 10:00: a moment outside an event, with its year where that is not the present one."""
    pattern = SHORT_DAY if local_date(at).year == local_date(now).year else SHORT_DAY_AND_YEAR
    return f"{_said(local_date(at), pattern)}, {format_time(at)}"


def format_slot(at: datetime, *, with_day: bool) -> str:
    """14:20, or with its day where the event has more than one."""
    return format_day_and_time(at) if with_day else format_time(at)


def format_slots(moments: Iterable[datetime]) -> str:
    """Wed 14 April, 14:20, 14:40; Thu 15 April, 09:00"""
    days: dict[date, list[str]] = {}
    for at in sorted(moments):
        days.setdefault(local_date(at), []).append(format_time(at))
    return "; ".join(f"{format_short_day(day)}, {', '.join(found)}" for day, found in days.items())


def format_from(at: datetime, *, now: datetime) -> str:
    """14:20 today, and with its day on another."""
    return format_slot(at, with_day=local_date(at) != local_date(now))


def format_deadline(at: datetime) -> str:
    """Friday 12 March 2027, 17:00"""
    return _with_time(format_day(at), at)


def format_zone(name: str) -> str:
    """Whose clocks the times are of; empty where they are the usual ones."""
    if name == USUAL_ZONE:
        return ""
    place = get_timezone_location(name, locale=_locale_of(_language()), return_city=True)
    return _("All times are local time in %(place)s.") % {"place": place}


def format_distance(first: date, last: date, *, today: date) -> str:
    """How far away the days from the first to the last are."""
    if today < first:
        number = (first - today).days
        return npgettext("distance", "in %(number)s day", "in %(number)s days", number) % {"number": number}
    if today <= last:
        return _("today")
    number = (today - last).days
    return npgettext("distance", "%(number)s day ago", "%(number)s days ago", number) % {"number": number}


def sortable_moment(at: datetime) -> str:
    """2027-04-14 10:00, for files that are sorted and read by programs."""
    return f"{local(at):%Y-%m-%d %H:%M}"


def moment_in_file_name(at: datetime) -> str:
    """20270414T100000, for names of files that are sorted."""
    return f"{local(at):%Y%m%dT%H%M%S}"


def machine_time(at: datetime) -> str:
    """2027-04-14T10:00+02:00, as a time element has it."""
    return local(at).isoformat(timespec="minutes")


def _day(at: date | datetime) -> date:
    return local_date(at) if isinstance(at, datetime) else at


def _said(day: date, pattern: tuple[str, str]) -> str:
    return _formatted(day, pattern, _language())


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: tuple[str, str], language: str) -> str:
    order = pattern[not language.startswith("de")]
    return format_datetime(datetime.combine(day, time()), order, locale=_locale_of(language))


def _language() -> str:
    return get_language() or "de"


@lru_cache(maxsize=64)
def _locale_of(language: str) -> Locale:
    """Babel's names of months and places; English ones in a language that it does not know."""
    if language == "en":
        return Locale("en", "GB")
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def _with_time(day: str, at: datetime) -> str:
    return pgettext("moment", "%(day)s, %(time)s") % {"day": day, "time": format_time(at)}


def _end(begin: datetime, end: datetime) -> str:
    if local_date(begin) == local_date(end):
        return format_time(end)
    if local_date(begin) == local_date(end - timedelta(microseconds=1)):
        return "24:00"
    return f"{format_time(end)} ({format_short_day(end)})"
