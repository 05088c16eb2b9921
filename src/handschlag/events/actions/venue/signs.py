"""Stand signs are asked for; a worker prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, Exhibit
from handschlag.events.queries.organising import organises
from handschlag.events.rules.house import VenueRefusal

JOB = "events.print_signs"


def ask_for_signs(
    *, event_id: int, ids: Sequence[int], paper: str, language: str, by: Subject, now: datetime
) -> Job:
    """A job prints signs of these exhibits, or of all where none is named."""
    require(by, Action.EDIT_EVENT, owns=organises(by, event_id))
    event = Event.objects.get(pk=event_id)
    rows = Exhibit.objects.filter(event=event)
    if not (rows.filter(pk__in=ids) if ids else rows).exists():
        raise Refusal(VenueRefusal.NOTHING_TO_PRINT)
    payload = {
        "event_id": event.pk,
        "slug": event.slug,
        "ids": list(ids),
        "paper": paper,
        "language": language,
    }
    return enqueue(kind=JOB, payload=payload, owner_id=by.user_id, now=now)
