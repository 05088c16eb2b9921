"""The exhibition as the public reads it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, may
from handschlag.common import pictures
from handschlag.common.times import move_to
from handschlag.common.web.parameters import number_in
from handschlag.directory.screens.source_words import origins
from handschlag.events.actions.venue.exhibits import FOLDER
from handschlag.events.models import Event, EventStatus, Exhibit
from handschlag.events.queries.organising import is_in_team
from handschlag.events.queries.venue.exhibition import (
    ExhibitQuery,
    desks_of,
    exhibit_of,
    exhibits_of,
    staff_at,
)
from handschlag.events.screens.venue.public_exhibition import plan_of, questions

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
def exhibition(request: HttpRequest, slug: str) -> HttpResponse:
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
def exhibit(request: HttpRequest, slug: str, exhibit: str) -> HttpResponse:
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
