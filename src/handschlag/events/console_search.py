"""The search of the console: sessions, speakers, exhibits, stands, and what apps above find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.accounts.policy import Subject, may
from handschlag.common.language import pick
from handschlag.common.times import format_range, format_short_day
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_page
from handschlag.events.editing import EventComponent
from handschlag.events.hooks import SearchHit, console_search
from handschlag.events.models import Event, Exhibit, Session, Speaker, Stand
from handschlag.events.parts import url_of

MOST = 12


def sessions_with(event_id: int, text: str) -> list[Session]:
    """At most twelve with the text in a title, German or English, by time."""
    said = Q(title_de__icontains=text) | Q(title_en__icontains=text)
    rows = Session.objects.filter(said, event_id=event_id).select_related("room")
    return list(rows.order_by("starts_at", "pk")[:MOST])


def speakers_with(event_id: int, text: str) -> list[Speaker]:
    """At most twelve with the text in name or organisation, by name."""
    said = Q(name__icontains=text) | Q(organisation__icontains=text)
    return list(Speaker.objects.filter(said, event_id=event_id).order_by("name", "pk")[:MOST])


def exhibits_with(event_id: int, text: str) -> list[Exhibit]:
    """At most twelve with the text in a title or in the project, by title."""
    said = Q(title_de__icontains=text) | Q(title_en__icontains=text) | Q(project__icontains=text)
    rows = Exhibit.objects.filter(said, event_id=event_id).select_related("stand")
    return list(rows.order_by("title_de", "pk")[:MOST])


def stands_with(event_id: int, text: str) -> list[Stand]:
    """At most twelve with the text in their code, by code."""
    rows = Stand.objects.filter(event_id=event_id, code__icontains=text).select_related("zone")
    return list(rows.order_by("code")[:MOST])


SHORTEST, LONGEST = 2, 80


type _Group = tuple[str, Sequence[SearchHit]]  # a kind, and what was found of it


def find_screen(event: Event, *, text: str, by: Subject) -> dict[str, Any]:
    """Only kinds with hits that `by` may see; a text of one letter finds nothing."""
    text = " ".join(text.split())[:LONGEST]
    is_short = len(text) < SHORTEST
    groups = [] if is_short else [group for group in _groups_of(event, text, by) if group[1]]
    return {
        "text": text,
        "is_short": is_short,
        "groups": groups,
        "number": sum(len(hits) for _title, hits in groups),
    }


def _groups_of(event: Event, text: str, by: Subject) -> Iterable[_Group]:
    yield _("Sessions"), [_session_hit(event, row) for row in sessions_with(event.pk, text)]
    yield (
        _("Speakers"),
        [
            SearchHit(
                name=row.name, about=row.organisation, url=url_of(event, EventComponent.SPEAKER, row.pk)
            )
            for row in speakers_with(event.pk, text)
        ],
    )
    yield (
        _("Exhibits"),
        [
            SearchHit(
                name=pick(row.title_de, row.title_en),
                about=row.stand.code if row.stand else _("no stand"),
                url=reverse("events:edit_thing", args=[event.slug, "exhibit", row.pk]),
            )
            for row in exhibits_with(event.pk, text)
        ],
    )
    yield (
        _("Stands"),
        [
            SearchHit(
                name=row.code,
                about=pick(row.zone.name_de, row.zone.name_en) if row.zone else "",
                url=reverse("events:edit_thing", args=[event.slug, "stand", row.pk]),
            )
            for row in stands_with(event.pk, text)
        ],
    )
    for provider in console_search:
        if may(by, provider.action, owns=True):
            yield str(provider.title), tuple(provider.find(event.pk, event.slug, text))


def _session_hit(event: Event, row: Session) -> SearchHit:
    when = _("time not fixed yet")
    if row.starts_at and row.ends_at:
        day = format_short_day(row.starts_at)
        when = f"{day}, {format_range(row.starts_at, row.ends_at)}"
    room = pick(row.room.name_de, row.room.name_en) if row.room else ""
    return SearchHit(
        name=pick(row.title_de, row.title_en),
        about=", ".join(filter(None, (when, room))),
        url=url_of(event, EventComponent.SESSION, row.pk),
    )


@require_safe
def console_search_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What the organisers find in their event by the words in `q`."""
    event, by = own_event_or_404(request, slug)
    values = find_screen(event, text=request.GET.get("q", "").replace("\0", ""), by=by)
    return console_page(request, "find", event=event, by=by, current="", **values)
