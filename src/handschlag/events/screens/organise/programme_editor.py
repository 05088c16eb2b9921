"""The programme as organisers edit it: a day on a grid, the same as a list, and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day, format_range, format_short_day, format_time, local, zone
from handschlag.design.components.parts import Link
from handschlag.events.labels import KINDS
from handschlag.events.models import Event
from handschlag.events.queries.editing import Draft, LastMove
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.programme import Item, Programme
from handschlag.events.rules.programme.clashes import clashes
from handschlag.events.rules.programme.editor_grid import EditorGrid, by_day, editor_grid_of
from handschlag.events.screens.organise.clashes import ClashLine, lines_of

ROWS_AN_HOUR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A room over its column."""

    name: str
    seats: str
    room: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _HourLine:
    text: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A session on the grid."""

    id: int
    title: str
    when: str
    url: str
    move_url: str
    seen: int
    place: str
    is_clashing: bool
    is_cancelled: bool
    is_open: bool  # a break or the like


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The grid; `first` is the clock time of its first row."""

    first: str
    day: str
    size: str
    heads: Sequence[_Head]
    hours: Sequence[_HourLine]
    pieces: Sequence[_Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionLine:
    id: int
    when: str
    title: str
    url: str
    move_url: str
    room: str
    detail: str
    is_clashing: bool
    is_cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _WaitingLine:
    title: str
    url: str
    move_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _TakeBack:
    """The last move, and the form that undoes it."""

    title: str
    before: str
    url: str
    seen: int
    room: str
    day: str
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProgrammeScreen:
    verdict: str
    is_fine: bool
    grounds: str
    days: Sequence[Link]
    day: str
    plan: _Plan | None
    lines: Sequence[_SessionLine]
    clashes: Sequence[ClashLine]
    waiting: Sequence[_WaitingLine]
    new_url: str
    publish_url: str
    rooms_url: str
    total: int
    text: str
    day_value: str
    take_back: _TakeBack | None


def _take_back_of(event: Event, draft: Draft, move: LastMove) -> _TakeBack:
    at = local(move.starts_at)
    room = draft.programme.room(move.room_id)
    where = [f"{format_short_day(at)}, {format_time(at)}"]
    return _TakeBack(
        title=pick(move.session.title_de, move.session.title_en),
        before=", ".join([*where, *([pick(room.name_de, room.name_en)] if room else [])]),
        url=_move_url_of(event, move.session.pk),
        seen=move.session.version,
        room=str(room.id) if room else "",
        day=at.date().isoformat(),
        starts=format_time(at),
    )


def programme_screen(
    event: Event, draft: Draft, *, wanted: str, text: str = "", moved: LastMove | None = None
) -> _ProgrammeScreen:
    programme = draft.programme
    days = by_day(programme, zone=zone())
    day = next((one for one in days if one.isoformat() == wanted), next(iter(days), event.first_day))
    items = days.get(day, [])
    found = clashes(programme, draft.closures, zone=zone())
    clashing = frozenset(pk for clash in found for pk in clash.items)
    grid = editor_grid_of(programme, day, items)
    base = reverse("events:programme_editor", args=[event.slug])
    return _ProgrammeScreen(
        verdict=_verdict_of(len(found), len(programme.items)),
        is_fine=not found,
        grounds=_("%(sessions)s sessions, %(waiting)s without a time")
        % {"sessions": len(programme.items) + len(draft.waiting), "waiting": len(draft.waiting)},
        days=tuple(
            Link(
                label=format_short_day(one),
                url=f"{base}?day={one.isoformat()}",
                is_current=one == day,
                count=len(rows),
            )
            for one, rows in days.items()
        ),
        day=format_day(day),
        plan=_plan_of(event, draft, grid, clashing, day) if grid else None,
        lines=_fitting(_lines(event, programme, items, clashing), text),
        clashes=lines_of(event.slug, programme, found),
        waiting=_waiting_lines(event, draft),
        new_url=reverse("events:new_session", args=[event.slug]) + f"?day={day.isoformat()}",
        publish_url=reverse("events:publish", args=[event.slug]),
        rooms_url=reverse("events:new_part", args=[event.slug, EventComponent.ROOM.value]),
        text=text,
        day_value=day.isoformat(),
        total=len(programme.items) + len(draft.waiting),
        take_back=_take_back_of(event, draft, moved) if moved else None,
    )


def _waiting_lines(event: Event, draft: Draft) -> tuple[_WaitingLine, ...]:
    return tuple(
        _WaitingLine(
            title=pick(one.title_de, one.title_en),
            url=_url_of(event, one.id),
            move_url=_move_url_of(event, one.id),
        )
        for one in draft.waiting
    )


def _verdict_of(found: int, items: int) -> str:
    if not items:
        return _("The programme is empty.")
    if not found:
        return _("No conflicts.")
    return ngettext("%(number)s conflict.", "%(number)s conflicts.", found) % {"number": found}


def _url_of(event: Event, pk: int) -> str:
    return reverse("events:edit_session", args=[event.slug, pk])


def _move_url_of(event: Event, pk: int) -> str:
    return f"{_url_of(event, pk)}move/"


def _place_of(*, row: int, rows: int, column: int) -> str:
    """Classes of the style sheet: an hour and minutes from the top, and how long, and which column."""
    hour, rest = divmod(row, ROWS_AN_HOUR)
    hours, left = divmod(rows, ROWS_AN_HOUR)
    return f"hs-at-h{hour} hs-at-m{rest * 5} hs-for-h{hours} hs-for-m{left * 5} hs-col-{column}"


def _plan_of(event: Event, draft: Draft, grid: EditorGrid, clashing: frozenset[int], day: date) -> _Plan:
    rooms = {room.id: room for room in draft.programme.rooms}
    heads = []
    for column in grid.columns:
        room = rooms.get(column.room or 0)
        heads.append(
            _Head(
                name=pick(room.name_de, room.name_en) if room else _("no room"),
                seats=_("%(seats)s places") % {"seats": room.seats} if room and room.seats else "",
                room=str(room.id) if room else "",
                place=f"hs-col-{column.first} hs-wide-{column.lanes}",
            )
        )
    base = _url_of(event, 0).removesuffix("0/")  # one look-up for all sessions: there may be hundreds
    pieces = tuple(
        _Piece(
            id=one.item.id,
            title=pick(one.item.title_de, one.item.title_en),
            when=format_range(one.item.starts_at, one.item.ends_at),
            url=f"{base}{one.item.id}/",
            move_url=f"{base}{one.item.id}/move/",
            seen=draft.versions[one.item.id],
            place=_place_of(row=one.row, rows=one.rows, column=one.column),
            is_clashing=one.item.id in clashing,
            is_cancelled=one.item.is_cancelled,
            is_open=one.item.kind in {"break", "reception"},
        )
        for one in grid.blocks
    )
    return _Plan(
        first=format_time(grid.starts_at),
        day=day.isoformat(),
        size=f"hs-cols-{sum(column.lanes for column in grid.columns)}",
        heads=tuple(heads),
        hours=tuple(
            _HourLine(text=format_time(grid.starts_at + timedelta(hours=n)), place=f"hs-at-h{n}")
            for n in range(grid.hours)
        ),
        pieces=pieces,
    )


def _lines(
    event: Event, programme: Programme, items: list[Item], clashing: frozenset[int]
) -> tuple[_SessionLine, ...]:
    rooms = {room.id: pick(room.name_de, room.name_en) for room in programme.rooms}
    people = {one.id: one.name for one in programme.people}
    base = _url_of(event, 0).removesuffix("0/")
    return tuple(
        _SessionLine(
            id=item.id,
            when=format_range(item.starts_at, item.ends_at),
            title=pick(item.title_de, item.title_en),
            url=f"{base}{item.id}/",
            move_url=f"{base}{item.id}/move/",
            room=rooms.get(item.room or 0, ""),
            detail=", ".join([str(KINDS[item.kind]), *(people[one.speaker] for one in item.speakers)]),
            is_clashing=item.id in clashing,
            is_cancelled=item.is_cancelled,
        )
        for item in items
    )


def _fitting(rows: Sequence[_SessionLine], text: str) -> tuple[_SessionLine, ...]:
    """Those that have every word in title, people, kind or room."""
    wanted = text.casefold().split()

    def has_all(row: _SessionLine) -> bool:
        said = f"{row.title} {row.detail} {row.room}".casefold()
        return all(word in said for word in wanted)

    return tuple(filter(has_all, rows))
