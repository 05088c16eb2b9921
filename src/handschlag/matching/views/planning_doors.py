"""What every page of planning begins with: the event, who asks, and the service."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.matching.models import Service
from handschlag.matching.queries.runs import service_of_event
from handschlag.matching.screens.planning.refusal_messages import refusal_message
from handschlag.matching.web.not_yet import no_matching_yet

UNFIT = 422
GET_OR_POST = ("GET", "HEAD", "POST")


def planned(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service]:
    """The event of the team; without a matching service there is nothing to plan."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    service = service_of_event(event.pk)
    if service is None:
        raise no_matching_yet(request, event, by)
    return event, by, service


def message_refusal(request: HttpRequest, no: Refusal) -> None:
    """In words, at the top of the next page."""
    messages.error(request, refusal_message(no.reason))
