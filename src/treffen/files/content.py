"""Bytes and text of files that people hand in: of any size, encoding and truth."""

from __future__ import annotations

import codecs
from pathlib import Path

from treffen.problem import LocatedFault, ReadingFault, ReadingFaultKind, Where

LARGEST_FILE = 512 * 2**20  # bytes; a problem of 1,000,000 requests takes about 150 MB of JSON

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unreadable(Exception):
    """A file, or a part of it, of which nothing can be read; says why in one located fault."""

    def __init__(self, kind: ReadingFaultKind, where: Where, *, value: str = "", expected: str = "") -> None:
        super().__init__(kind.value)
        fault = ReadingFault(kind=kind, value=value, expected=expected)
        self.located = LocatedFault(fault=fault, where=where)


def read_bytes(path: Path, where: Where) -> bytes:
    """The content of a file; raises `Unreadable` if it is missing, locked, empty or huge."""
    try:
        if not path.exists():
            raise Unreadable(ReadingFaultKind.MISSING_FILE, where, value=path.name)
        if not path.is_file():
            raise Unreadable(ReadingFaultKind.NOT_READABLE, where, value="not a file")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            limit = f"{LARGEST_FILE >> 20} MB"
            raise Unreadable(ReadingFaultKind.TOO_LARGE, where, value=f"{size >> 20} MB", expected=limit)
        content = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(ReadingFaultKind.NOT_READABLE, where, value=reason) from error
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable(ReadingFaultKind.EMPTY_FILE, where)
    return content


def decode(content: bytes, where: Where) -> str:
    """Text in whatever encoding a spreadsheet saves: UTF-8, UTF-16, else Windows-1252.

    Raises `Unreadable` where none of them fits, or where NULs show that this is no text.
    """
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise Unreadable(ReadingFaultKind.WRONG_ENCODING, where, expected="UTF-8, UTF-16, Windows-1252")


def _candidates(content: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    start = content[:1000]
    if b"\0" in start:  # Latin letters in UTF-16 without a mark: every other byte is 0
        even, odd = start[::2].count(0), start[1::2].count(0)
        return ("utf-16-be",) if even > odd else ("utf-16-le",)
    return ("utf-8", "cp1252")
