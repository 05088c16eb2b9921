"""Times and tables: the preview, the places, and which of them are open when."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.common.refusals import Refusal
from handschlag.events.access import own_event
from handschlag.events.actions.house import grid as actions
from handschlag.events.models import Block
from handschlag.events.screens.house.grid import grid_screen
from handschlag.events.screens.house.places import open_screen, places_screen
from handschlag.events.screens.house.words import wording
from handschlag.events.views.house.frame import Asked, page

GRID = "events:grid"
LONGEST_NUMBER = 15


@require_safe
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    event, by = own_event(request, slug)
    asked = Asked(request=request, event=event, by=by, current=GRID)
    return page(asked, "events/house/grid.html", grid_screen(event, now=timezone.now()))


@require_safe
def places(request: HttpRequest, slug: str) -> HttpResponse:
    event, by = own_event(request, slug)
    asked = Asked(request=request, event=event, by=by, current=GRID)
    return page(asked, "events/house/places.html", places_screen(event, now=timezone.now()))


@require_POST
def places_from_stands(request: HttpRequest, slug: str) -> HttpResponse:
    event, by = own_event(request, slug)
    try:
        made = actions.add_stands_as_places(event_id=event.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, wording(no))
    else:
        text = ngettext("%(n)s stand is a place now.", "%(n)s stands are places now.", len(made))
        messages.success(request, text % {"n": len(made)})
    return HttpResponseRedirect(reverse("events:places", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def open_places(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event, by = own_event(request, slug)
    block = Block.objects.filter(event=event, pk=pk).first()
    if block is None:
        raise Http404
    if request.method == "POST":
        chosen = [text for text in request.POST.getlist("place") if text.isdecimal()]
        try:
            number = actions.set_open_places(
                event_id=event.pk,
                pk=pk,
                place_ids={int(text) for text in chosen if len(text) <= LONGEST_NUMBER},
                seen=request.POST.get("seen", ""),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.warning(request, wording(no))
            return HttpResponseRedirect(request.path)
        text = ngettext("%(n)s place is open.", "%(n)s places are open.", number)
        messages.success(request, text % {"n": number})
        return HttpResponseRedirect(reverse(GRID, args=[slug]))
    asked = Asked(request=request, event=event, by=by, current=GRID)
    screen = open_screen(event, block, actions.open_mark(block))
    return page(asked, "events/house/open_places.html", screen)
