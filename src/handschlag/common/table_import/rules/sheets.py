"""A table as it was read: texts in rows, each with the address that its spreadsheet shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules.refusals import FileRefusal

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 50_000, 100
MOST_CELLS = 2_000_000  # with something in them, in all sheets of a file
MOST_SIGNS = 10_000  # of one cell; what is longer is no fact about an organisation
_HEADINGS_WITHIN = 20  # rows; above the headings there may be a title and a note


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `first_row` is the number that the spreadsheet gives to `rows[0]`."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1

    @property
    def is_empty(self) -> bool:
        return not any(any(row) for row in self.rows)

    @property
    def filled_cells(self) -> int:
        return sum(1 for row in self.rows for cell in row if cell)

    def from_headings(self) -> Sheet:
        """Without the title and the notes above the headings."""
        head = _headings_at(self)
        return Sheet(name=self.name, rows=self.rows[head:], first_row=self.first_row + head)


def letters(column: int) -> str:
    """The name of a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(column: int | None, row: int) -> str:
    """`C7`, as in the spreadsheet; the row alone where there is no such column."""
    return f"{letters(column)}{row}" if column is not None else str(row)


def trimmed(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """All rows equally wide, without empty rows and columns at the end; too large a table is refused."""
    last = max((index for index, row in enumerate(rows) if any(row)), default=-1)
    width = max((_filled(row) for row in rows[: last + 1]), default=0)
    if width > MOST_COLUMNS:
        raise Refusal(FileRefusal.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
    if last >= MOST_ROWS + _HEADINGS_WITHIN:
        raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
    return tuple(tuple(row[:width]) + ("",) * (width - len(row)) for row in rows[: last + 1])


def _filled(row: Sequence[str]) -> int:
    """How many cells there are up to the last one with a text."""
    return next((index + 1 for index in range(len(row) - 1, -1, -1) if row[index]), 0)


def _headings_at(sheet: Sheet) -> int:
    """The index of the row with the headings: the first that is as widely filled as the rows below it.

    Headings that are merged over two rows stand in both, and the second counts.
    """
    widths = [sum(1 for cell in row if cell) for row in sheet.rows[:_HEADINGS_WITHIN]]
    if not widths or max(widths) == 0:
        raise Refusal(FileRefusal.NO_HEADINGS)
    least = max(1, (max(widths) + 1) // 2)
    head = next(index for index, width in enumerate(widths) if width >= least)
    while sheet.rows[head : head + 1] == sheet.rows[head + 1 : head + 2]:
        head += 1
    return head


def texts_by_field(
    rows: Sequence[Sequence[str]], *, columns: Mapping[int, str], first_row: int
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and texts of each row that says something; `rows` begins with the headings."""
    for number, cells in enumerate(rows[1:], start=first_row + 1):
        texts = {field: cells[index].strip() for index, field in columns.items() if index < len(cells)}
        if any(texts.values()):
            yield number, texts
