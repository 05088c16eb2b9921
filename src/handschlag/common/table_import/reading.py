"""Which file it is, and its table: read in a process of its own, or refused. Without Django.

Cells written as `="0123"`: a spreadsheet keeps the zero, and a reader of CSV loses its way.

A separator or a line break inside such a cell would end it, for its quotation mark is not its first sign.
And not every export doubles the quotation marks inside. So these cells are rewritten as CSV has them.

Workbooks (.xlsx), read by a library and never by patterns over their text.

A few kilobytes can hold gigabytes: the size of all parts is counted first, whatever their heads say. What
the library does with a sheet has its limit in the process in which it runs (`common/sandbox`): it keeps a
sheet as a full rectangle, so one cell in the last row and column asks for more memory than there is, and so
does a long text that many cells share.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.sandbox import StopCause, Stopped, run_in_sandbox


class FileRefusal(Reason):
    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = "too_large", _("The file is larger than %(most)s MB. Split it into several files.")
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("The table has more than %(most)s rows. Split it into several files."),
    )
    TOO_MANY_COLUMNS = (
        "too_many_columns",
        _("The table has more than %(most)s columns. Delete those that are not needed."),
    )
    NOT_A_TABLE = "not_a_table", _("We cannot read this file as a table. Save it as XLSX or CSV.")
    OLD_EXCEL = "old_excel", _("This is an old Excel file (XLS). Save it as XLSX and upload it again.")
    ENCRYPTED = "encrypted", _("The file has a password. Save it without one.")
    MACROS = "macros", _("The file contains macros. Save it as XLSX without macros.")
    UNPACKS_TOO_LARGE = (
        "unpacks_too_large",
        _("Unpacked, the file is far larger than a table of organisations. Copy the table into a new file."),
    )
    TOO_HEAVY = (
        "too_heavy",
        _(
            "This file takes too much time or memory to process. There is often a stray cell far away from "
            "the table: copy only the table into a new file, or upload it in parts."
        ),
    )
    BUSY = "busy", _("Many files are being processed. Please upload yours again in a minute.")
    BROKEN = "broken", _("The file is damaged or incomplete. Save it again and upload it.")
    OPEN_QUOTE = "open_quote", _("In line %(line)s a quotation mark is opened and never closed.")
    NO_HEADINGS = "no_headings", _("We found no row with headings in this file.")


class ImportRefusal(Reason):
    GONE = "gone", _("This import has been deleted.")
    STALE = "stale", _("The import has changed in the meantime. This is its current status.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This is no longer possible. This is the current status of the import."),
    )
    NO_NAME_COLUMN = "no_name_column", _("Select the column with the name. It is required.")
    COLUMN_TWICE = (
        "column_twice",
        _("Two columns are assigned to the same field. Choose one and leave the other out."),
    )
    NO_SOURCE = "no_source", _("Enter where this can be found, so that others can check it.")
    FAULTS_LEFT = "faults_left"
    UNDECIDED = "undecided"
    NOTHING_TO_DO = "nothing_to_do", _("There is nothing left to do.")
    DIRECTORY_CHANGED = (
        "directory_changed",
        _("The directory has changed since the check. Nothing was applied: check again."),
    )
    CHANGED_SINCE = (
        "changed_since",
        _("Some of it has been changed since by hand, or is used elsewhere. Nothing was undone."),
    )
    NO_SUCH_ROW = "no_such_row", _("There is no such row, sheet or choice in this import.")


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


# A quotation mark ends the cell where another cell begins after it, or another line does.
ENDS = r"""(?=%(sep)s(?:="|["\-\d%(sep)s\r\n]|\Z)|(?:\r?\n)+(?:=|%(sep)s|\Z)|\Z)"""
CELL = rf"""(?<![^%(sep)s\n])="(?:(.*?)"{ENDS}|.*)"""


def has_kept_cells(text: str) -> bool:
    """Whether the headings, or the first cell below them, are written like that."""
    head, _break, below = text[:20_000].partition("\n")
    return '="' in head or below.startswith('="')


def rewritten(text: str, separator: str) -> str:
    """The same table with plain quotation marks; a cell that never ends is refused with its line."""

    def quoted(cell: re.Match[str]) -> str:
        inside = cell[1]
        if inside is None:
            raise Refusal(FileRefusal.OPEN_QUOTE, line=text.count("\n", 0, cell.start()) + 1)
        plain = inside.replace('""', '"').replace('"', '""')
        return f'"{plain}"'

    return re.sub(CELL % {"sep": re.escape(separator)}, quoted, text, flags=re.DOTALL)


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


def read_text(content: bytes) -> Sheet:
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


MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS, MOST_SHEETS = 2_000, 20
CHUNK = 1 << 20
PACKED = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # others unpack without a limit
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError),
    *(RuntimeError, ValueError, LookupError),
)


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Every visible sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _measure(archive)
    except DAMAGED as error:
        raise Refusal(FileRefusal.BROKEN) from error
    try:
        return tuple(_sheets(content))
    except PasswordError as error:
        raise Refusal(FileRefusal.ENCRYPTED) from error
    except (CalamineError, *DAMAGED) as error:
        raise Refusal(FileRefusal.BROKEN) from error


def _measure(archive: zipfile.ZipFile) -> None:
    """Refuses what is no workbook, is locked, runs programs, or would not fit."""
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise Refusal(FileRefusal.NOT_A_TABLE)
    if any("vbaproject" in name for name in names):
        raise Refusal(FileRefusal.MACROS)
    if len(parts) > MOST_PARTS:
        raise Refusal(FileRefusal.UNPACKS_TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal(FileRefusal.ENCRYPTED)
    if any(part.compress_type not in PACKED for part in parts):
        raise Refusal(FileRefusal.BROKEN)
    left = MOST_UNPACKED
    for part in parts:
        with archive.open(part) as file:
            left -= _weigh(file, left=left)


def _weigh(file: IO[bytes], *, left: int) -> int:
    """How large a part is when unpacked, whatever its header says."""
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > left:
            raise Refusal(FileRefusal.UNPACKS_TOO_LARGE)
    return size


def _sheets(content: bytes) -> Iterator[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        for name in visible[:MOST_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS * 2:
                raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
            if sheet.total_width > MOST_COLUMNS * 5:
                raise Refusal(FileRefusal.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
            rows = [[_text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            _fill_merged(rows, sheet.merged_cell_ranges or ())
            yield Sheet(name=name, rows=trimmed(rows))


def _fill_merged(rows: list[list[str]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Cells merged over rows say the same in each of them; a title over columns says it once.

    Cells without a text may be merged beyond the last row and column that were read.
    """
    for (top, column), (bottom, _one) in merged:
        for row in rows[top + 1 : bottom + 1]:
            if column < len(row):
                row[column] = row[column] or rows[top][column]


