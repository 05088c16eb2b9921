"""A workbook (`.xlsx`), as an organiser fills it in."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from treffen.files.content import Unreadable, read_bytes
from treffen.files.nearness import nearest
from treffen.files.reading import Reading
from treffen.files.sheets.assembly import assemble
from treffen.files.sheets.cell_grid import Grid, Raw
from treffen.files.sheets.columns import BY_KEY, READ_ME, SHEETS, find_sheet, sheet_names
from treffen.files.sheets.headers import normalised_header
from treffen.files.sheets.packages import Package, inspect
from treffen.files.sheets.reading_context import K, ReadingContext
from treffen.problem import Where
from treffen.words import Language

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_MERGED = 100_000


def read_workbook(path: Path, *, optional: frozenset[str] = frozenset()) -> Reading:
    """The problem in a workbook, or all its faults by sheet, row and column."""
    try:
        desk, grids = ReadingContext(optional=optional), grids_of_workbook(path)
    except Unreadable as error:
        return Reading(faults=(error.located,))
    return _assembled(desk, grids)


def grids_of_workbook(path: Path) -> list[tuple[Grid, bool]]:
    """Every sheet, and whether it is visible; raises `Unreadable`."""
    where = Where(sheet=path.name)
    content = read_bytes(path, where)
    return _grids(content, inspect(content, where), where)


def _assembled(desk: ReadingContext, found: list[tuple[Grid, bool]]) -> Reading:
    grids: dict[str, Grid] = {}
    for grid, is_visible in found:
        sheet, where = find_sheet(grid.name), Where(sheet=grid.name)
        if sheet is None:
            if is_visible and normalised_header(grid.name) not in READ_ME and grid.rows:
                hint = nearest(grid.name, sheet_names())
                desk.tell(K.IGNORED_SHEET, where, value=grid.name, hint=hint)
        elif sheet.key in grids:
            desk.refuse(K.DUPLICATE_KEY, where, value=grid.name)
        else:
            grids[sheet.key] = grid
    is_english = any(
        grid.name == sheet.name("en") != sheet.name("de") for grid, _ in found for sheet in SHEETS
    )
    language: Language = "en" if is_english else "de"
    return assemble(grids, desk, names={key: sheet.name(language) for key, sheet in BY_KEY.items()})


def _grids(content: bytes, package: Package, where: Where) -> list[tuple[Grid, bool]]:
    # Imported here, so that the command answers --help without loading the library.
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = []
        for sheet in book.sheets_metadata:
            grid = _grid(book, sheet.name, package)
            found.append((grid, sheet.visible == SheetVisibleEnum.Visible))
        return found
    except CalamineError as error:
        raise Unreadable(K.NOT_A_WORKBOOK, where, value=str(error)[:80]) from error
    except (KeyboardInterrupt, SystemExit, Unreadable):
        raise
    except BaseException as error:
        # A panic of the library's native code is no Exception; a damaged file must not end the command.
        raise Unreadable(K.NOT_A_WORKBOOK, where, value=type(error).__name__) from error


def _grid(book: CalamineWorkbook, name: str, package: Package) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    return Grid(name, rows, package.errors.get(name, frozenset()))


def _fill_merged(rows: list[list[Raw]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A cell merged over several rows holds for each of them."""
    for (top, left), (bottom, _) in ranges[:MOST_MERGED]:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] in ("", None):
                row[left] = value
