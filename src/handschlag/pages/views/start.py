"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.pages.queries.start import start as start_of
from handschlag.pages.screens.start import start_screen


@cached_for_visitors
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The start page: figures, programmes, the latest stories and the next events."""
    screen = start_screen(start_of(today=timezone.localdate()))
    return render(request, "pages/start.html", {"screen": screen})
