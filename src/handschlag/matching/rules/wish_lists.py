"""What a list of wishes may hold, and how its rows are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from handschlag.common.table_import.rules.faults import CellFault, ImportFault, Unreadable
from handschlag.common.table_import.rules.fields import load_fields
from handschlag.common.table_import.rules.rows import ParsedRow
from handschlag.common.table_import.rules.sheets import texts_by_field

MOST_WISHES: Final = 500
_LONGEST_PURPOSE: Final = 200
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
    rows: Sequence[Sequence[str]], *, columns: Mapping[int, str], first_row: int, people: Mapping[str, int]
) -> tuple[list[ImportedWish], list[ImportFault]]:
    """`rows` begins with the headings; `people` has participants by address and by number."""
    at = {field: index for index, field in columns.items()}
    if missing := [field for field in WishField if field not in at]:
        head = str(first_row)
        return [], [ImportFault(field=one, kind=WishFault.NO_COLUMN, cell=head) for one in missing]
    wishes: dict[tuple[int, int], ImportedWish] = {}
    faults: list[ImportFault] = []
    for number, texts in texts_by_field(rows, columns=columns, first_row=first_row):
        row = _parsed(ParsedRow(number=number, texts=texts, columns=at), people)
        pair = (row.values.get(WishField.SENDER, 0), row.values.get(WishField.RECEIVER, 0))
        if not row.faults and pair in wishes:
            row.add_fault(WishField.RECEIVER, WishFault.TWICE, row=wishes[pair].row)
        if row.faults:
            faults += row.faults
        else:
            wishes[pair] = ImportedWish(row=number, **row.values)
    return list(wishes.values()), faults


def _parsed(row: ParsedRow, people: Mapping[str, int]) -> ParsedRow:
    for field in WishField:
        if not row.text(field):
            row.add_fault(field, CellFault.MISSING)
    sender = row.read(WishField.SENDER, partial(_found, people, WishFault.NOBODY))
    receiver = row.read(WishField.RECEIVER, partial(_found, people, WishFault.NOBODY))
    row.read(WishField.KIND, partial(_found, KINDS, WishFault.NO_KIND))
    row.read(WishField.PURPOSE, _purpose)
    if sender is not None and sender == receiver:
        row.add_fault(WishField.RECEIVER, WishFault.THEMSELVES)
    return row


def _found[Value](known: Mapping[str, Value], fault: WishFault, text: str) -> Value:
    if text.lower() not in known:
        raise Unreadable(fault)
    return known[text.lower()]


def _purpose(text: str) -> str:
    if len(text) > _LONGEST_PURPOSE:
        raise Unreadable(CellFault.TOO_LONG)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class WishImport:
    """What was sent, or would be; with faults nothing was."""

    sent: int = 0
    held: int = 0  # the other one had asked before: both have said yes, and there is a meeting
    faults: tuple[ImportFault, ...] = ()
