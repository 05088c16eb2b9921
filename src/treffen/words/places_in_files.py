"""Where in a file something stands, as the reader of that file would say it."""

from __future__ import annotations

import re

from treffen.problem import Where
from treffen.words.language import Language, Text, number, quoted

SHEET = Text("Blatt {sheet}", "sheet {sheet}")
FILE = Text("Datei {sheet}", "file {sheet}")
CELL = Text("Zelle {cell}", "cell {cell}")
ROW = Text("Zeile {row}", "row {row}")
LINE = Text("Zeile {row}", "line {row}")
CHARACTER = Text("Zeichen {column}", "character {column}")
COLUMN = Text("Spalte {header}", "column {header}")
PATH = Text("bei {path}", "at {path}")
FILE_NAME = re.compile(r".*\.[A-Za-z]\w{0,7}")  # has an ending, which names of sheets rarely have


def place_in_file(where: Where, language: Language) -> str:
    """A place in words, empty where nothing is known.

    >>> place_in_file(Where(sheet="Anfragen", row=7, column=3, header="Wert"), "de")
    'Blatt „Anfragen“, Zelle C7 (Spalte „Wert“)'
    >>> place_in_file(Where(row=12, column=4), "en")
    'line 12, character 4'
    """
    is_text = not where.sheet or FILE_NAME.fullmatch(where.sheet) is not None
    parts = [*_sheet(where, language, is_text=is_text), *_spot(where, language, is_text=is_text)]
    if where.path:
        parts.append(PATH.said(language).format(path=where.path))
    place = ", ".join(parts)
    if where.header:
        column = COLUMN.said(language).format(header=quoted(where.header, language))
        place = f"{place} ({column})" if place else column
    return place


def _sheet(where: Where, language: Language, *, is_text: bool) -> list[str]:
    if not where.sheet:
        return []
    text = FILE if is_text else SHEET
    return [text.said(language).format(sheet=quoted(where.sheet, language))]


def _spot(where: Where, language: Language, *, is_text: bool) -> list[str]:
    if where.cell and not is_text:
        return [CELL.said(language).format(cell=where.cell)]
    if where.row is None:
        return []
    row = number(where.row, language)
    spot = [(LINE if is_text else ROW).said(language).format(row=row)]
    if where.column is not None and not where.header:
        spot.append(CHARACTER.said(language).format(column=number(where.column, language)))
    return spot
