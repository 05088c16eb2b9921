"""How many people may stand alone, and who stands by."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.day.actions import standing_by
from handschlag.day.queries.board import names_of
from handschlag.day.queries.settings import settings_of
from handschlag.day.queries.standing_by import risks_of
from handschlag.day.screens.standing_by import risk_screen
from handschlag.day.views.control import CURRENT, on_the_day
from handschlag.events.web.console import console_context
from handschlag.matching.screens.planning.refusal_messages import refusal_message


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def risk(request: HttpRequest, slug: str) -> HttpResponse:
    """The slots of the next day with meetings; the stated risk is changed here."""
    event, by, service = on_the_day(request, slug)
    now = timezone.now()
    if request.method == "POST":
        try:
            standing_by.state_risk(
                service_id=service.pk, most_alone=number_in(request.POST, "most_alone"), by=by, now=now
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    screen = risk_screen(
        risks_of(service, now=now),
        settings_of(service),
        names_of=names_of,
        at=request.GET.get("at", ""),
    )
    return render(request, "day/risk.html", console_context(event, by, current=CURRENT, screen=screen))
