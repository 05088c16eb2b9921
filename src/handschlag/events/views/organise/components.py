"""Days, zones, rooms, tracks and speakers: listed, written, removed, brought back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.language import pick
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name, table_download
from handschlag.common.times import format_day
from handschlag.design.components.parts import Crumb
from handschlag.events.actions import components as actions
from handschlag.events.actions import removals
from handschlag.events.forms.components import PART_FORMS
from handschlag.events.forms.fields import RowForm
from handschlag.events.models import Event, EventDay, Zone
from handschlag.events.queries.components import (
    MODELS,
    component_or_none,
    component_values,
    etag_of_component,
)
from handschlag.events.queries.structure import rooms_with_sessions, speakers_of, tracks_with_sessions
from handschlag.events.rules.components import FACTS, EventComponent
from handschlag.events.rules.refusals import EventRefusal
from handschlag.events.screens.organise import organiser_labels
from handschlag.events.screens.organise.components import remove_screen, speaker_lines, url_of
from handschlag.events.screens.organise.forms import Conflict, FormScreen, SecondaryLink, conflict_about
from handschlag.events.screens.organise.removals import home_of, removed
from handschlag.events.views.organise.frame import CONFLICT, UNFIT, page
from handschlag.events.web.access import own_event_or_404

HOUSE = "events:times_and_rooms"
SPEAKERS = "events:speakers"
IN_THE_HOUSE = (EventComponent.DAY, EventComponent.ZONE, EventComponent.ROOM, EventComponent.TRACK)
LONGEST_SEARCH, ON_A_PAGE = 80, 50


@require_safe
def times_and_rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' page for days, rooms, zones and tracks, with what was removed lately."""
    event, by = own_event_or_404(request, slug)
    return page(
        request,
        "house",
        event=event,
        by=by,
        current=HOUSE,
        days=event.days.all(),
        rooms=rooms_with_sessions(event.pk),
        zones=event.zones.all(),
        tracks=tracks_with_sessions(event.pk),
        removed=removed(event, *IN_THE_HOUSE, now=timezone.now()),
    )


