"""Editors are reminded of facts that have grown old."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from handschlag.programmes.emails import reminders
from handschlag.programmes.queries import fact_list

MOST_NAMED = 10


@transaction.atomic
def remind(*, now: datetime, today: date) -> int:
    """Every editor has a letter that names what is old; how many letters there were."""
    old = fact_list.facts(fact_list.FactQuery(state=fact_list.FactFilter.OLD), today=today)
    count = old.count()
    if not count:
        return 0
    named, readers = list(old[:MOST_NAMED]), list(fact_list.readers())
    for reader in readers:
        reminders.mail_old_facts(reader, named, count=count, now=now)
    return len(readers)
