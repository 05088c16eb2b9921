"""Who is there: the newest thing that any desk did counts, by the clock of the device it was done on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handschlag.registration.models import CheckIn


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
