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
