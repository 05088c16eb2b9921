"""As many tables as the capacity simulator was asked about."""

from __future__ import annotations

from datetime import datetime
from itertools import count, islice

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.events.actions.venue.meeting_grid import add_places
from handschlag.events.models import Place, PlaceKind
from handschlag.matching.actions.access import require_team


@transaction.atomic
def furnish(*, event_id: int, number: int, by: Subject, now: datetime) -> int:
    """Tables are added until there are so many places; none is taken away. How many were added."""
    require_team(by, event_id)
    taken = set(Place.objects.filter(event_id=event_id).values_list("code", flat=True))
    missing = number - len(taken)
    if missing <= 0:
        return 0
    codes = list(islice((f"T{at}" for at in count(1) if f"T{at}" not in taken), missing))
    return len(add_places(event_id=event_id, codes=codes, values={"kind": PlaceKind.TABLE}, by=by, now=now))
