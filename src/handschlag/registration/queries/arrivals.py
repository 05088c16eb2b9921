"""Who is there: the newest thing that any desk did counts, by the clock of the device it was done on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from handschlag.common.times import at_place, local_date
from handschlag.events.models import Event
from handschlag.registration.models import CheckIn, Registration


def here_since(event_id: int) -> Mapping[int, datetime]:
    """Those who are there, and since when; one query."""
    rows = CheckIn.objects.filter(registration__event_id=event_id).order_by("at", "pk")
    found: dict[int, datetime] = {}
    for registration_id, is_undone, at in rows.values_list("registration_id", "is_undone", "at"):
        if is_undone:
            found.pop(registration_id, None)
        else:
            found.setdefault(registration_id, at)
    return found


def arrival_of(registration: Registration) -> datetime | None:
    """Since when this person was there; None for whoever was not checked in."""
    since = None
    rows = registration.check_ins.order_by("at", "pk")
    for is_undone, at in rows.values_list("is_undone", "at"):
        since = None if is_undone else since or at
    return since


def here_on_days(event: Event) -> Mapping[int, Mapping[date, datetime]]:
    """Since when each was there on each day, by the clocks of the event; one query.

    What is undone is the newest arrival, whenever that is noticed.
    """
    rows = CheckIn.objects.filter(registration__event=event).order_by("at", "pk")
    found: dict[int, dict[date, datetime]] = defaultdict(dict)
    with at_place(event.time_zone):
        for registration_id, is_undone, at in rows.values_list("registration_id", "is_undone", "at"):
            days = found[registration_id]
            if not is_undone:
                days.setdefault(local_date(at), at)
            elif days:
                days.popitem()
    return found
