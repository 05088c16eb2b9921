"""Days and moments in words, in the order in which each language says them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import pgettext

from handschlag.registration.rules.days import local


def full_day(day: date) -> str:
    """Wednesday, 14 April 2027"""
    return date_format(day, pgettext("format", "l, j F Y"))


def weekday(day: date) -> str:
    """Wednesday, 14 April"""
    return date_format(day, pgettext("format", "l, j F"))


def short_day(day: date) -> str:
    """Wed, 14 April"""
    return date_format(day, pgettext("format", "D, j F"))


def moment(at: datetime) -> str:
    """Wed, 14 April, 10:00, as the clocks at the event show it."""
    return date_format(local(at), pgettext("format", "D, j F, H:i"))


def end_of(at: datetime) -> str:
    """14 April 2027, 10:00"""
    return date_format(local(at), pgettext("format", "j F Y, H:i"))
