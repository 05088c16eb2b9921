"""The cells of a row that somebody can mend: what stands there, what is wrong, what may be meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules.sheets import address
from handschlag.design.components.parts import Option
from handschlag.directory.models import Field, Import, ImportRow, Land
from handschlag.directory.queries.importing import lexicon
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Suggestion:
    """What may be meant; `value` says row, fact and text, as a button sends it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; `address` is where its spreadsheet shows it, empty where the file has no such column."""

    id: str
    name: str
    address: str
    heading: str
    value: str
    sentences: tuple[str, ...]
    choices: tuple[Option, ...]
    is_long: bool
    is_of_fields: bool
    suggestions: tuple[_Suggestion, ...]


@dataclass(slots=True, kw_only=True)
class Vocabulary:
    """Words for what faults refer to; the tables are read when the first fault needs them."""

    lands: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    folded_lands: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Vocabulary:
        fields = {one.pk: pick(one.label_de, one.label_en) for one in Field.objects.all()}
        lands = {one.pk: pick(one.name_de, one.name_en) for one in Land.objects.all()}
        return cls(
            lands=dict(sorted(lands.items(), key=lambda pair: pair[1])),
            fields=fields,
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


def _name_of(number: int, fact: str) -> str:
    return f"t-{number}-{fact}"


def cells_of(row: ImportRow, place: Place, known: Vocabulary, typed: Mapping[str, str]) -> tuple[Cell, ...]:
    """First what is faulty, then what was mended already; `typed` is what a refused form sent."""
    by_fact: dict[str, list[dict[str, Any]]] = {}
    for fault in row.faults:
        by_fact.setdefault(fault["fact"], []).append(fault)
    facts = [*by_fact, *(fact for fact in row.mended if fact not in by_fact)]
    return tuple(cell(row, fact, by_fact.get(fact, []), place, known, typed) for fact in facts)


def cell(
    row: ImportRow,
    fact: str,
    faults: list[dict[str, Any]],
    place: Place,
    known: Vocabulary,
    typed: Mapping[str, str],
) -> Cell:
    """One cell to mend: what was typed now, or else stands in the table, with what is wrong about it."""
    name = _name_of(row.number, fact)
    value = typed.get(name, row.texts.get(fact, ""))
    return Cell(
        id=f"cell-{row.number}-{fact}",
        name=name,
        address=place.address(fact, row.number),
        heading=place.heading(fact),
        value=value,
        sentences=tuple(map(sentence, faults)),
        choices=_choices(fact, value, place.kind, known),
        is_long=fact in LONG,
        is_of_fields=fact == EntryField.FIELDS,
        suggestions=tuple(one for fault in faults for one in _suggestions(row, fault, place.kind, known)),
    )


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
) -> tuple[_Suggestion, ...]:
    """What one click writes into the cell, or beside it."""
    details, reason = fault["details"], fault["reason"]
    if reason in {ImportFaultKind.PLACE_UNCLEAR, ImportFaultKind.PLACE_ELSEWHERE}:
        return tuple(
            _suggestion(row, EntryField.LAND, code, known.lands.get(code, code)) for code in details["lands"]
        )
    meant = details.get("meant", "")
    if not meant:
        return ()
    if reason == ImportFaultKind.UNKNOWN_FIELD:
        label = known.fields.get(known.codes.get(folded_name(meant), ""), "")
        text = fault["value"].replace(details["name"], label)
        return (_suggestion(row, EntryField.FIELDS, text, label),) if label and text != fault["value"] else ()
    if reason == ImportFaultKind.NO_KIND:
        code = KIND_WORDS[kind].get(folded_name(meant), "")
        return (_suggestion(row, EntryField.KIND, code, kind_word(code)),) if code else ()
    code = known.folded_lands.get(folded_name(meant), "")
    return (_suggestion(row, EntryField.LAND, code, known.lands[code]),) if code in known.lands else ()


def _suggestion(row: ImportRow, fact: EntryField, text: str, label: str) -> _Suggestion:
    return _Suggestion(label=label, value=SEPARATOR.join((str(row.number), fact.value, text)))
