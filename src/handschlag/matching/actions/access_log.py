"""Organisers look at what is somebody's own: that they did is written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.matching.actions.access import require_team
from handschlag.matching.models import Service


@transaction.atomic
def look_at_needs(*, service: Service, field: str, by: Subject, now: datetime) -> None:
    """Names beside few needs."""
    require_team(by, service.event_id)
    changes = {"field": [None, field]}
    audit.record(verb="matching.looked_at_needs", target=service, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def note_export(*, service: Service, by: Subject, now: datetime) -> None:
    """The log keeps who took the demand of an event away; `Denied` unless it is the event's own team."""
    require_team(by, service.event_id)
    audit.record(verb="matching.demand_exported", target=service, by_id=by.user_id, now=now)


@transaction.atomic
def note_calls(*, service: Service, number: int, by: Subject, now: datetime) -> None:
    """The log keeps who took along whom to call, and how many rows."""
    require_team(by, service.event_id)
    changes = {"rows": [None, number]}
    audit.record(verb="matching.calls_exported", target=service, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def note_confirmations(*, service: Service, number: int, by: Subject, now: datetime) -> None:
    """The log keeps who took along who comes, and how many rows."""
    require_team(by, service.event_id)
    audit.record(
        verb="matching.confirmations_exported",
        target=service,
        by_id=by.user_id,
        now=now,
        changes={"rows": [None, number]},
    )
