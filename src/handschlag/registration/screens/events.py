"""When and where an event takes place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from handschlag.common.times import format_day
from handschlag.events.models import Event


def when(event: Event) -> str:
    """Its days, in the language of the page."""
    first = format_day(event.first_day)
    if event.last_day == event.first_day:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": format_day(event.last_day)}


def place_of(event: Event) -> str:
    """House, street and town, as far as they are known."""
    return ", ".join(part for part in (event.venue, event.street, event.place) if part)
