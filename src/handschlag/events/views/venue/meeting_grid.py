"""Times and tables: the preview, the places, and which of them are open when."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.common.refusals import Refusal
from handschlag.events.actions.venue import meeting_grid as actions
from handschlag.events.models import Block
from handschlag.events.queries.venue.meeting_grid import open_place_ids, places_of
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.removals import removed
from handschlag.events.screens.venue.meeting_grid import meeting_grid_screen
from handschlag.events.screens.venue.places import places_by_zone
from handschlag.events.screens.venue.venue_labels import refusal_message
from handschlag.events.views.venue.form_pages import FormContext, console_page
from handschlag.events.web.access import own_event_or_404

GRID = "events:grid"
LONGEST_NUMBER = 15


@require_safe
def meeting_grid(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' page for the times at which guests can meet."""
    event, by = own_event_or_404(request, slug)
    asked = FormContext(request=request, event=event, by=by, current=GRID)
    return console_page(
        asked,
        "events/house/grid.html",
        removed=removed(event, EventComponent.BLOCK, now=timezone.now()),
        **meeting_grid_screen(event),
    )


@require_safe
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of meeting points, with what was removed lately."""
    event, by = own_event_or_404(request, slug)
    asked = FormContext(request=request, event=event, by=by, current=GRID)
    return console_page(
        asked,
        "events/house/places.html",
        rows=places_of(event.pk),
        removed=removed(event, EventComponent.PLACE, now=timezone.now()),
    )


@require_POST
def places_from_stands(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes meeting points of the stands, says how many, then leads to their list."""
    event, by = own_event_or_404(request, slug)
    try:
        made = actions.add_stands_as_places(event_id=event.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no))
    else:
        text = ngettext(
            "%(n)s stand is now a meeting point.", "%(n)s stands are now meeting points.", len(made)
        )
        messages.success(request, text % {"n": len(made)})
    return HttpResponseRedirect(reverse("events:places", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def open_places(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form that says which meeting points are open in a block; 404 where there is no block."""
    event, by = own_event_or_404(request, slug)
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
            messages.warning(request, refusal_message(no))
            return HttpResponseRedirect(request.path)
        text = ngettext("%(n)s meeting point is open.", "%(n)s meeting points are open.", number)
        messages.success(request, text % {"n": number})
        return HttpResponseRedirect(reverse(GRID, args=[slug]))
    asked = FormContext(request=request, event=event, by=by, current=GRID)
    return console_page(
        asked,
        "events/house/open_places.html",
        title=block.name,
        groups=places_by_zone(event),
        open_ids=open_place_ids(block),
        seen=actions.open_mark(block),
    )
