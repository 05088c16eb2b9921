"""What a cell says, read as people write it: `ja`, `31.12.2026`, `1.250`, `www.example.org`.

Each reader returns the value, or raises `Unreadable` with what is wrong.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules.faults import CellFault, Unreadable

_YES = frozenset({"ja", "j", "yes", "y", "x", "wahr", "true", "1", "kmu", "sme"})
_NO = frozenset({"nein", "n", "no", "falsch", "false", "0", "kein kmu", "keine", "grossunternehmen"})
_ERRORS = re.compile(
    r"#(N/A|NV|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|NAME\?|NULL!|NUM!|ZAHL!|SPILL!|ÜBERLAUF!)", re.IGNORECASE
)
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@.]+(\.[^\s@.]+)+")
_NAMED = re.compile(r"[^<>@]*<([^<>]+)>")
LONGEST_ADDRESS = 300


def text(cell: str, *, longest: int) -> str:
    """A line of text; what a spreadsheet would calculate, or could not, is no text."""
    if _ERRORS.fullmatch(cell):
        raise Unreadable(CellFault.FORMULA_ERROR)
    if cell.startswith("="):
        raise Unreadable(CellFault.FORMULA)
    if len(cell) > longest:
        raise Unreadable(CellFault.TOO_LONG, most=longest, length=len(cell))
    return cell


def line(cell: str, *, longest: int) -> str:
    """The text on one line, each run of blanks as one; too long or a formula is unreadable."""
    return " ".join(text(cell, longest=longest).split())


def yes_or_no(cell: str) -> bool:
    """Whether the cell says yes, in capitals or not; anything else than yes or no is unreadable."""
    plain = folded_name(cell)
    if plain in _YES or plain in _NO:
        return plain in _YES
    raise Unreadable(CellFault.NOT_YES_OR_NO)


def whole_number(cell: str) -> int:
    """`1250`, `1.250`, `1 250`, `1250,0`; at most ten million."""
    plain = re.sub(r"[.,]0+$", "", cell) if not _GROUPED.fullmatch(cell) else re.sub(r"[.,' ]", "", cell)
    if not re.fullmatch(r"[0-9]{1,8}", plain) or int(plain) > 10_000_000:
        raise Unreadable(CellFault.NOT_A_NUMBER)
    return int(plain)


def year(cell: str) -> int:
    """Four digits from 1500 to 2100; a spreadsheet's `2027.0` counts, too."""
    if not re.fullmatch(r"\d{4}(\.0)?", cell) or not 1500 <= int(cell[:4]) <= 2100:
        raise Unreadable(CellFault.NOT_A_YEAR)
    return int(cell[:4])


def day(cell: str) -> date:
    """`31.12.2026` or `2026-12-31`. A year alone is no day, and 03/04/2026 is one of two."""
    german, iso = _GERMAN_DAY.fullmatch(cell), _ISO_DAY.fullmatch(cell)
    parts = [int(part) for part in (german.groups()[::-1] if german else iso.groups() if iso else ())]
    try:
        found = date(*parts) if parts else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2100:
        raise Unreadable(CellFault.NOT_A_DAY)
    return found


def web_address(cell: str) -> str:
    """With `https://` where it was left out."""
    address = cell if re.match(r"[a-z][a-z0-9+.-]*:", cell, re.IGNORECASE) else f"https://{cell}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise Unreadable(CellFault.NOT_AN_ADDRESS) from None
    is_host = re.fullmatch(r"[^\s.@]+(\.[^\s.@]+)+", host) is not None
    if parts.scheme.lower() not in {"http", "https"} or not is_host or re.search(r"\s", address):
        raise Unreadable(CellFault.NOT_AN_ADDRESS)
    if parts.username is not None or len(address) > LONGEST_ADDRESS:
        raise Unreadable(CellFault.NOT_AN_ADDRESS)
    return address


def email(cell: str) -> str:
    """The address without `mailto:` and without a name before it, of at most 254 characters.

    >>> email("Ada Kern <ada@example.org>")
    'ada@example.org'
    """
    named = _NAMED.fullmatch(cell)
    address = (named[1] if named else cell).removeprefix("mailto:")
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Unreadable(CellFault.NOT_AN_EMAIL)
    return address
