"""A folder of CSV files, one for each sheet, as spreadsheets in Germany and elsewhere save them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.nearness import nearest
from treffen.files.reading import Reading
from treffen.files.sheets.assembly import assemble
from treffen.files.sheets.cell_grid import Grid, table_of
from treffen.files.sheets.columns import BY_KEY, READ_ME, Sheet, find_sheet, sheet_names
from treffen.files.sheets.headers import normalised_header
from treffen.files.sheets.reading_context import K, ReadingContext
from treffen.files.sheets.settings import is_setting
from treffen.problem import Where

ENDINGS = (".csv", ".tsv", ".txt")
SEPARATORS = (";", ",", "\t", "|")
LONGEST_CELL = 1_000_000
EXPECTED = {
    "unexpected end of data": "closing quotation mark",
    "expected after": "separator",
    "field larger": "shorter cell",
}
"""What the standard library says is wrong, and what would be right."""
SAMPLE = 20_000  # characters in which the separator shows


def read_folder(path: Path, *, optional: frozenset[str] = frozenset()) -> Reading:
    """The problem in a folder of CSV files, or all its faults by file, row and column."""
    desk, grids = ReadingContext(optional=optional), {}
    try:
        files = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
    except OSError as error:
        reason = error.strerror or str(error)
        fault = Unreadable(K.NOT_READABLE, Where(sheet=path.name), value=reason)
        return Reading(faults=(fault.located,))
    for file in files:
        where = Where(sheet=file.name)
        sheet = find_sheet(file.stem)
        if sheet is None:
            if normalised_header(file.stem) not in READ_ME:
                desk.tell(K.IGNORED_SHEET, where, value=file.name, hint=nearest(file.stem, sheet_names()))
            continue
        if sheet.key in grids:
            desk.refuse(K.DUPLICATE_KEY, where, value=file.name)
            continue
        try:
            grids[sheet.key] = grid_of_csv(file, sheet, where)
        except Unreadable as error:
            desk.faults.append(error.located)
            grids[sheet.key] = Grid(file.name, (), is_readable=False)
    return assemble(grids, desk, names={key: f"{key}.csv" for key in BY_KEY})


def grid_of_csv(file: Path, sheet: Sheet, where: Where) -> Grid:
    """The cells of a CSV file, its separator found by the columns of its sheet; raises `Unreadable`."""
    text = decode(read_bytes(file, where), where)
    first, _, rest = text.partition("\n")
    told = first.strip().casefold()
    if told.startswith("sep=") and len(first.strip("\r\n")) == 5:  # a spreadsheet's own hint
        rows = _rows(rest, first[4], where=where)
        return Grid(file.name, [[], *_bare(rows)])
    sample = text[:SAMPLE].rpartition("\n")[0] or text[:SAMPLE]
    separator = max(SEPARATORS, key=lambda one: _likeness(sample, one, sheet=sheet))
    return Grid(file.name, _bare(_rows(text, separator, where=where)))


def _likeness(sample: str, separator: str, *, sheet: Sheet) -> tuple[int, int]:
    """How well a separator explains the head of a file: known columns, then all in their row.

    Separators elsewhere tell nothing: a single column of names may be full of commas.
    """
    rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))[:40]
    table = table_of(Grid("", rows), sheet)
    if table is not None:
        return len(table.columns), len(rows[table.header_row - 1])
    return 0, sum(len(row) > 1 and is_setting(row[0]) for row in rows)


def _rows(text: str, separator: str, *, where: Where) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        spot = Where(sheet=where.sheet, row=len(rows) + 1)
        expected = next((e for said, e in EXPECTED.items() if said in str(error)), "plain text")
        found = text.splitlines()[len(rows) : len(rows) + 1]
        raise Unreadable(K.SYNTAX, spot, value="".join(found)[:20], expected=expected) from error
    return rows


def _bare(rows: list[list[str]]) -> list[list[str]]:
    """The cells without the apostrophe that keeps a spreadsheet from running them as formulas."""
    return [[cell[1:] if cell[:1] == "'" and cell[1:2] in GUARDED else cell for cell in row] for row in rows]


GUARDED = ("=", "+", "-", "@", "'", "\t", "\r")
"""What a cell must not begin with, lest a spreadsheet take it for a formula."""


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return "'" + text if text.startswith(GUARDED) and text != "-" else text
