"""What every page of planning begins with: the event, who asks, and the service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.events.screens.console import console_of
from handschlag.events.web.access import own_event_or_404
from handschlag.matching.models import Service
from handschlag.matching.queries.runs import service_of_event
from handschlag.matching.screens.planning.refusal_messages import refusal_message

UNFIT = 422
GET_OR_POST = ("GET", "HEAD", "POST")


def planned(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service]:
    """The event of the team; without a matching service there is nothing to plan."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    service = service_of_event(event.pk)
    if service is None:
        raise Http404
    return event, by, service


def framed(event: Event, by: Subject, *, current: str, **more: Any) -> dict[str, Any]:
    console = console_of(event, by=by, current=current, today=timezone.localdate())
    return {"console": console, "event": event, **more}


def tell(request: HttpRequest, no: Refusal) -> None:
    messages.error(request, refusal_message(no.reason))
