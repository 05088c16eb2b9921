"""What the search of the console finds, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject, may
from handschlag.common.language import pick
from handschlag.common.times import format_range, format_short_day
from handschlag.events.hooks.console_search import SearchHit, console_search
from handschlag.events.models import Event, Session
from handschlag.events.queries.console_search import exhibits_with, sessions_with, speakers_with, stands_with
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.components import url_of

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
