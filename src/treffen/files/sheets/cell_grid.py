"""Cells in rows, and the table in them: its header wherever it stands, its rows below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from treffen.files.sheets.columns import NOTE, Sheet, SheetColumn
from treffen.files.sheets.headers import normalised_header
from treffen.problem import Where

Raw = str | float | bool | datetime | date | time | timedelta | None
"""What a cell holds, as a spreadsheet gives it; CSV holds only text."""

HIGHEST_HEADER = 40  # a header is looked for in so many rows from the top
MARKS = frozenset({"beispiel", "example", "erklaerung", "explanation"})
INVISIBLE = str.maketrans({"\u00a0": " ", "\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": ""})


def text_of(raw: Raw) -> str:
    """The text of a cell as a person sees it; numbers that are whole have no decimals.

    >>> text_of(12.0), text_of(" a "), text_of(time(10, 20)), text_of(datetime(2027, 4, 20, 10, 0))
    ('12', 'a', '10:20', '2027-04-20 10:00')
    """
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw.strip() if raw.isascii() else raw.translate(INVISIBLE).strip()
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    return _text_of_time(raw)


def _text_of_time(raw: int | datetime | date | time | timedelta) -> str:
    if isinstance(raw, datetime):
        is_day = (raw.hour, raw.minute, raw.second) == (0, 0, 0)
        return raw.date().isoformat() if is_day else raw.isoformat(" ", "seconds").removesuffix(":00")
    if isinstance(raw, time):
        return raw.isoformat("minutes" if not raw.second else "seconds")
    return raw.isoformat() if isinstance(raw, date) else str(raw)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as it was found. `errors` are the cells (row, column from 1) of broken formulas.

    One that `is_readable` not is told as a whole: what it lacks needs not be told.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    errors: frozenset[tuple[int, int]] = frozenset()
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of data; `number` counts from 1 as the spreadsheet does."""

    number: int
    cells: Sequence[Raw]

    def raw(self, column: int) -> Raw:
        """The cell in a column that counts from 1; `None` beyond the end."""
        return self.cells[column - 1] if column <= len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns are known: each field with its column numbers and headers."""

    name: str
    sheet: Sheet
    columns: Mapping[str, tuple[tuple[int, str], ...]]
    rows: tuple[SheetRow, ...]
    header_row: int = 0
    unknown: tuple[tuple[int, str], ...] = ()
    twice: tuple[tuple[int, str], ...] = ()
    marked: tuple[SheetRow, ...] = ()
    errors: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def has(self, name: str) -> bool:
        """Whether there is a column of this field and anything in it."""
        columns = self.columns.get(name, ())
        return any(text_of(row.raw(column)) for column, _ in columns for row in self.rows)

    def where(self, row: SheetRow | None, name: str = "") -> Where:
        """The place of a field in a row (of the sheet as a whole without one)."""
        number, header = self.columns.get(name, ((None, ""),))[0]
        return Where(
            sheet=self.name, row=row.number if row else None, column=number if row else None, header=header
        )


def table_of(grid: Grid, sheet: Sheet) -> Table | None:
    """The table in a grid; nothing if no row of column names is found near its top."""
    best, at, width = 0.0, -1, 0
    for index, cells in enumerate(grid.rows[:HIGHEST_HEADER]):
        filled = [text for text in map(text_of, cells) if text]
        known = {column.field for text in filled if (column := sheet.find(text))}
        is_title = len(filled) == 1 and normalised_header(filled[0]) in sheet.spellings()
        score = len(known - {NOTE}) * (0.5 if is_title else 1)
        if score > best:
            best, at, width = score, index, len(filled)
    if at < 0 or not width:
        return None
    return _Build(grid, sheet, at).table()


class _Build:
    """Puts a table together below the header row `at`."""

    def __init__(self, grid: Grid, sheet: Sheet, at: int) -> None:
        self.grid, self.sheet, self.at = grid, sheet, at
        self.columns: dict[str, tuple[tuple[int, str], ...]] = {}
        self.unknown: list[tuple[int, str]] = []
        self.twice: list[tuple[int, str]] = []

    def table(self) -> Table:
        for number, raw in enumerate(self.grid.rows[self.at], 1):
            header = text_of(raw)
            if header:
                self._place(number, header, self.sheet.find(header))
        kept: list[SheetRow] = []
        marked: list[SheetRow] = []
        note = self.columns.get(NOTE, ((0, ""),))[0][0]
        for row in self._rows():
            is_marked = note and normalised_header(text_of(row.raw(note))) in MARKS
            (marked if is_marked else kept).append(row)
        return Table(
            name=self.grid.name,
            sheet=self.sheet,
            columns=self.columns,
            rows=tuple(kept),
            header_row=self.at + 1,
            unknown=tuple(self.unknown),
            twice=tuple(self.twice),
            marked=tuple(marked),
            errors=self.grid.errors,
        )

    def _place(self, number: int, header: str, column: SheetColumn | None) -> None:
        if column is None:
            self.unknown.append((number, header))
        elif column.field in self.columns and not column.is_list:
            self.twice.append((number, header))
        else:
            self.columns[column.field] = (*self.columns.get(column.field, ()), (number, header))

    def _rows(self) -> Iterator[SheetRow]:
        """The rows below the header in which anything stands in a known column but the note."""
        known = [n for name, columns in self.columns.items() if name != NOTE for n, _ in columns]
        for index, cells in enumerate(self.grid.rows[self.at + 1 :], self.at + 2):
            row = SheetRow(index, cells)
            is_filled = any(text_of(row.raw(n)) for n in known)
            if is_filled or any((index, n) in self.grid.errors for n in known):
                yield row
