"""The desk hears that somebody does not come, and tells the control room."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Action
from handschlag.common.refusals import Refusal
from handschlag.day.actions import incident_opening, proposing
from handschlag.day.models import IncidentKind, IncidentSource
from handschlag.day.queries.not_coming import waited_for
from handschlag.day.views.walking_in import DESK, GET_OR_POST, at_desk
from handschlag.events.web.console import console_context
from handschlag.matching.screens.planning.refusal_messages import refusal_message


@never_cache
@require_http_methods(GET_OR_POST)
def not_coming(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What hangs on it is shown first; repairs are computed in the background, for others wait in line."""
    event, by, service = at_desk(request, slug, Action.RUN_MATCHING)
    now = timezone.now()
    found = waited_for(event, number, now=now)
    if found is None:  # nobody waits: then it is no matter of the control room
        return redirect("registration:cancel_for", slug=slug, number=number)
    if request.method != "POST":
        return render(request, "day/not_coming.html", console_context(event, by, current=DESK, found=found))
    desk = f"{reverse(DESK, args=[slug])}?who={number}"
    try:
        incident_opening.open_incident(
            service_id=service.pk,
            kind=IncidentKind.CANCELLED,
            about=incident_opening.IncidentSubject(participant_id=found.participant.pk),
            from_at=now,
            source=IncidentSource.DESK,
            by=by,
            now=now,
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return redirect(desk)
    proposing.propose_soon(service.pk, now=now)
    messages.success(request, _("Reported. The control room is looking for a replacement."))
    return redirect(desk)
