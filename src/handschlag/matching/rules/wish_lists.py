"""What a list of wishes may hold, and how its rows are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from string import ascii_uppercase
from typing import Final

from handschlag.common.table_import.rules.faults import CellFault, ImportFault, Unreadable
from handschlag.common.table_import.rules.fields import load_fields
from handschlag.common.table_import.rules.rows import ParsedRow
from handschlag.common.table_import.rules.sheets import texts_by_field
from handschlag.matching.rules.values import LONGEST_PURPOSE

MOST_WISHES: Final = 500
WISH_FIELDS: Final = load_fields(Path(__file__).with_name("wish_columns.csv"))
KINDS: Final[Mapping[str, str]] = {
    "must": "must",
    "must meet": "must",
    "unbedingt": "must",
    "muss": "must",
    "want": "want",
    "want to meet": "want",
    "gern": "want",
    "will": "want",
    "möchte": "want",
    "maybe": "maybe",
    "vielleicht": "maybe",
}


class WishField(StrEnum):
    """Every list needs all of them."""

    SENDER = "sender"
    RECEIVER = "receiver"
    KIND = "kind"
    PURPOSE = "purpose"


class WishFault(StrEnum):
    """What can be wrong with a row beside its cells."""

    NOBODY = "nobody"  # nobody who takes part has this address or number
    OUTSIDE = "outside"  # somebody has, who is registered and takes no part in matching
    NO_KIND = "no_kind"
    THEMSELVES = "themselves"
    TWICE = "twice"
    NO_COLUMN = "no_column"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedWish:
    """A row that can be read: participants by their ids."""

    row: int
    sender: int
    receiver: int
    kind: str
    purpose: str


def parse_wishes(
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[int, str],
    first_row: int,
    people: Mapping[str, int],
    outside: Collection[str] = (),
) -> tuple[list[ImportedWish], list[ImportFault]]:
    """`rows` begins with the headings; `people` has participants by address and by number.

    `outside` has the same words for those who are registered and take no part in matching.
    """
    at = {field: index for index, field in columns.items()}
    if missing := [field for field in WishField if field not in at]:
        head = str(first_row)
        return [], [ImportFault(field=one, kind=WishFault.NO_COLUMN, cell=head) for one in missing]
    wishes: dict[tuple[int, int], ImportedWish] = {}
    faults: list[ImportFault] = []
    for number, texts in texts_by_field(rows, columns=columns, first_row=first_row):
        row = _parsed(ParsedRow(number=number, texts=texts, columns=at), people, outside)
        pair = (row.values.get(WishField.SENDER, 0), row.values.get(WishField.RECEIVER, 0))
        if not row.faults and pair in wishes:
            row.add_fault(WishField.RECEIVER, WishFault.TWICE, row=wishes[pair].row)
        if row.faults:
            faults += row.faults
        else:
            wishes[pair] = ImportedWish(row=number, **row.values)
    return list(wishes.values()), faults


def _parsed(row: ParsedRow, people: Mapping[str, int], outside: Collection[str]) -> ParsedRow:
    for field in WishField:
        if not row.text(field):
            row.add_fault(field, CellFault.MISSING)
    sender = row.read(WishField.SENDER, partial(_person, people, outside))
    receiver = row.read(WishField.RECEIVER, partial(_person, people, outside))
    row.read(WishField.KIND, partial(_found, KINDS, WishFault.NO_KIND))
    row.read(WishField.PURPOSE, _purpose)
    if sender is not None and sender == receiver:
        row.add_fault(WishField.RECEIVER, WishFault.THEMSELVES)
    return row


def _person(people: Mapping[str, int], outside: Collection[str], text: str) -> int:
    return _found(people, WishFault.OUTSIDE if text.lower() in outside else WishFault.NOBODY, text)


def _found[Value](known: Mapping[str, Value], fault: WishFault, text: str) -> Value:
    if text.lower() not in known:
        raise Unreadable(fault)
    return known[text.lower()]


def _purpose(text: str) -> str:
    if len(text) > LONGEST_PURPOSE:
        raise Unreadable(CellFault.TOO_LONG)
    return text


def without_rows(
    rows: Sequence[Sequence[str]], faults: Iterable[ImportFault], *, first_row: int
) -> list[list[str]]:
    """The rows with a fault are empty: they say nothing, and the others keep their numbers."""
    out = {int(fault.cell.lstrip(ascii_uppercase)) for fault in faults}
    return [
        [""] * len(row) if number in out and number > first_row else list(row)
        for number, row in enumerate(rows, start=first_row)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishImport:
    """What was sent, or would be; with faults nothing was."""

    sent: int = 0
    held: int = 0  # the other one had asked before: both have said yes, and there is a meeting
    faults: tuple[ImportFault, ...] = ()
