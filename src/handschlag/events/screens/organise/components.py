"""Times and rooms, speakers, and what it means to remove one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day, format_range, format_short_day, format_short_moment
from handschlag.design.components.parts import Crumb, Pages
from handschlag.events.models import Event, EventDay, Room, Session, Speaker, Track, Zone
from handschlag.events.queries.components import etag_of_component
from handschlag.events.queries.structure import (
    sessions_with,
    speakers_of,
    structure_of,
)
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise import organiser_labels
from handschlag.events.screens.organise.removals import Removed, removed

ON_A_PAGE = 50
HOUSE = (EventComponent.DAY, EventComponent.ZONE, EventComponent.ROOM, EventComponent.TRACK)
# Title, what stands where there is none, and the heads of the columns.
TABLES: dict[EventComponent, tuple[str | Promise, ...]] = {
    EventComponent.DAY: (
        gettext_lazy("Days"),
        gettext_lazy("Add a day first, so that you can schedule sessions."),
        gettext_lazy("Day"),
        gettext_lazy("Opening hours"),
    ),
    EventComponent.ROOM: (
        gettext_lazy("Rooms"),
        gettext_lazy("Add a room first; sessions need one."),
        gettext_lazy("Room"),
        gettext_lazy("Number of places"),
        gettext_lazy("Area"),
        gettext_lazy("Sessions"),
    ),
    EventComponent.ZONE: (
        gettext_lazy("Areas"),
        gettext_lazy("None. Large venues are easier to read in areas: hall, foyer, first floor."),
        gettext_lazy("Name"),
        gettext_lazy("Properties"),
    ),
    EventComponent.TRACK: (
        gettext_lazy("Tracks"),
        gettext_lazy("None. Tracks help where talks are parallel."),
        gettext_lazy("Name"),
        gettext_lazy("Sessions"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentLine:
    """A row of a list: its name leads to its form, and `more` to what else there is."""

    name: str
    url: str
    cells: Sequence[str]
    warning: str = ""
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    key: str
    title: str
    heads: Sequence[str]
    lines: Sequence[ComponentLine]
    new_url: str
    new_label: str
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _HouseScreen:
    tables: Sequence[_Table]
    removed: Sequence[Removed]


def url_of(event: Event, part: EventComponent, pk: int) -> str:
    if part is EventComponent.SESSION:
        return reverse("events:edit_session", args=[event.slug, pk])
    return reverse("events:edit_part", args=[event.slug, part.value, pk])


def venue_screen(event: Event, *, now: datetime) -> _HouseScreen:
    found = structure_of(event.pk)
    days = [_day_line(event, row) for row in found.days]
    rooms = [_room_line(event, row, found.sessions_in_rooms.get(row.pk, 0)) for row in found.rooms]
    zones = [_zone_line(event, row) for row in found.zones]
    tracks = [_track_line(event, row, found.sessions_in_tracks.get(row.pk, 0)) for row in found.tracks]
    return _HouseScreen(
        tables=(
            _table(event, EventComponent.DAY, days),
            _table(event, EventComponent.ROOM, rooms),
            _table(event, EventComponent.ZONE, zones),
            _table(event, EventComponent.TRACK, tracks),
        ),
        removed=removed(event, HOUSE, now=now),
    )


def _table(event: Event, part: EventComponent, lines: Sequence[ComponentLine]) -> _Table:
    title, empty, *heads = TABLES[part]
    return _Table(
        key=part.value,
        title=str(title),
        heads=tuple(str(head) for head in heads),
        lines=tuple(lines),
        new_url=reverse("events:new_part", args=[event.slug, part.value]),
        new_label=str(organiser_labels.NEW[part]),
        empty=str(empty),
    )


def _day_line(event: Event, row: EventDay) -> ComponentLine:
    return ComponentLine(
        name=format_day(row.day),
        url=url_of(event, EventComponent.DAY, row.pk),
        cells=(format_range(row.opens_at, row.closes_at),),
    )


def _room_line(event: Event, row: Room, sessions: int) -> ComponentLine:
    return ComponentLine(
        name=pick(row.name_de, row.name_en),
        url=url_of(event, EventComponent.ROOM, row.pk),
        cells=(
            str(row.seats) if row.seats else "–",
            pick(row.zone.name_de, row.zone.name_en) if row.zone else "–",
            str(sessions),
        ),
        warning=_lost_from(row.closes_at),
    )


def _lost_from(at: datetime | None) -> str:
    return _("not available from %(time)s") % {"time": format_short_moment(at)} if at else ""


def _zone_line(event: Event, row: Zone) -> ComponentLine:
    traits = [_("step-free")] * row.is_step_free + [_("quiet")] * row.is_quiet
    return ComponentLine(
        name=pick(row.name_de, row.name_en),
        url=url_of(event, EventComponent.ZONE, row.pk),
        cells=(", ".join(traits) or "–",),
        warning=_lost_from(row.closes_at),
    )


def _track_line(event: Event, row: Track, sessions: int) -> ComponentLine:
    return ComponentLine(
        name=pick(row.name_de, row.name_en),
        url=url_of(event, EventComponent.TRACK, row.pk),
        cells=(str(sessions),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _SpeakersScreen:
    title: str
    text: str
    lines: Sequence[ComponentLine]
    pages: Pages
    total: int
    new_url: str
    export_url: str
    removed: Sequence[Removed]


def speakers_screen(event: Event, *, text: str, page: str, now: datetime) -> _SpeakersScreen:
    chosen = Paginator(speakers_of(event.pk, text), ON_A_PAGE).get_page(page)
    return _SpeakersScreen(
        title=_("Speakers"),
        text=text,
        lines=tuple(_speaker_line(event, row) for row in chosen),
        pages=Pages(
            number=chosen.number, count=chosen.paginator.num_pages, query=f"q={text}" if text else ""
        ),
        total=chosen.paginator.count,
        new_url=reverse("events:new_part", args=[event.slug, EventComponent.SPEAKER.value]),
        export_url=reverse("events:speakers_export", args=[event.slug]),
        removed=removed(event, (EventComponent.SPEAKER,), now=now),
    )


def _speaker_line(event: Event, row: Speaker) -> ComponentLine:
    sessions = row.sessions  # type: ignore[attr-defined]  # counted by the query
    return ComponentLine(
        name=row.name,
        url=url_of(event, EventComponent.SPEAKER, row.pk),
        cells=(
            ", ".join(part for part in (pick(row.role_de, row.role_en), row.organisation) if part) or "–",
            row.network.name if row.network else "–",
            str(sessions),
        ),
        warning="" if sessions else _("no session yet"),
    )


def speaker_lines(event: Event) -> Iterator[list[str]]:
    """All speakers as a table."""
    yield [_("Name"), _("Role"), _("Organisation"), _("Network"), _("Sessions")]
    for row in speakers_of(event.pk):
        network = row.network.name if row.network else ""
        counted = row.sessions  # type: ignore[attr-defined]  # counted by the query
        yield [row.name, pick(row.role_de, row.role_en), row.organisation, network, str(counted)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _RemoveScreen:
    """Before a part goes: what loses it."""

    title: str
    seen: str
    lead: str
    losing: Sequence[ComponentLine]
    back_url: str
    crumbs: Sequence[Crumb]


def remove_screen(event: Event, part: EventComponent, row: models.Model, name: str) -> _RemoveScreen:
    lost = sessions_with(part, row.pk)
    lead = _("Nothing else changes. You can restore it for one day.")
    if lost:
        lead = ngettext(
            "%(number)s session would lose this. You can restore it for one day.",
            "%(number)s sessions would lose this. You can restore it for one day.",
            len(lost),
        ) % {"number": len(lost)}
    return _RemoveScreen(
        title=_("Remove “%(name)s”?") % {"name": name},
        seen=etag_of_component(part, row),
        lead=lead,
        losing=tuple(_session_line(event, one) for one in lost),
        back_url=url_of(event, part, row.pk),
        crumbs=(
            Crumb(name, url_of(event, part, row.pk)),
            Crumb(_("Remove")),
        ),
    )


def _session_line(event: Event, row: Session) -> ComponentLine:
    when = ""
    if row.starts_at and row.ends_at:
        day = format_short_day(row.starts_at)
        when = f"{day}, {format_range(row.starts_at, row.ends_at)}"
    return ComponentLine(
        name=pick(row.title_de, row.title_en),
        url=url_of(event, EventComponent.SESSION, row.pk),
        cells=(when or _("time not fixed yet"),),
    )
