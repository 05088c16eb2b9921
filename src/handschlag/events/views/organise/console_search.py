"""The console's search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from handschlag.events.screens.organise.console_search import find_screen
from handschlag.events.views.organise.frame import page
from handschlag.events.web.access import own_event_or_404


@require_safe
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """What the organisers find in their event by the words in `q`."""
    event, by = own_event_or_404(request, slug)
    values = find_screen(event, text=request.GET.get("q", "").replace("\0", ""), by=by)
    return page(request, "find", event=event, by=by, current="", **values)
