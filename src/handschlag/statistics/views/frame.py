"""What every page of organisers on this floor begins with."""

from __future__ import annotations

from django.http import HttpRequest

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.matching.models import Service


def own(
    request: HttpRequest, slug: str, action: Action = Action.RUN_MATCHING
) -> tuple[Event, Subject, Service | None]:
    """The event, who asks, and its service or None; whoever may not do `action` is refused."""
    event, by = own_event_or_404(request, slug, action)
    return event, by, Service.objects.select_related("event").filter(event=event).first()
