"""Moments as people here read them."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone


def moment(at: datetime) -> str:
    """Day and time, in the time of the place."""
    return date_format(at.astimezone(get_current_timezone()), "SHORT_DATETIME_FORMAT")


def day_of(at: datetime) -> str:
    return date_format(at.astimezone(get_current_timezone()), "SHORT_DATE_FORMAT")
