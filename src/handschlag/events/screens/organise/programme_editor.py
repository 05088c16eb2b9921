"""The programme as organisers edit it: a day on a grid, the same as a list, and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day_and_time, zone
from handschlag.events.labels import KINDS
from handschlag.events.models import Event
from handschlag.events.queries.editing import Draft, LastMove
from handschlag.events.rules.blocks.block_clashes import PAUSES
from handschlag.events.rules.programme import Item, Programme, ProgrammeRoom
from handschlag.events.rules.programme.clashes import clashes
from handschlag.events.rules.programme.editor_grid import EditorGrid, by_day, editor_grid_of
from handschlag.events.screens.organise.clashes import lines_of

ROWS_AN_HOUR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionLine:
    item: Item
    room: str
    detail: str
    is_clashing: bool

    @property
    def title(self) -> str:
        return pick(self.item.title_de, self.item.title_en)


def _before(move: LastMove, room: ProgrammeRoom | None) -> str:
    where = format_day_and_time(move.starts_at)
    return f"{where}, {pick(room.name_de, room.name_en)}" if room else where


def programme_screen(
    event: Event, draft: Draft, *, wanted: str, text: str = "", moved: LastMove | None = None
) -> dict[str, Any]:
    """`wanted` is an ISO date; any other text leads to the first day that has sessions."""
    programme = draft.programme
    days = by_day(programme, zone=zone())
    day = next((one for one in days if one.isoformat() == wanted), next(iter(days), event.first_day))
    items = days.get(day, [])
    found = clashes(programme, draft.closures, absences=draft.absences, zone=zone())
    clashing = frozenset(pk for clash in found for pk in clash.items)
    grid = editor_grid_of(programme, day, items)
    room_before = programme.room(moved.room_id) if moved else None
    return {
        "verdict": _verdict_of(len(found), len(programme.items)),
        "is_fine": not found,
        "days": days,
        "shown_day": day,
        "plan": _plan_of(draft, grid, clashing) if grid else None,
        "lines": _fitting(_lines(programme, items, clashing), text),
        "clashes": lines_of(event.slug, programme, found),
        "waiting": draft.waiting,
        "total": len(programme.items) + len(draft.waiting),
        "asked": text,
        "moved": moved,
        "room_before": room_before,
        "before": _before(moved, room_before) if moved else "",  # when and where the moved session was
        # What follows is the number of a session: there may be hundreds on a page.
        "sessions_url": reverse("events:edit_session", args=[event.slug, 0]).removesuffix("0/"),
    }


def _verdict_of(found: int, items: int) -> str:
    if not items:
        return _("The programme is empty.")
    if not found:
        return _("No conflicts.")
    return ngettext("%(number)s conflict.", "%(number)s conflicts.", found) % {"number": found}


def _place_of(*, row: int, rows: int, column: int) -> str:
    """Classes of the style sheet: an hour and minutes from the top, and how long, and which column."""
    hour, rest = divmod(row, ROWS_AN_HOUR)
    hours, left = divmod(rows, ROWS_AN_HOUR)
    return f"hs-at-h{hour} hs-at-m{rest * 5} hs-for-h{hours} hs-for-m{left * 5} hs-col-{column}"


def _plan_of(draft: Draft, grid: EditorGrid, clashing: frozenset[int]) -> dict[str, Any]:
    """The grid, with the classes of the style sheet by which its parts find their places."""
    rooms = {room.id: room for room in draft.programme.rooms}
    return {
        "starts_at": grid.starts_at,
        "lanes": sum(column.lanes for column in grid.columns),
        "columns": [(column, rooms.get(column.room or 0)) for column in grid.columns],
        "hours": [grid.starts_at + timedelta(hours=hour) for hour in range(grid.hours)],
        "pieces": [
            {
                "item": block.item,
                "seen": draft.versions[block.item.id],
                "place": _place_of(row=block.row, rows=block.rows, column=block.column),
                "is_clashing": block.item.id in clashing,
                "is_break": block.item.kind in PAUSES,
                "away": _away_on(grid.starts_at, block.item, draft),
            }
            for block in grid.blocks
        ],
    }


def _away_on(starts_at: datetime, item: Item, draft: Draft) -> str:
    """When its speakers cannot be there, in minutes from the beginning of the grid: `60-120 300-360`."""
    spans = [span for one in item.speakers for span in draft.absences.get(one.speaker, ())]
    minutes = [[int((at - starts_at).total_seconds() // 60) for at in span] for span in spans]
    return " ".join(f"{begin}-{end}" for begin, end in minutes)


def _lines(programme: Programme, items: list[Item], clashing: frozenset[int]) -> tuple[_SessionLine, ...]:
    rooms = {room.id: pick(room.name_de, room.name_en) for room in programme.rooms}
    people = {one.id: one.name for one in programme.people}
    return tuple(
        _SessionLine(
            item=item,
            room=rooms.get(item.room or 0, ""),
            detail=", ".join([str(KINDS[item.kind]), *(people[one.speaker] for one in item.speakers)]),
            is_clashing=item.id in clashing,
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