@require_safe
def speakers(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of speakers, searched by `q`, with who was removed lately."""
    event, by = own_event_or_404(request, slug)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    return page(
        request,
        "speakers",
        event=event,
        by=by,
        current=SPEAKERS,
        rows=Paginator(speakers_of(event.pk, text), ON_A_PAGE).get_page(request.GET.get("page", "1")),
        text=text,
        query=f"q={text}" if text else "",
        removed=removed(event, EventComponent.SPEAKER, now=timezone.now()),
    )


@require_safe
def speakers_export(request: HttpRequest, slug: str) -> HttpResponse:
    """All speakers of the event as a CSV file; for its organisers only."""
    event, _by = own_event_or_404(request, slug)
    return table_download(speaker_lines(event), dated_name(event.slug, "speakers", "csv"))


def _part_in(text: str) -> EventComponent:
    """The part that an address names and that has a form here."""
    if text not in {part.value for part in PART_FORMS}:
        raise Http404
    return EventComponent(text)


@require_http_methods(["GET", "HEAD", "POST"])
def new_component(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """The form for a new part of an event; 404 for an unknown kind of part."""
    event, by = own_event_or_404(request, slug)
    return _edit(request, event, by, _part_in(part), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_component(request: HttpRequest, slug: str, part: str, pk: int) -> HttpResponse:
    """The form for one part of an event; 404 where the event has no such part."""
    event, by = own_event_or_404(request, slug)
    row = component_or_none(_part_in(part), event.pk, pk)
    if row is None:
        raise Http404
    return _edit(request, event, by, _part_in(part), row)


def _form_of(
    event: Event, part: EventComponent, row: models.Model | None, data: QueryDict | None = None
) -> RowForm:
    shown = row or MODELS[part](event=event)
    zones = Zone.objects.filter(event=event) if part is EventComponent.ROOM else ()
    return PART_FORMS[part](
        data,
        values=component_values(shown, FACTS[part]),
        choices={"zone": [(one.pk, pick(one.name_de, one.name_en)) for one in zones]} if zones else {},
        seen=etag_of_component(part, row) if row else "",
    )


def _edit(
    request: HttpRequest, event: Event, by: Subject, part: EventComponent, row: models.Model | None
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = _form_of(event, part, row, data)
    if data is None or not form.is_valid():
        return _shown(request, event, by, part, row, form=form, status=UNFIT if data is not None else 200)
    try:
        actions.save_component(
            part=part,
            event_id=event.pk,
            pk=row.pk if row else None,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        return _refused(request, event, by, part, row, no=no, form=form)
    messages.success(request, _("Saved."))
    if "then" in request.POST:
        return HttpResponseRedirect(reverse("events:new_part", args=[event.slug, part.value]))
    return HttpResponseRedirect(
        home_of(event, part) + ("" if part is EventComponent.SPEAKER else f"#{part.value}")
    )


def _refused(
    request: HttpRequest,
    event: Event,
    by: Subject,
    part: EventComponent,
    row: models.Model | None,
    *,
    no: Refusal,
    form: RowForm,
) -> HttpResponse:
    if no.reason is not EventRefusal.STALE or row is None:
        fact = no.details.get("fact")
        form.add_error(fact if fact in form.fields else None, refusal_message(no.reason))
        return _shown(request, event, by, part, row, form=form, status=UNFIT)
    row = MODELS[part]._default_manager.get(pk=row.pk)  # noqa: SLF001
    data = request.POST.copy()
    data["seen"] = etag_of_component(part, row)  # whoever sends this again has seen it
    form = _form_of(event, part, row, data)
    form.is_valid()
    conflict = conflict_about(row, _form_of(event, part, row), form)
    return _shown(request, event, by, part, row, form=form, conflict=conflict, status=CONFLICT)


def _shown(
    request: HttpRequest,
    event: Event,
    by: Subject,
    part: EventComponent,
    row: models.Model | None,
    *,
    form: RowForm,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    title = str(organiser_labels.CHANGE[part] if row else organiser_labels.NEW[part])
    home = home_of(event, part)
    remove = None
    if row is not None:
        remove = SecondaryLink(label=_("Remove"), url=url_of(event, part, row.pk) + "remove/")
    screen = FormScreen(
        title=title,
        lead=_name_of(row) if row else "",
        form=form,
        button=_("Save"),
        then="" if row else _("Save and add another"),
        back_url=home,
        crumbs=(
            Crumb(_("Speakers") if part is EventComponent.SPEAKER else _("Rooms and opening hours"), home),
            Crumb(title),
        ),
        conflict=conflict,
        remove=remove,
    )
    current = SPEAKERS if part is EventComponent.SPEAKER else HOUSE
    return page(request, "form", event=event, by=by, current=current, screen=screen, status=status)


def _name_of(row: models.Model) -> str:
    return format_day(row.day) if isinstance(row, EventDay) else removals.name_of(row)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_component(request: HttpRequest, slug: str, part: str, pk: int) -> HttpResponse:
    """A question first, with everything that loses this part."""
    event, by = own_event_or_404(request, slug)
    kind = EventComponent.SESSION if part == EventComponent.SESSION.value else _part_in(part)
    row = component_or_none(kind, event.pk, pk)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.remove_component(
                part=kind,
                event_id=event.pk,
                pk=pk,
                seen=request.POST.get("seen", ""),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.warning(request, refusal_message(no.reason))
            return HttpResponseRedirect(url_of(event, kind, pk))
        messages.success(request, _("Removed. You can restore it on this page."))
        return HttpResponseRedirect(home_of(event, kind))
    screen = remove_screen(event, kind, row, _name_of(row))
    current = {EventComponent.SPEAKER: SPEAKERS, EventComponent.SESSION: "events:programme_editor"}.get(
        kind, HOUSE
    )
    return page(request, "remove", event=event, by=by, current=current, screen=screen)


@require_POST
def undo_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Brings back what was removed, then leads to the page where it belongs."""
    event, by = own_event_or_404(request, slug)
    try:
        removal = removals.undo_removal(event_id=event.pk, removal_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(home_of(event, EventComponent.DAY))
    messages.success(request, _("“%(name)s” is back, as it was.") % {"name": removal.name})
    return HttpResponseRedirect(home_of(event, EventComponent(removal.part)))
