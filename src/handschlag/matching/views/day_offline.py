"""The day without a network: what makes it an app of its own, and the worker that keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.matching.models import Participant
from handschlag.matching.views.doors import for_participants


@require_safe
@for_participants
def webmanifest(_request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """An app that is this page and no other."""
    event = participant.service.event
    page = reverse("matching:day", args=[token])
    return JsonResponse(
        {
            "id": page,
            "name": _("My day: %(event)s") % {"event": pick(event.title_de, event.title_en)},
            "short_name": _("My day"),
            "start_url": page,
            "scope": page,
            "display": "standalone",
            "background_color": "#FFFFFF",
            "theme_color": "#0B5468",
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
    """Its scope is the folder in which it lies: the page of the day."""
    assets = static("design/base.css").rpartition("design/")[0]
    return render(request, "matching/day/worker.js", {"assets": assets}, content_type="text/javascript")
