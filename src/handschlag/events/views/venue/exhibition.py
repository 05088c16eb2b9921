"""The organisers' lists of the exhibition, and the pictures of exhibits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name, download
from handschlag.events.actions.venue import exhibits
from handschlag.events.actions.venue.stands import note_export
from handschlag.events.actions.venue.venue_objects import etag_of
from handschlag.events.forms.venue.exhibition import ExhibitPictureForm
from handschlag.events.models import Event, Exhibit
from handschlag.events.queries.venue.exhibition import (
    ExhibitQuery,
    desks_of,
    exhibits_of,
    staff_of,
    stands_of,
)
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.house import VenueRefusal
from handschlag.events.screens.organise.removals import removed
from handschlag.events.screens.venue import tables
from handschlag.events.screens.venue.venue_labels import refusal_message
from handschlag.events.views.venue.form_pages import CONFLICT, UNFIT, FormContext, console_page
from handschlag.events.web.access import own_event_or_404

EXHIBITION = "events:exhibits"
ON_A_PAGE = 50
LONGEST_SEARCH = 80


def _asked_for(request: HttpRequest, slug: str) -> FormContext:
    event, by = own_event_or_404(request, slug)
    return FormContext(request=request, event=event, by=by, current=EXHIBITION)


def _list(
    asked: FormContext,
    part: EventComponent,
    rows: QuerySet[Any] | list[Any],
    template: str,
    *,
    text: str = "",
    homeless: int = 0,
) -> HttpResponse:
    """A page of rows, with what went lately."""
    return console_page(
        asked,
        f"events/house/{template}.html",
        rows=Paginator(rows, ON_A_PAGE).get_page(asked.request.GET.get("page", "1")),
        thing=part.value,
        text=text,
        query=f"q={text}" if text else "",
        homeless=homeless,
        removed=removed(asked.event, part, now=timezone.now()),
    )


@require_safe
def exhibition(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of exhibits, searched by `q`; it counts those without a stand."""
    asked = _asked_for(request, slug)
    event_id = asked.event.pk
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    rows = exhibits_of(event_id, ExhibitQuery(text=text))
    homeless = exhibits_of(event_id).filter(stand=None).count()
    return _list(asked, EventComponent.EXHIBIT, rows, "exhibits", text=text, homeless=homeless)


@require_safe
def stands(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of stands, with what was removed lately."""
    asked = _asked_for(request, slug)
    return _list(asked, EventComponent.STAND, stands_of(asked.event.pk), "stands")


@require_safe
def stand_staff(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of contacts at stands, with who was removed lately."""
    asked = _asked_for(request, slug)
    return _list(asked, EventComponent.STAFF, staff_of(asked.event.pk), "staff")


@require_safe
def desks(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of information desks, with what was removed lately."""
    asked = _asked_for(request, slug)
    return _list(asked, EventComponent.DESK, desks_of(asked.event.pk), "desks")


@require_safe
def export_objects(request: HttpRequest, slug: str, thing: str, ending: str) -> HttpResponse:
    """A list of this part as a file; who took one with names in it is written down."""
    event, by = own_event_or_404(request, slug)
    if thing not in tables.COLUMNS or ending not in tables.FORMATS:
        raise Http404
    now = timezone.now()
    if thing == "staff":
        note_export(event_id=event.pk, by=by, now=now)
    content = tables.file_of(event, thing, ending, today=timezone.localdate(now))
    return download(content, dated_name(event.slug, thing, ending))


@require_http_methods(["GET", "HEAD", "POST"])
def exhibit_picture(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for the picture of an exhibit; sets it, or takes it away."""
    asked = _asked_for(request, slug)
    event = asked.event
    row = Exhibit.objects.filter(event=event, pk=pk).first()
    if row is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    start = {"picture_text_de": row.picture_text_de, "picture_text_en": row.picture_text_en}
    if data is not None and data.get("remove"):
        return _removed(request, event, row, asked.by)
    form = ExhibitPictureForm(data, request.FILES or None, initial={**start, "seen": etag_of(row)})
    status = 200 if data is None else UNFIT
    if data is not None and form.is_valid():
        try:
            _sent(form, event, row, asked.by)
        except Refusal as no:
            form.add_error("picture", refusal_message(no))
            status = CONFLICT if no.reason is VenueRefusal.STALE else UNFIT
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    return console_page(asked, "events/house/picture.html", status=status, row=row, form=form)


def _sent(form: ExhibitPictureForm, event: Event, row: Exhibit, by: Subject) -> None:
    """A new picture, or other words for the one that is there."""
    data, seen, now = form.cleaned_data["picture"], form.cleaned_data["seen"], timezone.now()
    if data is None:
        exhibits.describe_picture(event_id=event.pk, pk=row.pk, words=form.words(), seen=seen, by=by, now=now)
    else:
        exhibits.set_picture(
            event_id=event.pk, pk=row.pk, data=data, words=form.words(), seen=seen, by=by, now=now
        )


def _removed(request: HttpRequest, event: Event, row: Exhibit, by: Subject) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        exhibits.remove_picture(event_id=event.pk, pk=row.pk, seen=seen, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no))
    else:
        messages.success(request, _("The picture is removed."))
    return HttpResponseRedirect(reverse("events:exhibit_picture", args=[event.slug, row.pk]))
