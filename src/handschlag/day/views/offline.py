"""The next meeting without a network: what makes the page an app of its own, and the worker that keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.day.views.doors import for_participants
from handschlag.matching.models import Participant


@require_safe
@for_participants
def app(_request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """An app that begins with this page."""
    event = participant.service.event
    page = reverse("day:today", args=[token])
    return JsonResponse(
        {
            "id": page,
            "name": _("On the day: %(event)s") % {"event": pick(event.title_de, event.title_en)},
            "short_name": _("Next meeting"),
            "start_url": page,
            "scope": page,
            "display": "standalone",
            "background_color": "#FFFFFF",
            "theme_color": "#062C38",
            "icons": [
                {"src": static("design/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("design/touch-180.png"), "sizes": "180x180", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
@for_participants
def worker(request: HttpRequest, _participant: Participant, _token: str) -> HttpResponse:
    """The same as that of the whole day; its scope is the folder in which it lies."""
    assets = static("design/base.css").rpartition("design/")[0]
    return render(request, "matching/day/worker.js", {"assets": assets}, content_type="text/javascript")
