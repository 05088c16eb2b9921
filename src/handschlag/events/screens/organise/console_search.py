"""What the search of the console finds, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.rules.policy import Subject, may
from handschlag.common.language import pick
from handschlag.common.times import format_range, format_short_day
from handschlag.events.hooks.console_search import SearchHit, console_search
from handschlag.events.models import Event, Session
from handschlag.events.queries.console_search import exhibits_with, sessions_with, speakers_with, stands_with
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.components import url_of

SHORTEST, LONGEST = 2, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    title: str
    hits: Sequence[SearchHit]


@dataclass(frozen=True, slots=True, kw_only=True)
class _FindScreen:
    text: str
    answer: str
    groups: Sequence[_Group]


def find_screen(event: Event, *, text: str, by: Subject) -> _FindScreen:
    """Only kinds with hits that `by` may see; a text of one letter finds nothing."""
    text = " ".join(text.split())[:LONGEST]
    is_short = len(text) < SHORTEST
    groups = () if is_short else tuple(group for group in _groups_of(event, text, by) if group.hits)
    number = sum(len(group.hits) for group in groups)
    found = ngettext("%(n)s result for “%(text)s”", "%(n)s results for “%(text)s”", number)
    return _FindScreen(
        text=text,
        answer="" if is_short else found % {"n": number, "text": text},
        groups=groups,
    )


def _groups_of(event: Event, text: str, by: Subject) -> Iterable[_Group]:
    yield _Group(
        title=_("Sessions"), hits=tuple(_session_hit(event, row) for row in sessions_with(event.pk, text))
    )
    yield _Group(
        title=_("Speakers"),
        hits=tuple(
            SearchHit(
                name=row.name, about=row.organisation, url=url_of(event, EventComponent.SPEAKER, row.pk)
            )
            for row in speakers_with(event.pk, text)
        ),
    )
    yield _Group(
        title=_("Exhibits"),
        hits=tuple(
            SearchHit(
                name=pick(row.title_de, row.title_en),
                about=row.stand.code if row.stand else _("no stand"),
                url=reverse("events:edit_thing", args=[event.slug, "exhibit", row.pk]),
            )
            for row in exhibits_with(event.pk, text)
        ),
    )
    yield _Group(
        title=_("Stands"),
        hits=tuple(
            SearchHit(
                name=row.code,
                about=pick(row.zone.name_de, row.zone.name_en) if row.zone else "",
                url=reverse("events:edit_thing", args=[event.slug, "stand", row.pk]),
            )
            for row in stands_with(event.pk, text)
        ),
    )
    for provider in console_search:
        if may(by, provider.action, owns=True):
            yield _Group(title=str(provider.title), hits=tuple(provider.find(event.pk, event.slug, text)))


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
