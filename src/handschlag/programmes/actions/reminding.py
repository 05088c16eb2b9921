"""Editors are reminded of facts that have grown old."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from handschlag.programmes.emails import reminders
from handschlag.programmes.queries import desk

MOST_NAMED = 10


@transaction.atomic
def remind(*, now: datetime, today: date) -> int:
    """Every editor has a letter that names what is old; how many letters there were."""
    old = desk.facts(desk.Wanted(state=desk.State.OLD), today=today)
    count = old.count()
    if not count:
        return 0
    named, readers = list(old[:MOST_NAMED]), list(desk.readers())
    for reader in readers:
        reminders.tell(reader, named, count=count, now=now)
    return len(readers)
