"""A day of a programme on a grid: rooms as columns, five minutes a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handschlag.events.rules.moments import BERLIN, local_day
from handschlag.events.rules.programme.contents import Item, Programme, ProgrammeDay

STEP = timedelta(minutes=5)
HOUR = timedelta(hours=1)
LONGEST = timedelta(hours=24)  # what lasts longer is cut off on the grid, not in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Where an item lies: rows of five minutes from the top, columns from the left, both from nought."""

    item: Item
    row: int
    rows: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A room; it is as many lanes wide as sessions overlap in it. `room` None: without a room."""

    room: int | None
    first: int
    lanes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorGrid:
    starts_at: datetime
    hours: int
    columns: tuple[_Column, ...]
    blocks: tuple[_Block, ...]


def _day_of(item: Item, days: Iterable[ProgrammeDay], *, zone: ZoneInfo = BERLIN) -> date:
    """The day of the event that an item belongs to: after midnight still the day before, if it is open."""
    for day in days:
        if day.opens_at <= item.starts_at < day.closes_at:
            return day.day
    return local_day(item.starts_at, zone)


def by_day(programme: Programme, *, zone: ZoneInfo = BERLIN) -> dict[date, list[Item]]:
    """All days, those without a session too, in their order."""
    found: dict[date, list[Item]] = {day.day: [] for day in programme.days}
    for item in programme.items:
        found.setdefault(_day_of(item, programme.days, zone=zone), []).append(item)
    return dict(sorted(found.items()))


def editor_grid_of(programme: Programme, day: date, items: list[Item]) -> EditorGrid | None:
    """None where nothing can be drawn: no session, and no opening hours."""
    house = next((one for one in programme.days if one.day == day), None)
    moments = [item.starts_at for item in items] + ([house.opens_at] if house else [])
    ends = [item.ends_at for item in items] + ([house.closes_at] if house else [])
    if not moments:
        return None
    first = min(moments).replace(minute=0, second=0, microsecond=0)
    length = min(max(ends) - first, LONGEST)
    columns, lanes = _columns_of(programme, items)
    blocks = tuple(_block(item, first, first + length, lanes[item.id]) for item in items)
    return EditorGrid(starts_at=first, hours=-(-length // HOUR), columns=columns, blocks=blocks)


def _block(item: Item, first: datetime, last: datetime, column: int) -> _Block:
    rows = (min(item.ends_at, last) - item.starts_at) // STEP
    return _Block(item=item, row=(item.starts_at - first) // STEP, rows=max(rows, 1), column=column)


def _columns_of(programme: Programme, items: list[Item]) -> tuple[tuple[_Column, ...], dict[int, int]]:
    """The columns, and in which one each item lies."""
    inside: dict[int | None, list[Item]] = defaultdict(list)
    rooms = [room.id for room in programme.rooms]
    for item in items:
        inside[item.room if item.room in rooms else None].append(item)
    order: list[int | None] = [*([None] if inside[None] else []), *rooms]
    columns: list[_Column] = []
    places: dict[int, int] = {}
    first = 0
    for room in order:
        lanes = _lanes_of(inside[room])
        places.update({pk: first + lane for pk, lane in lanes.items()})
        width = max(lanes.values(), default=0) + 1
        columns.append(_Column(room=room, first=first, lanes=width))
        first += width
    return tuple(columns), places


def _lanes_of(items: list[Item]) -> dict[int, int]:
    """Beside one another what overlaps: each item takes the first lane that is free."""
    free_from: list[datetime] = []
    found: dict[int, int] = {}
    for item in sorted(items, key=lambda one: (one.starts_at, one.id)):
        lane = next((i for i, at in enumerate(free_from) if at <= item.starts_at), len(free_from))
        free_from[lane : lane + 1] = [item.ends_at]
        found[item.id] = lane
    return found
