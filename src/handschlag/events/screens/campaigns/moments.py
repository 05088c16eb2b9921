"""Days and times as a page says them: in Germany's time, whatever the visitor's clock."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handschlag.common.language import is_english
from handschlag.events.rules.campaigns.times import BERLIN, last_day


def clock(moment: datetime) -> str:
    """10:00 as the clock in Germany shows it."""
    return moment.astimezone(BERLIN).strftime("%H:%M")


def long_day(value: date) -> str:
    """Montag, 12. April 2027, or Monday 12 April 2027."""
    return date_format(value, "l j F Y" if is_english() else "l, j. F Y")


def short_day(value: date) -> str:
    """Mo., 12. April, or Mon 12 April."""
    return date_format(value, "D j F" if is_english() else "D, j. F")


def plain_day(value: date) -> str:
    return date_format(value, "j F Y" if is_english() else "j. F Y")


def period(first: date, last: date) -> str:
    """12. bis 18. April 2027; as much of it as differs."""
    if first == last:
        return plain_day(first)
    if (first.year, first.month) == (last.year, last.month):
        begin = date_format(first, "j" if is_english() else "j.")
    elif first.year == last.year:
        begin = date_format(first, "j F" if is_english() else "j. F")
    else:
        begin = plain_day(first)
    return _("%(first)s to %(last)s") % {"first": begin, "last": plain_day(last)}


def hours(starts_at: datetime, ends_at: datetime) -> str:
    """10:00 to 12:00; with the day where it ends on a later one."""
    begin, end = starts_at.astimezone(BERLIN), ends_at.astimezone(BERLIN)
    if last_day(starts_at, ends_at) == begin.date():
        text = clock(ends_at) if end.date() == begin.date() else "24:00"
        return _("%(begin)s to %(end)s") % {"begin": clock(starts_at), "end": text}
    later = f"{short_day(end.date())}, {clock(ends_at)}"
    return _("%(begin)s to %(end)s") % {"begin": clock(starts_at), "end": later}


def whole(starts_at: datetime, ends_at: datetime) -> str:
    """Day and hours in one line."""
    day = long_day(starts_at.astimezone(BERLIN).date())
    return _("%(day)s, %(hours)s (time in Germany)") % {"day": day, "hours": hours(starts_at, ends_at)}
