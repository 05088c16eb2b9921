"""Topic tables for organisers: allowed or not, closed, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.web.console import console_context
from handschlag.matching.actions import pricing
from handschlag.matching.actions import topic_tables as actions
from handschlag.matching.screens.preparing.topic_tables import topic_tables_screen
from handschlag.matching.views.preparing.frame import own
from handschlag.matching.web.not_yet import no_matching_yet


@never_cache
@require_safe
def topic_tables(request: HttpRequest, slug: str) -> Any:
    """All tables with their price."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    screen = topic_tables_screen(service, prices=pricing.prices_for(service, now=timezone.now()))
    context = console_context(event, by, current="matching:topic_tables", screen=screen)
    return render(request, "matching/preparing/topic_tables.html", context)


@require_POST
def allow(request: HttpRequest, slug: str) -> Any:
    """Switches tables on or off for participants."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    is_allowed = request.POST.get("is_allowed") == "yes"
    actions.allow_tables(service_id=service.pk, is_allowed=is_allowed, by=by, now=timezone.now())
    messages.success(
        request, _("Topic tables are switched on.") if is_allowed else _("Topic tables are switched off.")
    )
    return redirect("matching:topic_tables", slug=slug)


@require_POST
def change(request: HttpRequest, slug: str, number: int) -> Any:
    """Closes a table, opens it again, or takes it out."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    step, now = request.POST.get("step", ""), timezone.now()
    try:
        if step == "end":
            actions.end_table(service_id=service.pk, table_id=number, by=by, now=now)
            messages.success(request, _("The table is withdrawn. Its people will be told."))
        elif step in {"close", "open"}:
            actions.set_closed(
                service_id=service.pk, table_id=number, is_closed=step == "close", by=by, now=now
            )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("matching:topic_tables", slug=slug)
