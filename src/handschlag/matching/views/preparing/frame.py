"""What every page of organisers before the event begins with."""

from __future__ import annotations

from django.http import HttpRequest

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.matching.models import Service

UNFIT = 422
GET_OR_POST = ["GET", "HEAD", "POST"]


def own(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service | None]:
    """The event of the team, who asks, and the matching service, None before it is set up."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    return event, by, Service.objects.select_related("event").filter(event=event).first()
