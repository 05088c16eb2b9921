"""Times of meetings in words, as the clocks at the event show them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.times import format_day_and_time, format_time, local_date
from handschlag.matching.models import Service
from handschlag.matching.queries.own_requests import ToldSpot


def checked_at(at: datetime | None, now: datetime) -> str:
    """today at 14:02, or the day"""
    if at is None:
        return ""
    if local_date(at) == local_date(now):
        return _("today at %(time)s") % {"time": format_time(at)}
    return format_day_and_time(at)


def held_words(spot: ToldSpot, service: Service, *, now: datetime) -> str:
    """When and where, and whether that may still move without a question."""
    known = {"spot": spot_words(spot)}
    if spot.is_fixed(fixed_at=service.fixed_at, now=now):
        return _("Fixed: %(spot)s") % known
    if local_date(now) >= service.event.first_day:
        return spot_words(spot)
    return _("Provisional: %(spot)s") % known


def spot_words(spot: ToldSpot) -> str:
    """Day, time and meeting point, in one phrase of the page's language."""
    if spot.is_online:
        return _("%(time)s, online") % {"time": format_day_and_time(spot.starts_at)}
    return _("%(time)s, meeting point %(place)s") % {
        "time": format_day_and_time(spot.starts_at),
        "place": spot.place,
    }
