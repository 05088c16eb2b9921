"""Which kind of file it is, by its content, and the sheets in it; its name decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules import texts, workbooks
from handschlag.common.table_import.rules.refusals import FileRefusal
from handschlag.common.table_import.rules.sheets import MOST_BYTES, MOST_CELLS, Sheet

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
    found = workbooks.read(content) if content.startswith(ZIP) else (texts.read(content),)
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
