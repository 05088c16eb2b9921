"""Workbooks (.xlsx), read by a library and never by patterns over their text.

A few kilobytes can hold gigabytes: the size of all parts is counted first, whatever their heads say. What
the library does with a sheet has its limit in the process in which it runs (`common/sandbox`): it keeps a
sheet as a full rectangle, so one cell in the last row and column asks for more memory than there is, and so
does a long text that many cells share.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules.refusals import FileRefusal
from handschlag.common.table_import.rules.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, trimmed
from handschlag.common.table_import.rules.texts import tidy

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


def read(content: bytes) -> tuple[Sheet, ...]:
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
    for (top, column), (bottom, _) in merged:
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
