"""When and where an event takes place."""

from __future__ import annotations

from handschlag.common.times import format_day, format_days
from handschlag.events.models import Event


def when(event: Event) -> str:
    """Its days, in the language of the page."""
    return format_days(event.first_day, event.last_day) if event.has_days else format_day(event.first_day)


def place_of(event: Event) -> str:
    """House, street and town, as far as they are known."""
    return ", ".join(part for part in (event.venue, event.street, event.place) if part)
