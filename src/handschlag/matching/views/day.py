"""The person's own day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.table_files.downloads import dated_name
from handschlag.matching.models import Participant
from handschlag.matching.screens.day import day_screen
from handschlag.matching.screens.printed_day import printed_day_of
from handschlag.matching.web.decorators import for_the_day
from handschlag.registration.queries.links import paper_link_of


@require_safe
@for_the_day
def day(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The person's day; the link opens it, and so does the code on a printed sheet."""
    screen = day_screen(participant, token=token, now=timezone.now(), sheet=request.GET.get("sheet", "")[:8])
    context = {
        "screen": screen,
        "shell": screen["shell"],
        "token": token,
        "manifest_url": reverse("matching:agenda", args=[token]),
    }
    return render(request, "matching/day/day.html", context)


@require_safe
@for_the_day
def sheet(_request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
    """The day on A5, to print."""
    response = HttpResponse(
        printed_day_of(participant, token=paper_link_of(participant.registration), now=timezone.now()),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(participant.service.event.slug, "day", "pdf")}"'
    )
    response["Cache-Control"] = "private, no-store"
    return response