def _text_of(value: object) -> str:
    """A cell as its reader would type it: a whole number without point, a date as year-month-day."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if not isinstance(value, timedelta) else str(value)
    return tidy(str(value))


ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet with something in it, in the order of the file; at least one."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal(FileRefusal.EMPTY)
    if len(content) > MOST_BYTES:
        raise Refusal(FileRefusal.TOO_LARGE, most=MOST_BYTES // 1024 // 1024)
    if content.startswith(_OLD_OFFICE):
        is_locked = _ENCRYPTED_PACKAGE in content
        raise Refusal(FileRefusal.ENCRYPTED if is_locked else FileRefusal.OLD_EXCEL)
    found = read_workbook(content) if content.startswith(ZIP) else (read_text(content),)
    sheets = tuple(sheet for sheet in found if not sheet.is_empty)
    if not sheets:
        raise Refusal(FileRefusal.EMPTY)
    if sum(sheet.filled_cells for sheet in sheets) > MOST_CELLS:
        raise Refusal(FileRefusal.TOO_HEAVY)
    return sheets


def read_values(content: bytes) -> list[dict[str, Any]]:
    """The same as plain values, which another process can hand over."""
    return values_of(read_sheets(content))


def values_of(sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """Sheets as plain values."""
    return [{"name": sheet.name, "rows": sheet.rows, "first_row": sheet.first_row} for sheet in sheets]


def sheets_of(values: Iterable[dict[str, Any]]) -> tuple[Sheet, ...]:
    """The sheets that such values say."""
    return tuple(Sheet(**one | {"rows": tuple(map(tuple, one["rows"]))}) for one in values)


type Reader = Callable[[bytes], list[dict[str, Any]]]
_REASONS: Final = {
    StopCause.TIME: FileRefusal.TOO_HEAVY,
    StopCause.MEMORY: FileRefusal.TOO_HEAVY,
    StopCause.CRASH: FileRefusal.BROKEN,
    StopCause.BUSY: FileRefusal.BUSY,
}


def read_tables(content: bytes, reader: Reader = read_values) -> tuple[Sheet, ...]:
    """Every sheet from its headings on; a `Refusal` with a `FileRefusal` for whatever else may be sent."""
    try:
        sheets = sheets_of(run_in_sandbox(reader, content, reasons=FileRefusal))
    except Stopped as stopped:
        raise Refusal(_REASONS[stopped.cause]) from stopped
    return tuple(sheet.from_headings() for sheet in sheets)
