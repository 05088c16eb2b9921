"""Workbooks (.xlsx), measured before they are unpacked: a few kilobytes can hold gigabytes.

A reader keeps a sheet as a full rectangle: one cell in the last row and column would make it reserve
seventeen milliards of cells. And it copies a text that many cells share into each of them. So the size of
all parts, the furthest cell and the length of all texts are found first, with bounded memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from handschlag.common.refusals import Refusal
from handschlag.directory.rules.imports.grids import MOST_COLUMNS, MOST_ROWS, Grid, trimmed
from handschlag.directory.rules.imports.refusals import FileRefusal
from handschlag.directory.rules.imports.texts import tidy

MOST_UNPACKED = 150 * 1024 * 1024
MOST_TEXT = 200 * 1024 * 1024  # signs of all cells together
MOST_PARTS, MOST_SHEETS = 2_000, 20
CHUNK, OVERLAP = 1 << 20, 2048
# A cell with something in it: one that closes itself only has a colour, and colours may go down to the end.
CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']([A-Za-z]{1,4})(\d{1,9})["'][^>]*?(/?)>""")
SHARED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*<""")
END_OF_TEXT = re.compile(rb"</(?:\w+:)?si>")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
TEXTS = re.compile(r"xl/sharedstrings\.xml$", re.IGNORECASE)
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError),
    *(RuntimeError, ValueError, LookupError),
)


def read(content: bytes) -> tuple[Grid, ...]:
    """Every visible sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            measure(archive)
    except DAMAGED as error:
        raise Refusal(FileRefusal.BROKEN) from error
    try:
        return tuple(sheets(content))
    except PasswordError as error:
        raise Refusal(FileRefusal.ENCRYPTED) from error
    except (CalamineError, *DAMAGED) as error:
        raise Refusal(FileRefusal.BROKEN) from error


def measure(archive: zipfile.ZipFile) -> None:
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
    left, scale = MOST_UNPACKED, Scale()
    for part in sorted(parts, key=lambda part: not TEXTS.search(part.filename)):
        look = scale.look_at_texts if TEXTS.search(part.filename) else None
        look = scale.look_at_cells if SHEET.search(part.filename) else look
        with archive.open(part) as file:
            left -= weigh(file, left=left, look=look)


def weigh(file: IO[bytes], *, left: int, look: Callable[[bytes, int], None] | None) -> int:
    """How large a part is when unpacked, whatever its header says; `look` sees all of it, piece by piece."""
    size, tail = 0, b""
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > left:
            raise Refusal(FileRefusal.UNPACKS_TOO_LARGE)
        if look is not None:
            look(tail + chunk, len(tail))
            tail = (tail + chunk)[-OVERLAP:]
    return size


@dataclass(slots=True)
class Scale:
    """What was found so far: the length of each shared text, and of all cells that hold one."""

    lengths: list[int] = field(default_factory=list)
    since_last: int = 0
    text: int = 0

    def look_at_texts(self, xml: bytes, known: int) -> None:
        """The length of a shared text with its markup, from the end of the one before."""
        at = known
        for end in END_OF_TEXT.finditer(xml):
            if end.end() > known:
                self.lengths.append(self.since_last + end.end() - at)
                self.since_last, at = 0, end.end()
        self.since_last += len(xml) - at

    def look_at_cells(self, xml: bytes, known: int) -> None:
        for cell in CELL.finditer(xml):
            if cell[3] or cell.end() <= known:
                continue
            if int(cell[2]) > MOST_ROWS * 2:
                raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
            if number_of(cell[1]) > MOST_COLUMNS * 5:
                raise Refusal(FileRefusal.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
        for cell in SHARED.finditer(xml):
            number = int(cell[1])
            if cell.end() > known and number < len(self.lengths):
                self.text += self.lengths[number]
        if self.text > MOST_TEXT:
            raise Refusal(FileRefusal.UNPACKS_TOO_LARGE)


def number_of(name: bytes) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number


def sheets(content: bytes) -> Iterator[Grid]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        for name in visible[:MOST_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS * 2:
                raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
            if sheet.total_width > MOST_COLUMNS * 5:
                raise Refusal(FileRefusal.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
            rows = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            yield Grid(sheet=name, rows=trimmed(rows))


def text_of(value: object) -> str:
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
