"""The exhibition as the public reads it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, may
from handschlag.common import pictures
from handschlag.common.language import pick
from handschlag.common.times import move_to
from handschlag.common.web import number_in
from handschlag.design.components.parts import Facet, Option
from handschlag.directory.provenance import origins
from handschlag.events.access import is_in_team
from handschlag.events.models import Event, EventStatus, Exhibit, StandStaff
from handschlag.events.venue.drawing import Drawing, drawing_of
from handschlag.events.venue.exhibits import (
    FOLDER,
    ExhibitQuery,
    counted,
    desks_of,
    exhibit_of,
    exhibits_of,
    staff_at,
)
from handschlag.events.venue.plan import shapes_of


def plan_of(event: Event, goal: int = 0) -> Drawing | None:
    """The hall plan, where there is one; `goal` is the stand that stands out."""
    if not event.plan_width:
        return None
    return drawing_of(shapes_of(event.pk), width=event.plan_width, depth=event.plan_depth, goal=goal)


def questions(event: Event, wanted: ExhibitQuery) -> tuple[Facet, ...]:
    """What the list can be narrowed by; a question with one answer is none."""
    zone = ("stand__zone__name_de", "stand__zone__name_en")
    asked = (
        ("programme", _("Funded by"), counted(event.pk, "programme", "programme__short_name")),
        ("network", _("Network"), counted(event.pk, "network", "network__name")),
        ("zone", _("Area"), counted(event.pk, "stand__zone", *zone)),
    )
    return tuple(
        Facet(
            name=name,
            title=title,
            options=tuple(_option(row, chosen=getattr(wanted, name)) for row in rows),
        )
        for name, title, rows in asked
        if len(rows) > 1 or getattr(wanted, name)
    )


def _option(row: dict[str, Any], *, chosen: int) -> Option:
    pk, *names, number = row.values()
    label = pick(*names) if len(names) > 1 else names[0]
    return Option(value=str(pk), label=label, count=number, is_chosen=pk == chosen)


def spoken(row: StandStaff) -> str:
    """Which languages somebody at a stand speaks."""
    return ", ".join([_("German")] * row.speaks_german + [_("English")] * row.speaks_english)


LONGEST_SEARCH = 80
ON_A_PAGE = 40


def _visible(request: HttpRequest, event: Event | None) -> Event:
    """The event, if the public may read it, or if this person is in its team."""
    if event is None:
        raise Http404
    if event.status == EventStatus.DRAFT:
        by = subject_of(request.user)
        if not may(by, Action.EDIT_EVENT, owns=is_in_team(by, event.pk)):
            raise Http404
    move_to(event.time_zone)
    return event


@require_safe
def exhibition_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The public list of exhibits, narrowed down by words and filters; drafts for organisers only."""
    event = _visible(request, Event.objects.filter(slug=slug).first())
    wanted = ExhibitQuery(
        text=" ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH],
        programme=number_in(request.GET, "programme"),
        network=number_in(request.GET, "network"),
        zone=number_in(request.GET, "zone"),
    )
    chosen = {
        "q": wanted.text,
        "programme": wanted.programme,
        "network": wanted.network,
        "zone": wanted.zone,
    }
    context = {
        "event": event,
        "wanted": wanted,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "questions": questions(event, wanted),
        "rows": Paginator(exhibits_of(event.pk, wanted), ON_A_PAGE).get_page(request.GET.get("page", "1")),
        "desks": () if wanted.is_narrow else desks_of(event.pk),
        "drawing": plan_of(event),
    }
    return render(request, "events/exhibition/exhibition.html", context)


@require_safe
def exhibit_page(request: HttpRequest, slug: str, exhibit: str) -> HttpResponse:
    """The public page of an exhibit, with its place on the plan; 404 where there is none."""
    event = _visible(request, Event.objects.filter(slug=slug).first())
    row = exhibit_of(event.pk, exhibit)
    if row is None:
        raise Http404
    context = {
        "event": event,
        "exhibit": row,
        "staff": staff_at([row.stand_id]) if row.stand_id else (),
        "origins": origins(row.source),
        "drawing": plan_of(event, goal=row.stand_id or 0),
    }
    return render(request, "events/exhibition/exhibit.html", context)


@require_safe
def exhibit_image(request: HttpRequest, name: str) -> HttpResponse:
    """The picture of an exhibit; it goes with its event."""
    path = f"{FOLDER}/{name}"
    row = Exhibit.objects.filter(picture=path).select_related("event").first()
    event = _visible(request, row.event if row else None)
    return pictures.picture_response(path, is_public=event.status != EventStatus.DRAFT)
