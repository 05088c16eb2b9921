"""Days and times as a page says them, on the clocks of Berlin."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handschlag.common.language import is_english
from handschlag.directory.screens import texts
from handschlag.events.moments import local


def clock(moment: datetime) -> str:
    """09:30"""
    return local(moment).strftime("%H:%M")


def weekday(day: date) -> str:
    return date_format(day, "l")


def day_month(day: date) -> str:
    """20. April or 20 April."""
    return date_format(day, "j F" if is_english() else "j. F")


def days(first: date, last: date) -> str:
    """20. April 2027; 25. bis 26. April 2023; 30. Juni bis 1. Juli 2015."""
    if first == last:
        return texts.day(first)
    if (first.year, first.month) == (last.year, last.month):
        begin = date_format(first, "j" if is_english() else "j.")
    elif first.year == last.year:
        begin = day_month(first)
    else:
        begin = texts.day(first)
    return _("%(since)s to %(until)s") % {"since": begin, "until": texts.day(last)}


def moment(value: datetime) -> str:
    """13. April 2027, 18:00"""
    return f"{texts.day(local(value).date())}, {clock(value)}"


def span(begin: datetime, end: datetime) -> str:
    """09:30 bis 10:00; the day is said where it ends on another one."""
    until = clock(end)
    if local(begin).date() != local(end).date():
        until = f"{until} ({day_month(local(end).date())})"
    return _("%(begin)s to %(end)s") % {"begin": clock(begin), "end": until}


def iso(moment: datetime) -> str:
    """With the offset of Berlin, as a time element has it."""
    return local(moment).isoformat(timespec="minutes")
