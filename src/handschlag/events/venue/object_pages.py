"""Stands, exhibits, people, desks, places and blocks: added, changed, removed, all in the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.events.access import own_event_or_404
from handschlag.events.editing import SecondaryLink
from handschlag.events.fields import RowForm
from handschlag.events.models import Event
from handschlag.events.removals import RemoveScreen
from handschlag.events.venue import exhibits, meeting_times, objects, stands
from handschlag.events.venue.exhibits import DeskForm, ExhibitForm
from handschlag.events.venue.meeting_times import BlockForm, PlaceForm, PlacesForm
from handschlag.events.venue.objects import (
    FormContext,
    Task,
    answer_form,
    choices_of,
    crumbs_of,
    etag_of,
    venue_object_or_none,
    venue_page,
)
from handschlag.events.venue.stands import StaffForm, StandForm, StandsForm


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueObjectKind:
    """`start` is what an empty form shows; `many` says that the form for new ones takes codes."""

    home: str
    current: str
    form: type[RowForm]
    change: Callable[..., None]
    remove: Callable[..., None]
    add: Callable[..., object]
    choices: tuple[str, ...] = ()
    new_form: type[RowForm] | None = None
    start: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_many(self) -> bool:
        return self.new_form is not None


EXHIBITION, GRID = "events:exhibits", "events:grid"
THINGS: dict[str, VenueObjectKind] = {
    "stand": VenueObjectKind(
        home="events:stands",
        current=EXHIBITION,
        form=StandForm,
        new_form=StandsForm,
        add=stands.add_stands,
        change=stands.change_stand,
        remove=stands.remove_stand,
        choices=("zone",),
        start={"width": 30, "depth": 20, "has_power": True, "is_step_free": True},
    ),
    "exhibit": VenueObjectKind(
        home=EXHIBITION,
        current=EXHIBITION,
        form=ExhibitForm,
        add=exhibits.add_exhibit,
        change=exhibits.change_exhibit,
        remove=exhibits.remove_exhibit,
        choices=("programme", "stand"),
    ),
    "staff": VenueObjectKind(
        home="events:stand_staff",
        current=EXHIBITION,
        form=StaffForm,
        add=stands.add_staff,
        change=stands.change_staff,
        remove=stands.remove_staff,
        choices=("stand",),
        start={"speaks_german": True},
    ),
    "desk": VenueObjectKind(
        home="events:desks",
        current=EXHIBITION,
        form=DeskForm,
        add=exhibits.add_desk,
        change=exhibits.change_desk,
        remove=exhibits.remove_desk,
        choices=("programme", "stand"),
    ),
    "place": VenueObjectKind(
        home="events:places",
        current=GRID,
        form=PlaceForm,
        new_form=PlacesForm,
        add=meeting_times.add_places,
        change=meeting_times.change_place,
        remove=meeting_times.remove_place,
        choices=("zone", "room"),
        start={"kind": "table", "seats": 2, "is_step_free": True},
    ),
    "block": VenueObjectKind(
        home=GRID,
        current=GRID,
        form=BlockForm,
        add=meeting_times.add_block,
        change=meeting_times.change_block,
        remove=meeting_times.remove_block,
        start={"meeting_minutes": 15, "change_minutes": 5},
    ),
}


def _thing_in(text: str) -> VenueObjectKind:
    if text not in THINGS:
        raise Http404
    return THINGS[text]


def _found(event: Event, name: str, pk: int) -> models.Model:
    row = venue_object_or_none(name, event.pk, pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def new_object(request: HttpRequest, slug: str, thing: str) -> HttpResponse:
    """The form for a new object of the venue, of the kind in the address; 404 for unknown kinds."""
    event, by = own_event_or_404(request, slug)
    kind = _thing_in(thing)
    shape = kind.new_form or kind.form
    start = {**kind.start, **({"day": event.first_day} if thing == "block" else {})}
    home = reverse(kind.home, args=[slug])

    def form_of(data: QueryDict | None) -> RowForm:
        return _asked(event, shape(data, values=start, choices=choices_of(event.pk, kind.choices)))

    def act(form: RowForm) -> None:
        codes = {"codes": form.cleaned_data["codes"]} if kind.is_many else {}
        kind.add(event_id=event.pk, values=form.values(), by=by, now=timezone.now(), **codes)

    task = Task(
        title=str(objects.NEW_TITLES[thing]),
        lead="",
        button=_("Add"),
        home=home,
        crumbs=crumbs_of(event, thing, home, str(objects.NEW_TITLES[thing])),
        row=None,
        form_of=form_of,
        act=act,
        mark=lambda: "",
        again=reverse("events:new_thing", args=[slug, thing]),
    )
    return answer_form(FormContext(request=request, event=event, by=by, current=kind.current), task)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_object(request: HttpRequest, slug: str, thing: str, pk: int) -> HttpResponse:
    """The form for an object of the venue; 404 where the event has no such object."""
    event, by = own_event_or_404(request, slug)
    kind, row = _thing_in(thing), _found(event, thing, pk)
    return answer_form(
        FormContext(request=request, event=event, by=by, current=kind.current),
        _changing(event, by, kind=kind, thing=thing, row=row),
    )


def _asked(event: Event, form: RowForm) -> RowForm:
    """Where an invented event has its facts from is of no use to a real one."""
    if not event.is_demo:
        form.leave_out("source", "source_seen_on")
    return form


def _changing(event: Event, by: Subject, *, kind: VenueObjectKind, thing: str, row: models.Model) -> Task:
    home = reverse(kind.home, args=[event.slug])

    def form_of(data: QueryDict | None) -> RowForm:
        values = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}  # noqa: SLF001
        choices = choices_of(event.pk, kind.choices)
        return _asked(event, kind.form(data, values=values, choices=choices, seen=etag_of(row)))

    def act(form: RowForm) -> None:
        seen = form.cleaned_data["seen"]
        kind.change(event_id=event.pk, pk=row.pk, values=form.values(), seen=seen, by=by, now=timezone.now())

    remove = reverse("events:remove_thing", args=[event.slug, thing, row.pk])
    return Task(
        title=str(objects.CHANGE_TITLES[thing]),
        lead=str(row) if thing != "staff" else "",
        button=_("Save"),
        home=home,
        crumbs=crumbs_of(event, thing, home, str(objects.CHANGE_TITLES[thing])),
        row=row,
        form_of=form_of,
        act=act,
        mark=lambda: etag_of(row),
        remove=SecondaryLink(label=_("Remove"), url=remove),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_object(request: HttpRequest, slug: str, thing: str, pk: int) -> HttpResponse:
    """A question first, with everything that goes along."""
    event, by = own_event_or_404(request, slug)
    kind, row = _thing_in(thing), _found(event, thing, pk)
    home = reverse(kind.home, args=[slug])
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            kind.remove(event_id=event.pk, pk=pk, seen=seen, by=by, now=timezone.now())
        except Refusal as no:
            messages.warning(request, objects.refusal_message(no))
            return HttpResponseRedirect(reverse("events:edit_thing", args=[slug, thing, pk]))
        messages.success(request, _("Removed. You can restore it on this page."))
        return HttpResponseRedirect(home)
    name = getattr(row, "name", "") or str(row)
    screen = RemoveScreen(
        title=_("Remove “%(name)s”?") % {"name": name},
        lead=str(objects.REMOVE_TITLES[thing]),
        seen=etag_of(row),
        back_url=reverse("events:edit_thing", args=[slug, thing, pk]),
        crumbs=(*crumbs_of(event, thing, home, _("Remove")),),
    )
    asked = FormContext(request=request, event=event, by=by, current=kind.current)
    return venue_page(asked, "events/organise/remove.html", screen)
