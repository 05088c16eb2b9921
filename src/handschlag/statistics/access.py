"""Who may see the figures of an event; who takes them away, or looks at names, leaves an entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.events.access import organises, own_event_or_404
from handschlag.events.models import Event
from handschlag.matching.models import Service


@transaction.atomic
def note_export(*, service: Service, ending: str, by: Subject, now: datetime) -> None:
    """It is written down who took the report, and as what."""
    require(by, Action.RUN_MATCHING, owns=organises(by, service.event_id))
    audit.record(
        verb="statistics.report_exported",
        target=service.event,
        by_id=by.user_id,
        now=now,
        changes={"file": [None, ending]},
    )


@transaction.atomic
def note_comparison(*, events: Sequence[Event], ending: str, by: Subject, now: datetime) -> None:
    """It is written down, for each of the events, who took their comparison, and as what."""
    for event in events:
        require(by, Action.RUN_MATCHING, owns=organises(by, event.pk))
        audit.record(
            verb="statistics.comparison_exported",
            target=event,
            by_id=by.user_id,
            now=now,
            changes={"file": [None, ending]},
        )


@transaction.atomic
def look_at_few(*, service: Service, by: Subject, now: datetime) -> None:
    """It is written down who looked at the names of people with few meetings."""
    require(by, Action.RUN_MATCHING, owns=organises(by, service.event_id))
    audit.record(verb="statistics.looked_at_few", target=service.event, by_id=by.user_id, now=now)


def event_for_team(
    request: HttpRequest, slug: str, action: Action = Action.RUN_MATCHING
) -> tuple[Event, Subject, Service | None]:
    """The event, who asks, and its service or None; whoever may not do `action` is refused."""
    event, by = own_event_or_404(request, slug, action)
    return event, by, Service.objects.select_related("event").filter(event=event).first()
