"""When somebody or something is free: lists of times, arrival and departure."""

from __future__ import annotations

from typing import Any

from treffen.files.sheets.calendar import Window
from treffen.files.sheets.cell_grid import text_of
from treffen.files.sheets.clock import NotATime, moment
from treffen.files.sheets.reading_context import K, RowCells
from treffen.problem import SlotId


def free_slots(cells: RowCells, name: str = "free") -> frozenset[SlotId] | None:
    """Slots from a list, less those not free, less what lies outside arrival and departure."""
    calendar = cells.desk.calendar
    free = cells.slots(name)
    blocked = cells.slots("not_free", touching=True)
    if blocked:
        free = (calendar.all if free is None else free) - blocked
    window = _stay(cells)
    if window is not None:
        present = calendar.inside(window)
        if not present:
            field = "arrival" if cells.text("arrival") else "departure"
            cells.desk.tell(K.NO_SLOT_IN_RANGE, cells.where(field), value=cells.text(field))
        free = present if free is None else free & present
    return free


def _stay(cells: RowCells) -> Window | None:
    """From arrival to departure. Without a day: arrival on the first, departure on the last."""
    calendar = cells.desk.calendar
    found: list[Any] = []
    for field, day in (("arrival", calendar.first_day), ("departure", calendar.last_day)):
        raw = cells.raw(field)
        try:
            when = moment(raw, year=calendar.first_day.year)
        except NotATime:
            cells.desk.refuse(
                K.NOT_A_TIME, cells.where(field), field=field, value=text_of(raw), expected="14:00"
            )
            when = None
        found += [None, None] if when is None else [when.day or day, when.clock]
    if found == [None] * 4 or not calendar.is_timed:
        return None
    first, start, last, end = found
    return Window(first or calendar.first_day, start, last or calendar.last_day, end)
