"""What columns may hold, and the headings under which people write it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from handschlag.common.csv_tables import read_table
from handschlag.common.refusals import Refusal
from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.common.table_import.rules.sheets import Sheet

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
