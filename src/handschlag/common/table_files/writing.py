"""Tables as files: CSV that a German spreadsheet opens by a double click, and XLSX. No cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import xlsxwriter

from handschlag.common.rules.cells import harmless

type Value = str | int | float | bool | None
type Lines = Iterable[Iterable[Value]]
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BLOCK: Final = 64 * 1024
_PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False}


def csv_blocks(lines: Lines) -> Iterator[bytes]:
    """CSV while it is sent: without its byte order mark and semicolons a German spreadsheet guesses wrong."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in line])
        if text.tell() > BLOCK:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    block = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return block


def csv_file(lines: Lines) -> bytes:
    """The same as one piece."""
    return b"".join(csv_blocks(lines))


def new_book(file: IO[bytes], **options: Any) -> xlsxwriter.Workbook:
    """A workbook in which text stays text, whatever it begins with."""
    return xlsxwriter.Workbook(file, {**_PLAIN, "in_memory": True, **options})


def write_cells(sheet: Any, row: int, cells: Iterable[Value], style: Any = None) -> None:
    """One row: texts as texts, numbers as numbers, nothing where nothing is said."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(row, column, cell, style)
        elif cell is not None:
            sheet.write_number(row, column, cell, style)


def _xlsx_file(lines: Lines) -> bytes:
    """One sheet whose head stays in sight."""
    file = io.BytesIO()
    with new_book(file) as book:
        bold, sheet = book.add_format({"bold": True}), book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 30, 20)
        for row, line in enumerate(lines):
            write_cells(sheet, row, line, bold if row == 0 else None)
    return file.getvalue()


def table_file(ending: str, lines: Lines) -> bytes:
    """The table as a file with this ending."""
    return csv_file(lines) if ending == "csv" else _xlsx_file(lines)
