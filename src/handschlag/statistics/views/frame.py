"""What every page of organisers on this floor begins with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.events.models import Event
from handschlag.events.screens.console import console_of
from handschlag.events.web.access import own_event_or_404
from handschlag.matching.models import Service


def own(
    request: HttpRequest, slug: str, action: Action = Action.RUN_MATCHING
) -> tuple[Event, Subject, Service | None]:
    event, by = own_event_or_404(request, slug, action)
    return event, by, Service.objects.select_related("event").filter(event=event).first()


def framed(event: Event, by: Subject, *, current: str, **more: Any) -> dict[str, Any]:
    """What every page of the console needs."""
    console = console_of(event, by=by, current=f"statistics:{current}", today=timezone.localdate())
    return {"console": console, "console_slug": event.slug, **more}
