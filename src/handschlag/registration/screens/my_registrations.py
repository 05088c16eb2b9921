"""All registrations of a person who has signed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from handschlag.common.times import local_date
from handschlag.registration.models import Registration


def mine_screen(registrations: Iterable[Registration], *, now: datetime) -> dict[str, Sequence[Registration]]:
    """Given with the latest event first: those to come are turned round, the soonest first."""
    today = local_date(now)
    rows = list(registrations)
    coming = [row for row in rows if row.event.last_day >= today]
    return {"coming": coming[::-1], "past": [row for row in rows if row.event.last_day < today]}
