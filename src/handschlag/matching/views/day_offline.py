"""The day without a network: what makes it an app of its own, and the worker that keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.matching.models import Participant
from handschlag.matching.web import offline
from handschlag.matching.web.decorators import for_the_day


@require_safe
@for_the_day
def webmanifest(_request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """An app that is this page and no other."""
    event = participant.service.event
    return offline.webmanifest(
        page=reverse("matching:day", args=[token]),
        name=_("My day: %(event)s") % {"event": pick(event.title_de, event.title_en)},
        short_name=_("My day"),
        theme_color="#0B5468",
    )


@require_safe
@for_the_day
def worker(request: HttpRequest, _participant: Participant, _token: str) -> HttpResponse:
    """Its scope is the folder in which it lies: the page of the day."""
    return offline.worker(request)
