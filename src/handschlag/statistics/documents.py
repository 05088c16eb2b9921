"""A set of tables as a file: CSV, XLSX, JSON as open data, and tagged PDF on A4."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from handschlag.common.printing import render
from handschlag.common.table_files import csv_file, download, new_book, write_cells
from handschlag.design.components.organiser import Table, table_of
from handschlag.design.tallies import format_number
from handschlag.statistics import kpis

ENDINGS: Final = ("pdf", "xlsx", "csv", "json")
PUBLIC_ENDINGS: Final = ("csv", "json", "xlsx")
LONGEST: Final = 31  # letters in the name of a sheet
type Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`key` names the table for programs; the first column names its rows; `on_paper` are they with units."""

    key: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    on_paper: Sequence[Sequence[Cell]] = ()

    def table(self) -> Table:
        """The same on a page, where counts are written as their language does."""
        rows = ((str(head), *map(_counted, cells)) for head, *cells in self.rows)
        return table_of(self.title, self.heads, rows)


def _counted(cell: Cell) -> str:
    return format_number(cell) if isinstance(cell, int) else str(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`facts` stand before the tables: event, moment, what was left out."""

    title: str
    facts: Mapping[str, str]
    sheets: Sequence[Sheet]


def file_of(document: Document, ending: str) -> bytes:
    """The document as csv, xlsx or json; KeyError for any other ending."""
    return {"csv": _csv_of, "xlsx": _xlsx_of, "json": _json_of}[ending](document)


def _csv_of(document: Document) -> bytes:
    """A line for each cell: table, row, column, value."""
    return csv_file(_long_lines(document))


def _long_lines(document: Document) -> Iterator[Sequence[Cell]]:
    yield [_("Table"), _("Row"), _("Column"), _("Value")]
    for sheet in document.sheets:
        for row in sheet.rows:
            for head, cell in zip(sheet.heads[1:], row[1:], strict=True):
                yield [sheet.title, row[0], head, cell]


def _xlsx_of(document: Document) -> bytes:
    file = io.BytesIO()
    book = new_book(file)
    bold = book.add_format({"bold": True})
    first = book.add_worksheet(_("About this file")[:LONGEST])
    first.set_column(0, 0, 30)
    first.set_column(1, 1, 80)
    first.write_string(0, 0, document.title, bold)
    for place, (name, value) in enumerate(document.facts.items(), start=2):
        first.write_string(place, 0, name)
        first.write_string(place, 1, value)
    for sheet in document.sheets:
        page = book.add_worksheet(sheet.title[:LONGEST].replace("/", " ").replace(":", " "))
        page.freeze_panes(1, 1)
        page.set_column(0, 0, 40)
        write_cells(page, 0, sheet.heads, bold)
        for place, row in enumerate(sheet.rows, start=1):
            write_cells(page, place, row)
    book.close()
    return file.getvalue()


def _json_of(document: Document) -> bytes:
    """Every table with its columns; numbers are numbers."""
    tables = [
        {"key": one.key, "title": one.title, "columns": one.heads, "rows": one.rows}
        for one in document.sheets
    ]
    found = {"title": document.title, "about": dict(document.facts), "tables": tables}
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


WIDE = 9  # columns up to which a table is set in the usual size, with its heads upright


def pdf_of(document: Document, *, language: str, now: datetime) -> bytes:
    """The document as PDF in this language; sheets without rows are left out."""
    data = {
        "title": document.title,
        "facts": [[name, value] for name, value in document.facts.items()],
        "sheets": [pdf_sheet(one) for one in document.sheets if one.rows],
        "page": _("Page"),
    }
    return render("statistics/printing/document.typ", data, language=language, now=now)


def pdf_sheet(one: Sheet) -> dict[str, object]:
    """One table as the print template takes it; `on_paper` replaces the rows where it is given."""
    return {
        "title": one.title,
        "heads": list(one.heads),
        "rows": [[_told(cell) for cell in row] for row in one.on_paper or one.rows],
        "numbers": [_is_number(one, column) for column in range(len(one.heads))],
        "is_wide": len(one.heads) > WIDE,
    }


def _told(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return kpis.fixed(cell, 2).removesuffix("00").rstrip(",.")
    return str(cell)


def _is_number(one: Sheet, column: int) -> bool:
    """Whether a column holds numbers, which stand on the right."""
    return any(isinstance(row[column], int | float) for row in one.rows)


def open_data_download(data: bytes, ending: str, name: str) -> HttpResponse:
    """A file of public figures, which everybody may keep."""
    response = download(data, f"{name}.{ending}")
    del response["Cache-Control"]  # everybody may keep it
    response["X-Robots-Tag"] = "noindex"
    return response
