"""Tables as files to take away: written so that spreadsheets open them and calculate nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full width counts too


def harmless(text: str) -> str:
    """The text; with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


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


_MEDIA: Final = {
    **MEDIA_TYPES,
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "vcf": "text/vcard; charset=utf-8",
}


def dated_name(whose: str, what: str, ending: str) -> str:
    """The name of a file that is kept beside others: whose it is, what it holds and from which day it is."""
    return f"{whose}-{what}-{timezone.localdate().isoformat()}.{ending}"


def download(content: bytes | str, name: str) -> HttpResponse:
    """The file under this name; its ending says what it is, and nobody on the way keeps a copy."""
    response = HttpResponse(content, content_type=_MEDIA[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def table_download(lines: Lines, name: str) -> HttpResponse:
    """A table as CSV or XLSX, as the ending of its name says."""
    return download(table_file(name.rpartition(".")[2], lines), name)
