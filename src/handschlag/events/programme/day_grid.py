"""The time grid of one day: rooms as columns, five minutes as a row; sessions as its boxes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from django.utils.safestring import SafeString

from handschlag.common.language import pick
from handschlag.common.times import format_span, format_time, machine_time
from handschlag.design.components.rows import Pattern, Values
from handschlag.events.labels import SESSION_KINDS
from handschlag.events.models import Event
from handschlag.events.public_events import session_path
from handschlag.events.published_programme import (
    PAUSES,
    PublishedProgramme,
    PublishedSession,
    until,
    who_and_where,
)

STEP: Final = timedelta(minutes=5)
LONGEST: Final = 30 * 12  # rows: a day that ends at six in the morning
MOST_COLUMNS: Final = 64


class _Placed(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def room(self) -> int | None: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A room, or `None` for what has none; `wide` lanes, so that nothing lies upon anything."""

    room: int | None
    first: int
    wide: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _GridCell:
    id: int
    row: int
    long: int
    column: int
    wide: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hour:
    at: datetime
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _DayGrid:
    columns: tuple[_Column, ...]
    cells: tuple[_GridCell, ...]
    hours: tuple[_Hour, ...]
    rows: int
    wide: int

    @property
    def is_drawn(self) -> bool:
        """A grid says something where things run side by side, as long as it fits a sheet."""
        return self.wide > 1 and self.rows <= LONGEST and self.wide <= MOST_COLUMNS


def day_grid(items: Sequence[_Placed], rooms: Iterable[int]) -> _DayGrid:
    """`rooms` in the order of the house; those in which nothing happens are left out.

    What has no room goes across all rooms if nothing else happens meanwhile, else into a column of its own.
    """
    if not items:
        return _DayGrid(columns=(), cells=(), hours=(), rows=0, wide=0)
    begin = _whole_hour(min(item.starts_at for item in items))
    end = max(item.ends_at for item in items)
    across = [item for item in items if item.room is None and _is_alone(item, items)]
    used = {item.room for item in items if item not in across}
    order: list[int | None] = [room for room in rooms if room in used]
    if None in used:
        order.append(None)
    columns, cells = [], []
    first = 1
    for room in order:
        lanes = _in_lanes([item for item in items if item.room == room and item not in across])
        columns.append(_Column(room=room, first=first, wide=len(lanes)))
        cells += [
            _cell(item, begin, column=first + lane, wide=1) for lane, run in enumerate(lanes) for item in run
        ]
        first += len(lanes)
    cells += [_cell(item, begin, column=1, wide=max(first - 1, 1)) for item in across]
    return _DayGrid(
        columns=tuple(columns),
        cells=tuple(sorted(cells, key=lambda one: (one.row, one.column))),
        hours=_hours(begin, end),
        rows=_steps(end - begin),
        wide=first - 1,
    )


def _is_alone(item: _Placed, items: Iterable[_Placed]) -> bool:
    return not any(
        other.starts_at < item.ends_at and item.starts_at < other.ends_at
        for other in items
        if other is not item
    )


def _in_lanes(items: Sequence[_Placed]) -> list[list[_Placed]]:
    """As few lanes as it takes so that in none of them two things run at once."""
    lanes: list[list[_Placed]] = []
    for item in sorted(items, key=lambda one: (one.starts_at, one.id)):
        free = next((lane for lane in lanes if lane[-1].ends_at <= item.starts_at), None)
        if free is None:
            lanes.append([item])
        else:
            free.append(item)
    return lanes or [[]]


def _cell(item: _Placed, begin: datetime, *, column: int, wide: int) -> _GridCell:
    row = (item.starts_at - begin) // STEP + 1
    return _GridCell(
        id=item.id, row=row, long=max(_steps(item.ends_at - begin) - row + 1, 1), column=column, wide=wide
    )


def _steps(time: timedelta) -> int:
    """Begun steps count."""
    return -(-time // STEP)


def _hours(begin: datetime, end: datetime) -> tuple[_Hour, ...]:
    count = -(-(end - begin) // timedelta(hours=1))
    return tuple(_Hour(at=begin + timedelta(hours=n), row=n * 12 + 1) for n in range(count))


def _whole_hour(moment: datetime) -> datetime:
    """Every zone in which we work is whole hours from UTC."""
    return moment.replace(minute=0, second=0, microsecond=0)


NARROW = 7  # columns that fit a page without scrolling
HEAD = 1  # the row above the first hour


def grid_screen(reading: PublishedProgramme, lines: Sequence[PublishedSession]) -> dict[str, Any] | None:
    """Nothing where a grid would say nothing: one room only, or more than fits a sheet."""
    drawn = day_grid([line.item for line in lines], reading.rooms)
    if not drawn.is_drawn:
        return None
    by_id = {line.item.id: line for line in lines}
    return {
        "drawn": drawn,
        "columns": [(column, reading.rooms.get(column.room or 0)) for column in drawn.columns],
        "cells": [(cell, by_id[cell.id]) for cell in drawn.cells],
        "scrolls": drawn.wide > NARROW,
    }


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


ROW: Final = Pattern("events/conferences/parts/line.html")
BOX: Final = Pattern("events/conferences/parts/box.html")


def session_rows(lines: Iterable[PublishedSession], event: Event, chosen_ids: Collection[int]) -> SafeString:
    """The rows of a list; who comes may choose those that are held."""
    times: dict[tuple[datetime, datetime], tuple[str, str, str]] = {}
    return ROW.drawn(_row(line, event, chosen_ids, times) for line in lines)


def _row(
    line: PublishedSession,
    event: Event,
    chosen_ids: Collection[int],
    times: dict[tuple[datetime, datetime], tuple[str, str, str]],
) -> Values:
    item, track = line.item, line.track
    span = item.starts_at, item.ends_at
    if span not in times:
        times[span] = machine_time(span[0]), format_time(span[0]), until(*span)
    begin, clock, end = times[span]
    return {
        "number": str(item.id),
        "url": session_path(event, item.id),
        "title": pick(item.title_de, item.title_en),
        "begin": begin,
        "clock": clock,
        "until": end,
        "kind": str(SESSION_KINDS[item.kind]),
        "about": who_and_where(line),
        "track": pick(track.name_de, track.name_en) if track else "",
        "is_pause": item.kind in PAUSES,
        "is_cancelled": item.is_cancelled,
        "is_time_invented": item.is_time_invented,
        "is_chosen": item.id in chosen_ids,
    }


def session_boxes(
    cells: Iterable[tuple[Any, PublishedSession]], event: Event, chosen_ids: Collection[int]
) -> SafeString:
    """The boxes of the time grid of a day."""
    return BOX.drawn(_boxes(cells, event, chosen_ids))


def _boxes(
    cells: Iterable[tuple[Any, PublishedSession]], event: Event, chosen_ids: Collection[int]
) -> Iterator[Values]:
    spans: dict[tuple[datetime, datetime], str] = {}
    for cell, line in cells:
        item = line.item
        span = item.starts_at, item.ends_at
        if span not in spans:
            spans[span] = format_span(*span)
        yield {
            "row": str(cell.row + 1),
            "long": str(cell.long),
            "column": str(cell.column + 1),
            "wide": str(cell.wide),
            "url": session_path(event, item.id),
            "title": pick(item.title_de, item.title_en),
            "span": spans[span],
            "people": ", ".join(person.name for person in line.people),
            "is_pause": item.kind in PAUSES,
            "is_cancelled": item.is_cancelled,
            "is_chosen": item.id in chosen_ids,
        }
