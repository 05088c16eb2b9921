"""Which kind of file it is, by its content, and the grids in it; its name decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from handschlag.common.refusals import Refusal
from handschlag.directory.rules.imports import archives, texts, workbooks
from handschlag.directory.rules.imports.grids import MOST_BYTES, MOST_CELLS, Grid
from handschlag.directory.rules.imports.refusals import FileRefusal

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class _FileKind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"
    ARCHIVE = "archive"


def _kind_of(content: bytes) -> _FileKind:
    """Text, workbook or archive of CORDIS; everything else is refused in words."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal(FileRefusal.EMPTY)
    is_archive = content.startswith(ZIP) and archives.is_archive(content)
    most = archives.MOST_PACKED if is_archive else MOST_BYTES
    if len(content) > most:
        raise Refusal(FileRefusal.TOO_LARGE, most=most // 1024 // 1024)
    if is_archive:
        return _FileKind.ARCHIVE
    if content.startswith(OLD_OFFICE):
        is_locked = ENCRYPTED_PACKAGE in content
        raise Refusal(FileRefusal.ENCRYPTED if is_locked else FileRefusal.OLD_EXCEL)
    if content.startswith(ZIP):
        return _FileKind.WORKBOOK
    return _FileKind.TEXT


def read_grids(content: bytes) -> tuple[Grid, ...]:
    """Every sheet with something in it, in the order of the file; at least one."""
    kind = _kind_of(content)
    if kind is _FileKind.ARCHIVE:
        return (archives.read(content),)
    if kind is _FileKind.WORKBOOK:
        found = workbooks.read(content)
    else:
        found = (texts.read(content),)
    grids = tuple(grid for grid in found if not grid.is_empty)
    if not grids:
        raise Refusal(FileRefusal.EMPTY)
    if sum(grid.filled_cells for grid in grids) > MOST_CELLS:
        raise Refusal(FileRefusal.TOO_HEAVY)
    return grids


def read_values(content: bytes) -> list[dict[str, Any]]:
    """The same as plain values, which another process can hand over."""
    return [
        {"sheet": grid.sheet, "first_row": grid.first_row, "rows": grid.rows} for grid in read_grids(content)
    ]


def grids_of(values: Iterable[dict[str, Any]]) -> tuple[Grid, ...]:
    """The grids that such values say."""
    return tuple(Grid(**one | {"rows": tuple(map(tuple, one["rows"]))}) for one in values)
