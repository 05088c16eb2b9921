"""The cells of a row that somebody can mend: what stands there, what is wrong, what may be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules.sheets import address
from handschlag.design.components.parts import Option
from handschlag.directory.models import Import, ImportRow
from handschlag.directory.queries.importing import lexicon
from handschlag.directory.queries.names import field_labels, land_names
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.faults import ImportFaultKind
from handschlag.directory.rules.imports.import_fields import EntryField, field_and_line
from handschlag.directory.rules.imports.lexicon import KIND_WORDS, KINDS
from handschlag.directory.screens.editing.kinds import kind_word
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.fault_messages import sentence

LONG = frozenset(
    {
        *(EntryField.DESCRIPTION_DE, EntryField.DESCRIPTION_EN, EntryField.OFFERS_DE, EntryField.OFFERS_EN),
        *(EntryField.NEEDS_DE, EntryField.NEEDS_EN),
    }
)
SEPARATOR = "|"


@dataclass(slots=True, kw_only=True)
class Vocabulary:
    """Words for what faults refer to; the tables are read when the first fault needs them."""

    lands: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    folded_lands: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Vocabulary:
        return cls(
            lands=dict(sorted(land_names().items(), key=lambda pair: pair[1])),
            fields=field_labels(),
            codes=lexicon.fields(),
            folded_lands=lexicon.lands(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where facts stand in the file: the index of their column, and its heading."""

    columns: Mapping[str, int]
    headings: Mapping[str, str]
    kind: Kind

    @classmethod
    def of(cls, row: Import) -> Place:
        found = {field: index for index, field in row.fields.items()}
        return cls(
            columns=found,
            headings={fact: row.headings[index] for fact, index in found.items()},
            kind=Kind(row.kind),
        )

    def address(self, fact: str, number: int) -> str:
        """As its spreadsheet shows it; a fact of another line than the row's first names that line."""
        bare, line = field_and_line(fact, number)
        return address(self.columns[bare], line) if bare in self.columns else ""

    def heading(self, fact: str) -> str:
        fact, _line = field_and_line(fact, 0)
        return self.headings.get(fact) or labels.heading(self.kind, fact)


def cells_of(
    row: ImportRow, place: Place, known: Vocabulary, typed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """First what is faulty, then what was mended already; `typed` is what a refused form sent."""
    by_fact: dict[str, list[dict[str, Any]]] = {}
    for fault in row.faults:
        by_fact.setdefault(fault["fact"], []).append(fault)
    facts = [*by_fact, *(fact for fact in row.mended if fact not in by_fact)]
    return [_cell(row, fact, by_fact.get(fact, []), place, known, typed) for fact in facts]


def _cell(
    row: ImportRow,
    fact: str,
    faults: list[dict[str, Any]],
    place: Place,
    known: Vocabulary,
    typed: Mapping[str, str],
) -> dict[str, Any]:
    """A cell to mend: what was typed now, or else stands in the table, and what is wrong about it.

    Its address is where its spreadsheet shows it, empty where the file has no such column.
    """
    value = typed.get(f"t-{row.number}-{fact}", row.texts.get(fact, ""))
    return {
        "fact": fact,
        "address": place.address(fact, row.number),
        "heading": place.heading(fact),
        "value": value,
        "sentences": [sentence(fault) for fault in faults],
        "choices": _choices(fact, value, place.kind, known),
        "is_long": fact in LONG,
        "suggestions": [pair for fault in faults for pair in _suggestions(row, fault, place.kind, known)],
    }


def _choices(fact: str, value: str, kind: Kind, known: Vocabulary) -> tuple[Option, ...]:
    """Where only a few things can stand, they are offered; what stands there now comes first."""
    if fact == EntryField.KIND:
        options = {one: kind_word(one) for one in KINDS[kind]}
        chosen = KIND_WORDS[kind].get(folded_name(value), "")
    elif fact == EntryField.LAND:
        options = known.lands
        chosen = known.folded_lands.get(folded_name(value), "")
    elif fact == EntryField.SME:
        options, chosen = {"ja": _("Yes"), "nein": _("No")}, ""
    else:
        return ()
    label = _("“%(text)s”") % {"text": value} if value else "–"
    now = Option(value=value, label=label, is_chosen=not chosen)
    return (
        now,
        *(Option(value=code, label=word, is_chosen=code == chosen) for code, word in options.items()),
    )


def _suggestions(
    row: ImportRow, fault: Mapping[str, Any], kind: Kind, known: Vocabulary
) -> Iterator[tuple[str, str]]:
    """What one click writes into the cell, or beside it: as a button sends it, and as it is shown."""
    details, reason, lands = fault["details"], fault["reason"], known.lands
    if reason in {ImportFaultKind.PLACE_UNCLEAR, ImportFaultKind.PLACE_ELSEWHERE}:
        for code in details["lands"]:
            yield _sent(row, EntryField.LAND, code), lands.get(code, code)
        return
    meant = folded_name(details.get("meant", ""))
    if reason == ImportFaultKind.UNKNOWN_FIELD:
        label = known.fields.get(known.codes.get(meant, ""), "")
        text = fault["value"].replace(details["name"], label)
        if label and text != fault["value"]:
            yield _sent(row, EntryField.FIELDS, text), label
    elif reason == ImportFaultKind.NO_KIND:
        if code := KIND_WORDS[kind].get(meant, ""):
            yield _sent(row, EntryField.KIND, code), kind_word(code)
    elif (code := known.folded_lands.get(meant, "")) in lands:
        yield _sent(row, EntryField.LAND, code), lands[code]


def _sent(row: ImportRow, fact: EntryField, text: str) -> str:
    return SEPARATOR.join((str(row.number), fact.value, text))
