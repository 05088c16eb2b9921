"""`{% load times %}`: days and moments in templates, as `handschlag.common.times` writes them."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from handschlag.common import times

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """14 April 2027"""
    return times.format_date(value) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """14 Apr 2027"""
    return times.format_short_date(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """14 April 2027, 10:00"""
    return times.format_moment(value) if value else ""


@register.filter
def short_moment(value: datetime | None) -> str:
    """14 Apr 2027, 10:00"""
    return times.format_short_moment(value) if value else ""


@register.filter
def machine_time(value: date | datetime | None) -> str:
    """What the attribute of a time element holds."""
    if isinstance(value, datetime):
        return times.machine_time(value)
    return value.isoformat() if value else ""


@register.filter
def machine_day(value: datetime) -> str:
    """The day of a moment, as the field of a form has it."""
    return times.local_date(value).isoformat()


@register.filter
def full_day(value: date | datetime | None) -> str:
    """Wednesday 14 April 2027"""
    return times.format_day(value) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Wednesday 14 April, inside one event"""
    return times.format_weekday(value) if value else ""


@register.filter
def day_of_week(value: date | datetime | None) -> str:
    """Wed 14 April"""
    return times.format_short_day(value) if value else ""


@register.filter
def day_and_time(value: datetime | None) -> str:
    """Wed 14 April, 10:00"""
    return times.format_day_and_time(value) if value else ""


@register.filter
def day_and_month(value: date | datetime) -> str:
    """14 April"""
    return times.format_day_and_month(value)


@register.filter
def clock(value: datetime | None) -> str:
    """10:00"""
    return times.format_time(value) if value else ""


@register.filter
def clock_near(value: datetime, now: datetime) -> str:
    """10:00 where it is on the day of `now`, else with its day"""
    return times.format_from(value, now=now)


@register.filter
def day_and_clock(value: datetime | None) -> str:
    """Wed 14 April, 10:00"""
    return times.format_day_and_time(value) if value else ""


@register.filter
def slot_time(value: datetime, with_day: bool) -> str:
    """10:00, or with its day where the event has more than one"""
    return times.format_slot(value, with_day=with_day)


@register.filter
def time_range(begin: datetime | None, end: datetime | None) -> str:
    """14:20–14:40, in grids and tables"""
    return times.format_range(begin, end) if begin and end else ""


@register.filter
def time_span(begin: datetime, end: datetime) -> str:
    """14:20 to 14:40, in sentences"""
    return times.format_span(begin, end)


@register.filter
def days_until(first: date, last: date) -> str:
    """12 to 18 April 2027"""
    return times.format_days(first, last)
