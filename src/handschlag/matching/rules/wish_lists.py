"""What a list of wishes may hold, and how its rows are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz, process

from handschlag.directory.rules.imports.grids import Grid, headings_at, letters
from handschlag.directory.rules.legal_forms import folded_name

ALIKE: Final = 88
MOST_ROWS: Final = 500
LONGEST_PURPOSE: Final = 200


class Fact(StrEnum):
    SENDER = "sender"
    RECEIVER = "receiver"
    KIND = "kind"
    PURPOSE = "purpose"


class WishFaultKind(StrEnum):
    MISSING = "missing"
    NOBODY = "nobody"  # nobody who takes part has this address or number
    NO_KIND = "no_kind"
    TOO_LONG = "too_long"
    THEMSELVES = "themselves"
    TWICE = "twice"
    NO_COLUMN = "no_column"


HEADINGS: Final[Mapping[Fact, tuple[str, ...]]] = {
    Fact.SENDER: ("Absender", "Von", "Wer", "Sender", "From", "Sender email", "Absender E-Mail"),
    Fact.RECEIVER: (
        "Empfänger",
        "An",
        "Mit wem",
        "Recipient",
        "Receiver",
        "To",
        "Recipient email",
        "Empfänger E-Mail",
    ),
    Fact.KIND: ("Wunsch", "Art", "Kind", "Wish"),
    Fact.PURPOSE: ("Anliegen", "Anlass", "Zweck", "Purpose", "Reason"),
}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One cell, as its spreadsheet addresses it; `fact` is empty where it is the whole row."""

    row: int
    cell: str
    fact: Fact | None
    reason: StrEnum
    value: str = ""
    other_row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A row that can be read: participants by their ids."""

    row: int
    sender: int
    receiver: int
    kind: str
    purpose: str


def guess(headings: Sequence[str]) -> dict[Fact, int]:
    """Which column holds which fact, by its heading; the exact ones first."""
    known = {folded_name(word): fact for fact, words in HEADINGS.items() for word in words}
    found: dict[Fact, int] = {}
    for is_exact in (True, False):
        for index, heading in enumerate(folded_name(one) for one in headings):
            hit = process.extractOne(heading, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
            fact = known.get(heading) if is_exact else known[hit[0]] if hit and heading else None
            if fact is not None and index not in found.values():
                found.setdefault(fact, index)
    return found


def likeliest(grids: Sequence[Grid]) -> tuple[Grid, int]:
    """The sheet with most of the columns, and the row of its headings."""
    best = max(grids, key=lambda grid: (len(guess(grid.rows[headings_at(grid)])), len(grid.rows)))
    return best, headings_at(best)


def read(
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[Fact, int],
    first_row: int,
    people: Mapping[str, int],
) -> tuple[list[Wished], list[Fault]]:
    """`rows` begins with the headings; `people` has participants by address and by number."""
    missing = [fact for fact in Fact if fact not in columns]
    if missing:
        cell = str(first_row)
        return [], [
            Fault(row=first_row, cell=cell, fact=one, reason=WishFaultKind.NO_COLUMN) for one in missing
        ]
    wishes: list[Wished] = []
    faults: list[Fault] = []
    seen: dict[tuple[int, int], int] = {}
    for number, cells in enumerate(rows[1:], start=first_row + 1):
        texts = {fact: cells[at].strip() if at < len(cells) else "" for fact, at in columns.items()}
        if not any(texts.values()):
            continue
        found = _read_row(number, texts, columns=columns, people=people)
        if isinstance(found, Wished):
            first = seen.setdefault((found.sender, found.receiver), number)
            if first != number:
                found = [
                    _fault(
                        number, Fact.RECEIVER, reason=WishFaultKind.TWICE, columns=columns, other_row=first
                    )
                ]
        if isinstance(found, Wished):
            wishes.append(found)
        else:
            faults += found
    return wishes, faults


def _read_row(
    number: int, texts: Mapping[Fact, str], *, columns: Mapping[Fact, int], people: Mapping[str, int]
) -> Wished | list[Fault]:
    """The wish, or everything that is wrong with the row."""
    wrong: dict[Fact, WishFaultKind] = {
        fact: WishFaultKind.MISSING for fact, text in texts.items() if not text
    }
    sender, receiver = (people.get(texts[fact].lower()) for fact in (Fact.SENDER, Fact.RECEIVER))
    kind = KINDS.get(texts[Fact.KIND].lower())
    for fact, known in ((Fact.SENDER, sender), (Fact.RECEIVER, receiver)):
        if known is None:
            wrong.setdefault(fact, WishFaultKind.NOBODY)
    if kind is None:
        wrong.setdefault(Fact.KIND, WishFaultKind.NO_KIND)
    if len(texts[Fact.PURPOSE]) > LONGEST_PURPOSE:
        wrong[Fact.PURPOSE] = WishFaultKind.TOO_LONG
    if sender is not None and sender == receiver:
        wrong[Fact.RECEIVER] = WishFaultKind.THEMSELVES
    if wrong or sender is None or receiver is None or kind is None:
        return [
            _fault(number, fact, reason=reason, columns=columns, value=texts[fact])
            for fact, reason in wrong.items()
        ]
    return Wished(row=number, sender=sender, receiver=receiver, kind=kind, purpose=texts[Fact.PURPOSE])


def _fault(
    number: int,
    fact: Fact,
    *,
    reason: StrEnum,
    columns: Mapping[Fact, int],
    value: str = "",
    other_row: int = 0,
) -> Fault:
    cell = f"{letters(columns[fact])}{number}"
    return Fault(row=number, cell=cell, fact=fact, reason=reason, value=value, other_row=other_row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What was sent, or would be; with faults nothing was."""

    sent: int = 0
    held: int = 0  # the other one had asked before: both have said yes, and there is a meeting
    faults: tuple[Fault, ...] = ()
