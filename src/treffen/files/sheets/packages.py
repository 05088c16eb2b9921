"""What is inside an `.xlsx` file, looked at before any library unpacks it.

A workbook is a zip file of XML. A few kilobytes can unpack to gigabytes, and one cell in the
last row and column makes a reader reserve seventeen milliards of cells. So sizes and the
furthest cell are measured first, with bounded memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from treffen.files.content import Unreadable
from treffen.problem import ReadingFaultKind, Where

MOST_BYTES = 1 << 30  # unpacked, all parts together
MOST_CELLS = 20_000_000  # of one sheet, counted as a full rectangle
CHUNK = 1 << 20
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # a workbook with a password, or of the format before 2007
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["']""")
BROKEN = re.compile(rb"""<c\s(?=[^<>]*\br\s*=\s*["']([A-Za-z]{1,4})(\d{1,9}))(?=[^<>]*\bt\s*=\s*["']e["'])""")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SMALL_PART = 4 << 20
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that a workbook may use
# What the standard library raises for zip files and XML that are damaged in one way or another.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ET.ParseError,
    OSError,
    EOFError,
    ArithmeticError,
    LookupError,
    ValueError,
    RuntimeError,
)


@dataclass(slots=True)
class Package:
    """What was measured: the cells of broken formulas (row, column from 1), by sheet name."""

    errors: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict)


def _number_of(letters: bytes) -> int:
    """The number of a column, from 1.

    >>> _number_of(b"A"), _number_of(b"AB"), _number_of(b"XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def inspect(content: bytes, where: Where) -> Package:
    """Measure a workbook; raises `Unreadable` if it is none, or would not fit."""
    if content.startswith(OLD_OFFICE):
        raise Unreadable(ReadingFaultKind.ENCRYPTED, where)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _inspect(archive, where)
    except DAMAGED as error:
        raise Unreadable(ReadingFaultKind.NOT_A_WORKBOOK, where, value=str(error)[:80]) from error


def _inspect(archive: zipfile.ZipFile, where: Where) -> Package:
    left = MOST_BYTES
    errors: dict[str, frozenset[tuple[int, int]]] = {}
    for part in archive.infolist():
        if part.compress_type not in PACKED:
            raise Unreadable(ReadingFaultKind.NOT_A_WORKBOOK, where, value=part.filename[:80])
        scan = _Scan(where, is_sheet="worksheets/" in part.filename)
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    limit = f"{MOST_BYTES >> 20} MB"
                    raise Unreadable(ReadingFaultKind.TOO_LARGE, where, value="> " + limit, expected=limit)
                scan.feed(chunk)
        errors[part.filename] = frozenset(scan.errors)
    names = _names(archive)
    return Package(errors={name: errors.get(part, frozenset()) for name, part in names.items()})


class _Scan:
    """Looks for references to far cells, and for broken formulas, in the XML of a sheet."""

    def __init__(self, where: Where, *, is_sheet: bool) -> None:
        self.where, self.is_sheet = where, is_sheet
        self.rest = b""
        self.rows = self.columns = 0
        self.errors: set[tuple[int, int]] = set()

    def feed(self, chunk: bytes) -> None:
        if not self.is_sheet:
            return
        text = self.rest + chunk
        for letters, digits in set(REFERENCE.findall(text)):
            self.columns = max(self.columns, _number_of(letters))
            self.rows = max(self.rows, int(digits))
        if self.rows * max(1, self.columns) > MOST_CELLS:
            size = f"{self.rows} x {self.columns}"
            raise Unreadable(ReadingFaultKind.TOO_LARGE, self.where, value=size, expected=str(MOST_CELLS))
        for letters, digits in BROKEN.findall(text) if b'"e"' in text or b"'e'" in text else ():
            self.errors.add((int(digits), _number_of(letters)))
        self.rest = text[-400:]


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    targets = {}
    for relation in _tree(archive, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "").removeprefix("/")
        targets[relation.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets = _tree(archive, "xl/workbook.xml").iter(f"{MAIN}sheet")
    return {sheet.get("name", ""): targets.get(sheet.get(LINK, ""), "") for sheet in sheets}


def _tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if archive.getinfo(name).file_size > SMALL_PART:
        raise ValueError(name)
    with archive.open(name) as stream:
        return ET.fromstring(stream.read(SMALL_PART))  # noqa: S314  # small, and expat caps entities
