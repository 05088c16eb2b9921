"""Cells written as `="0123"`: a spreadsheet keeps the zero, and a reader of CSV loses its way.

A separator or a line break inside such a cell would end it, for its quotation mark is not its first sign.
And not every export doubles the quotation marks inside. So these cells are rewritten as CSV has them.
"""

from __future__ import annotations

import re

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules.refusals import FileRefusal

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
