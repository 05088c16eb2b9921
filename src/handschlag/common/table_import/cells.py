"""What the columns of a table hold, what each cell says, and what is wrong with it. Without Django.

What a cell says, read as people write it: `ja`, `31.12.2026`, `1.250`, `www.example.org`.

Each reader returns the value, or raises `Unreadable` with what is wrong.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from handschlag.common.loading import read_table
from handschlag.common.names import folded_name
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.table_import.reading import ImportRefusal, Sheet, address


class CellFault(Reason):
    """What can be wrong with a cell of any table; whoever takes a table adds kinds of its own."""

    MISSING = "missing", _("Enter a name.")
    TOO_LONG = "too_long", _("These are %(length)s characters; there may be at most %(most)s.")
    FORMULA = "formula", _("This is a formula. Write the text itself.")
    FORMULA_ERROR = (
        "formula_error",
        _("The spreadsheet could not calculate this cell. Write the text itself."),
    )
    NOT_YES_OR_NO = "not_yes_or_no", _("Enter yes or no.")
    NOT_A_NUMBER = "not_a_number", _("Enter a whole number, for example 1250.")
    NOT_A_YEAR = "not_a_year", _("Enter a year, for example 2011.")
    NOT_A_DAY = "not_a_day", _("Enter a real date, for example 31.12.2026.")
    NOT_AN_ADDRESS = "not_an_address", _("Enter a web address, for example https://www.example.org.")
    NOT_AN_EMAIL = "not_an_email", _("Enter a valid email address.")


class Unreadable(Exception):
    """The cell says nothing that fits."""

    def __init__(self, kind: StrEnum, **details: Any) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.details: Mapping[str, Any] = details


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportFault:
    """One cell. `details` holds what the sentence needs: what is meant, how much is allowed."""

    field: str  # empty where it is the whole row
    kind: StrEnum
    cell: str = ""  # as its spreadsheet addresses it
    value: str = ""
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class ParsedRow:
    """What a row says. `columns` tells where its fields stand in the file, as far as they stand there."""

    number: int
    texts: Mapping[str, str]
    columns: Mapping[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[ImportFault] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def add_fault(self, name: str, kind: StrEnum, /, **details: Any) -> None:
        cell = address(self.columns.get(name), self.number)
        found = ImportFault(field=name, kind=kind, cell=cell, value=self.text(name), details=details)
        self.faults.append(found)

    def value_of(self, name: str, reader: Callable[[str], Any]) -> Any:
        """The value of a field; None where there is no text, or a fault is noted."""
        if not (text := self.text(name)):
            return None
        try:
            return reader(text)
        except Unreadable as wrong:
            self.add_fault(name, wrong.kind, **wrong.details)
            return None

    def read(self, name: str, reader: Callable[[str], Any]) -> Any:
        """The same, kept under the name of the field."""
        value = self.value_of(name, reader)
        if value is not None:
            self.values[name] = value
        return value


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


_ALIKE = 90
_BETWEEN = re.compile(r"[/,;|()&]| und | oder | and | or ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportField:
    """What a column may hold, with the headings of our own first, and what else people call it."""

    key: str
    german: str
    english: str
    others: tuple[str, ...] = ()
    example: str = ""
    longest: int = 0

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.german, self.english, *self.others)


def load_fields(path: Path) -> tuple[ImportField, ...]:
    """The fields of a table with the columns key, german, english, others (by `|`), example and longest."""
    return tuple(
        ImportField(
            key=row["key"],
            german=row["german"],
            english=row["english"],
            others=tuple(filter(None, row["others"].split("|"))),
            example=row.get("example", ""),
            longest=int(row.get("longest", 0)),
        )
        for row in read_table(path)
    )


def guess_columns(
    headings: Sequence[str], fields: Sequence[ImportField], *, remembered: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Which column holds which field: as it was said last time, as it is written, nearly so, or twice over.

    Each field is given once, to the first column that fits best. "" is remembered for a column left out.
    """
    known = {folded_name(word): field.key for field in fields for word in field.headings[::-1]}
    settled, keys = dict(remembered or {}), {field.key for field in fields}
    plain = [folded_name(heading) for heading in headings]
    alike = {word: _nearest(word, known) for word in set(plain) - settled.keys() if word}
    twice = {folded_name(one): _said_twice(one, known) for one in headings}
    found: dict[int, str] = {}
    for meaning in (settled, {word: known[word] for word in alike if word in known}, alike, twice):
        for index, heading in enumerate(plain):
            key = meaning.get(heading, "")
            if key in keys and key not in found.values():
                found.setdefault(index, key)
    return found


def _nearest(word: str, known: Mapping[str, str]) -> str:
    hit = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return known[hit[0]] if hit else ""


def _said_twice(heading: str, known: Mapping[str, str]) -> str:
    """The field of `Firma / Einrichtung`, whose words all mean the same; "" where they differ."""
    keys = {known.get(folded_name(word), "") for word in _BETWEEN.split(heading) if word.strip()}
    return keys.pop() if len(keys) == 1 else ""


def likeliest(sheets: Sequence[Sheet], fields: Sequence[ImportField], needed: Collection[str]) -> int:
    """The index of the sheet that is meant: it has most of the needed fields, and is the longest of those."""

    def weight(index: int) -> tuple[int, int]:
        found = guess_columns(sheets[index].rows[0], fields).values()
        return len(set(needed) & set(found)), len(sheets[index].rows)

    return max(range(len(sheets)), key=weight)


def chosen_fields(columns: Mapping[int, str], *, width: int, allowed: Collection[str]) -> dict[int, str]:
    """What somebody says of the columns, as far as both exist; no field twice."""
    chosen = {index: key for index, key in sorted(columns.items()) if index < width and key in allowed}
    if len(set(chosen.values())) < len(chosen):
        raise Refusal(ImportRefusal.COLUMN_TWICE)
    return chosen
