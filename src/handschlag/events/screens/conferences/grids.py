"""The time grid of a day as a page draws it: places are classes of a style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handschlag.events.queries.conferences.published_programme import PublishedProgramme, PublishedSession
from handschlag.events.rules.day_grid import LONGEST, MOST_COLUMNS, day_grid

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
