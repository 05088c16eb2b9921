"""Problems as a workbook or a folder of CSV, in the form that the readers take."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.files.atomic import replacing, write_text
from treffen.files.reading import Labels
from treffen.files.sheets.columns import BY_KEY, EVENT_KEYS, NOTE, Sheet
from treffen.files.sheets.csv_folder import guarded
from treffen.files.sheets.problem_rows import Cell, Cells, rows_of
from treffen.problem import Problem
from treffen.words import Language

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ALWAYS = ("event", "slots", "places", "participants", "requests")
EXCEL = ("\ufeff", ";", "\r\n")  # what spreadsheets in German-speaking countries open without asking


def write_problem_csv(
    folder: str | Path, problem: Problem, *, labels: Labels | None = None, language: Language = "en"
) -> None:
    """Write the problem as CSV, one file a sheet; files of other sheets in the folder are removed.

    UTF-8 with a byte order mark, semicolons; no cell begins like a formula. Raises `OSError`.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = rows_of(problem, labels, language=language)
    for key, sheet in BY_KEY.items():
        path = folder / f"{key}.csv"
        if rows[key] or key in ALWAYS:
            write_text(path, _csv(sheet, rows[key], language=language))
        else:
            path.unlink(missing_ok=True)


def _csv(sheet: Sheet, rows: list[Cells], *, language: Language) -> str:
    mark, separator, end = EXCEL
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    fields = _used_fields(sheet, rows)
    writer.writerow(sheet.column(field).name(language) for field in fields)
    for row in rows:
        writer.writerow(guarded(_text(_named(row, field, language=language))) for field in fields)
    return mark + text.getvalue()


def _used_fields(sheet: Sheet, rows: Iterable[Cells]) -> list[str]:
    """The fields of a sheet that have content, in the order of its columns; ids always."""
    used = {field for row in rows for field in row} | {"id", *sheet.needs}
    return [column.field for column in sheet.columns if column.field in used and column.field != NOTE]


def _named(row: Cells, field: str, *, language: Language) -> Cell:
    """A cell; the keys of the event are written as the language calls them."""
    cell = row.get(field, "")
    if field == "key":
        return next(column.name(language) for column in EVENT_KEYS if column.field == cell)
    return cell


def _text(cell: Cell) -> str:
    return cell.strftime("%Y-%m-%d %H:%M") if isinstance(cell, datetime) else str(cell)


def write_problem_workbook(
    path: str | Path, problem: Problem, *, labels: Labels | None = None, language: Language = "de"
) -> None:
    """Write the problem as a workbook, one sheet each, whole or not at all. Raises `OSError`."""
    # Imported here, so that the command answers --help without loading the library.
    from treffen.files.sheets.styles import new_workbook

    rows = rows_of(problem, labels, language=language)
    with replacing(Path(path)) as spare:
        book = new_workbook(spare)
        for key, sheet in BY_KEY.items():
            if rows[key] or key in ALWAYS:
                _write_sheet(book, sheet, rows[key], language=language)
        book.close()


def _write_sheet(book: Workbook, sheet: Sheet, rows: list[Cells], *, language: Language) -> None:
    from treffen.files.sheets.styles import Styles, finish, write_cell

    styles = Styles(book)
    page = book.add_worksheet(sheet.name(language))
    fields = _used_fields(sheet, rows)
    widths = [12] * len(fields)
    for column, field in enumerate(fields):
        header = sheet.column(field).name(language)
        page.write_string(0, column, header, styles.header)
        widths[column] = len(header) + 4
    for number, row in enumerate(rows, 1):
        for column, field in enumerate(fields):
            cell = _named(row, field, language=language)
            write_cell(page, number, column, cell, styles=styles)
            widths[column] = max(widths[column], len(_text(cell)) + 2)
    finish(page, rows=len(rows), widths=widths, language=language)
