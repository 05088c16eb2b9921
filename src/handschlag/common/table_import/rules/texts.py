"""Tables as text: the encodings, separators and oddities of what spreadsheets and registers export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules.kept_cells import has_kept_cells, rewritten
from handschlag.common.table_import.rules.refusals import FileRefusal
from handschlag.common.table_import.rules.sheets import MOST_COLUMNS, MOST_ROWS, MOST_SIGNS, Sheet, trimmed

SEPARATORS = (";", "\t", ",", "|")
SAMPLE = 100_000  # signs, to find the separator in
WIDEST = 16_384  # as many columns as a spreadsheet has, and may write though nothing stands in them
# A register writes ="0123" so that a spreadsheet keeps the zero.
KEPT_AS_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def _decode(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, otherwise Windows-1252; anything else is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding)
    try:
        return checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return checked(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise Refusal(FileRefusal.NOT_A_TABLE) from error


def checked(text: str) -> str:
    """Control characters are in pictures and programs, never in a table; markup is no table either."""
    start = text.lstrip()[:200].lower()
    is_markup = start.startswith(("<!doctype", "<html", "<?xml", "<svg", "{", "[{", "%pdf", "{\\rtf"))
    if CONTROL.search(text) or is_markup:
        raise Refusal(FileRefusal.NOT_A_TABLE)
    return text


def _separator_of(text: str) -> str:
    """The one that makes the most rows equally wide; a line `sep=;` says it."""
    first = text.split("\n", 1)[0].strip()
    if re.fullmatch(r'sep=[^\w\s"]', first):
        return first[-1]
    best, most = ";", 0.0
    for separator in SEPARATORS:
        rows = [row for _number, row in zip(range(50), _safe_rows(text[:SAMPLE], separator), strict=False)]
        widths = [len(row) for row in rows if row]
        if widths and (usual := max(set(widths), key=widths.count)) > 1:
            weight = widths.count(usual) / len(widths) * (1 + usual / 100)
            if weight > most:
                best, most = separator, weight
    return best


def _safe_rows(text: str, separator: str) -> Iterator[list[str]]:
    """Rows of a sample, as far as it can be read: its end may be in the middle of a cell."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def read(content: bytes) -> Sheet:
    """The one sheet of a text file."""
    text = _decode(content)
    separator = _separator_of(text)
    if has_kept_cells(text):
        text = rewritten(text, separator)
    rows: list[list[str]] = []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    previous = csv.field_size_limit(MOST_SIGNS * 10)
    try:
        for row in lines:
            if len(rows) > MOST_ROWS * 2:
                raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
            if len(row) > WIDEST:
                raise Refusal(FileRefusal.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
            rows.append([tidy(cell) for cell in row])
    except csv.Error as error:
        raise Refusal(FileRefusal.OPEN_QUOTE, line=lines.line_num) from error
    finally:
        csv.field_size_limit(previous)
    first = 1
    if rows and re.fullmatch(r"sep=.?", "".join(rows[0])):
        rows, first = rows[1:], 2
    return Sheet(name="", rows=trimmed(rows), first_row=first)


def tidy(cell: str) -> str:
    """Without the spaces around, with plain spaces inside, and without a register's `="..."`."""
    text = cell.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").strip()
    kept = KEPT_AS_TEXT.match(text)
    return kept[1].replace('""', '"').strip() if kept else text
