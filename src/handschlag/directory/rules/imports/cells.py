"""What only cells of the directory say: ROR ids, degrees, several entries in one cell."""

from __future__ import annotations

import re

from handschlag.common.table_import.rules.faults import Unreadable
from handschlag.directory.rules import identifiers
from handschlag.directory.rules.imports.faults import ImportFaultKind

_GERMANY = {"latitude": (47.0, 55.2), "longitude": (5.7, 15.2)}


def ror_id(cell: str) -> str:
    """The nine signs, from the whole address too; the last two prove the others (ISO 7064, mod 97-10)."""
    found = identifiers.ror(cell)
    if not found:
        raise Unreadable(ImportFaultKind.NOT_A_ROR)
    return found


def coordinate(cell: str, *, name: str) -> float:
    """Degrees, with point or comma, somewhere in Germany."""
    try:
        degrees = float(cell.replace(",", "."))
    except ValueError:
        raise Unreadable(ImportFaultKind.NOT_A_COORDINATE) from None
    least, most = _GERMANY[name]
    if not least <= degrees <= most:
        raise Unreadable(ImportFaultKind.NOT_A_COORDINATE)
    return round(degrees, 6)


def _parts_of(cell: str, separators: str) -> list[str]:
    """Without bullets, empty parts, and spaces that say nothing."""
    parts = (" ".join(one.strip(" •-").split()) for one in re.split(separators, cell))
    return [part for part in parts if part]


def several(cell: str) -> list[str]:
    """The parts of a cell with more than one entry: separated by `;`, `|` or lines, else by commas."""
    parts = _parts_of(cell, r"[;|\n]+")
    return parts if len(parts) > 1 else _parts_of(cell, r",")


def statements(cell: str) -> list[str]:
    """Offers and needs are sentences: a comma does not separate them."""
    return _parts_of(cell, r"[;|\n]+")
