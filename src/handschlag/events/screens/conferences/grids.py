"""The time grid of a day as a page draws it: places are classes of a style sheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_span, format_time
from handschlag.directory.screens import texts
from handschlag.events.models import Event
from handschlag.events.queries.conferences.published_programme import PublishedProgramme, PublishedSession
from handschlag.events.rules.day_grid import LONGEST, MOST_COLUMNS, DayGrid, GridCell, day_grid
from handschlag.events.screens.conferences import entries, language_labels, session_lines

NARROW = 7  # columns that fit a page without scrolling
HEAD = 1  # the row above the first hour


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    name: str
    note: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    clock: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    title: str
    url: str
    about: str
    clock: str
    place: str
    is_pause: bool
    is_cancelled: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridScreen:
    heads: Sequence[_Head]
    marks: Sequence[_Mark]
    boxes: Sequence[_Box]
    shape: str
    scrolls: bool


def grid_screen(
    event: Event, reading: PublishedProgramme, lines: Sequence[PublishedSession], *, chosen: Collection[int]
) -> GridScreen | None:
    """Nothing where a grid would say nothing: one room only, or more than fits a sheet."""
    drawn = day_grid([line.item for line in lines], reading.rooms)
    if not drawn.is_drawn:
        return None
    by_id = {line.item.id: line for line in lines}
    return GridScreen(
        heads=_heads(reading, drawn),
        marks=tuple(_Mark(clock=format_time(hour.at), place=f"g-r{hour.row + HEAD}") for hour in drawn.hours),
        boxes=tuple(_box(event, by_id[cell.id], cell, chosen=chosen) for cell in drawn.cells),
        shape=f"g-n{drawn.wide}",
        scrolls=drawn.wide > NARROW,
    )


def _heads(reading: PublishedProgramme, drawn: DayGrid) -> tuple[_Head, ...]:
    found = []
    for column in drawn.columns:
        room = reading.rooms.get(column.room or 0)
        seats = _("%(n)s places") % {"n": texts.number(room.seats)} if room and room.seats else ""
        name = pick(room.name_de, room.name_en) if room else _elsewhere(reading)
        found.append(_Head(name=name, note=seats, place=f"g-c{column.first + 1} g-w{column.wide}"))
    return tuple(found)


def _elsewhere(reading: PublishedProgramme) -> str:
    return _("Elsewhere") if reading.rooms else _("Room not known yet")


def _box(event: Event, line: PublishedSession, cell: GridCell, *, chosen: Collection[int]) -> _Box:
    item = line.item
    return _Box(
        title=session_lines.session_title(line),
        url=entries.session_path(event, item.id),
        about=", ".join(person.name for person in line.people),
        clock=format_span(item.starts_at, item.ends_at),
        place=f"g-r{cell.row + HEAD} g-l{cell.long} g-c{cell.column + 1} g-w{cell.wide}",
        is_pause=item.kind in language_labels.PAUSES,
        is_cancelled=item.is_cancelled,
        is_chosen=item.id in chosen,
    )


def sheet() -> str:
    """The style sheet with all places; it lies in the static files, and a test compares the two."""
    rows = [f".g-r{n}{{grid-row-start:{n}}}" for n in range(1, LONGEST + HEAD + 1)]
    lengths = [f".g-l{n}{{grid-row-end:span {n}}}" for n in range(1, LONGEST + 1)]
    columns = [f".g-c{n}{{grid-column-start:{n}}}" for n in range(1, MOST_COLUMNS + 2)]
    widths = [f".g-w{n}{{grid-column-end:span {n}}}" for n in range(1, MOST_COLUMNS + 1)]
    shapes = [
        f".g-n{n}{{grid-template-columns:4rem repeat({n},minmax(var(--hs-grid-least),1fr))}}"
        for n in range(1, MOST_COLUMNS + 1)
    ]
    head = "/* Written by screens/conferences/grids.py: the places of the time grid. */"
    return "\n".join([head, *rows, *lengths, *columns, *widths, *shapes, ""])
