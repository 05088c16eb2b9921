"""What a cell says, read as people write it: `ja`, `31.12.2026`, `1.250`, `www.example.org`.

Each reader returns the value, or raises `Unreadable` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from handschlag.directory.rules.imports.faults import Reason
from handschlag.directory.rules.legal_forms import folded_name

YES = frozenset({"ja", "j", "yes", "y", "x", "wahr", "true", "1", "kmu", "sme"})
NO = frozenset({"nein", "n", "no", "falsch", "false", "0", "kein kmu", "keine", "grossunternehmen"})
ERRORS = re.compile(
    r"#(N/A|NV|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|NAME\?|NULL!|NUM!|ZAHL!|SPILL!|ÜBERLAUF!)", re.IGNORECASE
)
GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
ROR_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@.]+(\.[^\s@.]+)+")
LONGEST_ADDRESS = 300
GERMANY = {"latitude": (47.0, 55.2), "longitude": (5.7, 15.2)}


class Unreadable(Exception):
    """The cell says nothing that fits."""

    def __init__(self, reason: Reason, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details: Mapping[str, Any] = details


def text(cell: str, *, longest: int) -> str:
    """A line of text; what a spreadsheet would calculate, or could not, is no text."""
    if ERRORS.fullmatch(cell):
        raise Unreadable(Reason.FORMULA_ERROR)
    if cell.startswith("="):
        raise Unreadable(Reason.FORMULA)
    if len(cell) > longest:
        raise Unreadable(Reason.TOO_LONG, most=longest, length=len(cell))
    return cell


def line(cell: str, *, longest: int) -> str:
    return " ".join(text(cell, longest=longest).split())


def yes_or_no(cell: str) -> bool:
    plain = folded_name(cell)
    if plain in YES or plain in NO:
        return plain in YES
    raise Unreadable(Reason.NOT_YES_OR_NO)


def whole_number(cell: str) -> int:
    """`1250`, `1.250`, `1 250`, `1250,0`; at most ten million."""
    plain = re.sub(r"[.,]0+$", "", cell) if not GROUPED.fullmatch(cell) else re.sub(r"[.,' ]", "", cell)
    if not re.fullmatch(r"[0-9]{1,8}", plain) or int(plain) > 10_000_000:
        raise Unreadable(Reason.NOT_A_NUMBER)
    return int(plain)


def year(cell: str) -> int:
    if not re.fullmatch(r"\d{4}(\.0)?", cell) or not 1500 <= int(cell[:4]) <= 2100:
        raise Unreadable(Reason.NOT_A_YEAR)
    return int(cell[:4])


def day(cell: str) -> date:
    """`31.12.2026` or `2026-12-31`. A year alone is no day, and 03/04/2026 is one of two."""
    german, iso = GERMAN_DAY.fullmatch(cell), ISO_DAY.fullmatch(cell)
    parts = [int(part) for part in (german.groups()[::-1] if german else iso.groups() if iso else ())]
    try:
        found = date(*parts) if parts else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2100:
        raise Unreadable(Reason.NOT_A_DAY)
    return found


def web_address(cell: str) -> str:
    """With `https://` where it was left out."""
    address = cell if re.match(r"[a-z][a-z0-9+.-]*:", cell, re.IGNORECASE) else f"https://{cell}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise Unreadable(Reason.NOT_AN_ADDRESS) from None
    is_host = re.fullmatch(r"[^\s.@]+(\.[^\s.@]+)+", host) is not None
    if parts.scheme.lower() not in {"http", "https"} or not is_host or re.search(r"\s", address):
        raise Unreadable(Reason.NOT_AN_ADDRESS)
    if parts.username is not None or len(address) > LONGEST_ADDRESS:
        raise Unreadable(Reason.NOT_AN_ADDRESS)
    return address


def email(cell: str) -> str:
    address = cell.removeprefix("mailto:")
    if not EMAIL.fullmatch(address) or len(address) > 254:
        raise Unreadable(Reason.NOT_AN_EMAIL)
    return address


def ror_id(cell: str) -> str:
    """The nine signs, from the whole address too; the last two prove the others (ISO 7064, mod 97-10)."""
    plain = cell.lower().removesuffix("/").rpartition("/")[2]
    if not ROR.fullmatch(plain):
        raise Unreadable(Reason.NOT_A_ROR)
    number = 0
    for sign in plain[:7]:
        number = number * 32 + ROR_SIGNS.index(sign)
    if 98 - (number * 100) % 97 != int(plain[7:]):
        raise Unreadable(Reason.NOT_A_ROR)
    return plain


def coordinate(cell: str, *, name: str) -> float:
    """Degrees, with point or comma, somewhere in Germany."""
    try:
        degrees = float(cell.replace(",", "."))
    except ValueError:
        raise Unreadable(Reason.NOT_A_COORDINATE) from None
    least, most = GERMANY[name]
    if not least <= degrees <= most:
        raise Unreadable(Reason.NOT_A_COORDINATE)
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
