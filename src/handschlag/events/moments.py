"""Days and times as people read them, in the time of the place: on pages and in letters."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def local(at: datetime) -> datetime:
    return at.astimezone(get_current_timezone())


def clock(at: datetime) -> str:
    here = local(at)
    return f"{here.hour:02}:{here.minute:02}"  # a programme has hundreds, and strftime is slow


def span(starts_at: datetime, ends_at: datetime) -> str:
    """10:40–11:20; what ends on another day says so."""
    first, last = local(starts_at), local(ends_at)
    times = f"{first.hour:02}:{first.minute:02}–{last.hour:02}:{last.minute:02}"
    return times if first.date() == last.date() else f"{times} ({weekday(last.date())})"


def weekday(day: date) -> str:
    """Wed 14 April."""
    return date_format(day, _("D j F"))


def full_day(day: date) -> str:
    return date_format(day, _("D j F Y"))


def days(first: date, last: date) -> str:
    """14 April 2027, or 14–15 April 2027, or two whole dates."""
    whole = date_format(last, _("j F Y"))
    if first == last:
        return whole
    if (first.year, first.month) == (last.year, last.month):
        return f"{date_format(first, _('j'))}–{whole}"
    return f"{date_format(first, _('j F Y'))} – {whole}"


def moment(at: datetime) -> str:
    return date_format(local(at), _("j M Y, H:i"))


def distance(first: date, last: date, *, today: date) -> str:
    """How far away the event is."""
    if today < first:
        number = (first - today).days
        return ngettext("in %(number)s day", "in %(number)s days", number) % {"number": number}
    if today <= last:
        return _("today")
    number = (today - last).days
    return ngettext("%(number)s day ago", "%(number)s days ago", number) % {"number": number}
