"""A draft or a try-out is deleted with everything in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.event_writes import locked_event
from handschlag.events.hooks.whole_events import event_deletions, event_keepers
from handschlag.events.models import EventStatus
from handschlag.events.rules.refusals import EventRefusal


@transaction.atomic
def delete_event(*, event_id: int, by: Subject, now: datetime) -> None:
    """The event and all that belongs to it are gone; the audit trail keeps that it was there."""
    event = locked_event(event_id, by, Action.PUBLISH_EVENT)
    if event.status != EventStatus.DRAFT:
        raise Refusal(EventRefusal.ONLY_DRAFTS)
    if any(keeps(event_id) for keeps in event_keepers):
        raise Refusal(EventRefusal.HAS_PEOPLE)
    audit.record(verb="event.deleted", target=event, by_id=by.user_id, now=now)
    for take_away in event_deletions:
        take_away(event_id)
    event.delete()
