"""The next meeting without a network: what makes the page an app of its own, and the worker that keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.day.screens.push import words_without_news
from handschlag.matching.models import Participant
from handschlag.matching.web import offline
from handschlag.matching.web.decorators import for_the_day


@require_safe
@for_the_day
def app(_request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """An app that begins with this page."""
    event = participant.service.event
    return offline.webmanifest(
        page=reverse("day:today", args=[token]),
        name=_("Today: %(event)s") % {"event": pick(event.title_de, event.title_en)},
        short_name=_("Next meeting"),
        theme_color="#062C38",
    )


@require_safe
@for_the_day
def worker(request: HttpRequest, _participant: Participant, _token: str) -> HttpResponse:
    """The same as that of the whole day, and it hears of news; its scope is the folder in which it lies."""
    return offline.worker(request, template="day/worker.js", more={"words": words_without_news()})
