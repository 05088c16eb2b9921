"""The public statistics of an event: looked at first, then published, and withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Action
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.web.console import console_context
from handschlag.statistics.actions import publishing
from handschlag.statistics.queries.networks import fields, names_of
from handschlag.statistics.queries.public import public_content, published_of
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.rules.kpis import Phase
from handschlag.statistics.rules.published import digest_of
from handschlag.statistics.screens.published import published_screen
from handschlag.statistics.views.frame import own


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes or withdraws the figures; leads to the report until the event is over."""
    event, by, service = own(request, slug, Action.PUBLISH_EVENT)
    now = timezone.now()
    if service is None:
        return redirect("statistics:report", slug=slug)
    if request.method == "POST":
        try:
            if "withdraw" in request.POST:
                publishing.withdraw(event_id=event.pk, by=by, now=now)
                messages.success(request, _("The statistics are no longer public."))
            else:
                publishing.publish(service=service, reviewed=request.POST.get("digest", ""), by=by, now=now)
                messages.success(request, _("The statistics are public."))
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        return redirect("statistics:review", slug=slug)
    found = reported(service, now=now)
    if found.phase is not Phase.AFTER or not found.figures.people:
        return redirect("statistics:report", slug=slug)
    content = public_content(service, found.figures, now=now)
    digest, public = digest_of(content), published_of(event)
    screen = {
        "digest": digest,
        "public": public,
        "is_same": public is not None and public.digest == digest,
        "shown": published_screen(content, names_of(content.networks), fields=fields()),
    }
    return render(
        request,
        "statistics/review.html",
        console_context(event, by, current="statistics:report", screen=screen),
    )
