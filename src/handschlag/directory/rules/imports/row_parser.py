"""One row: its cells become facts, or faults with the field they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules.cells import (
    LONGEST_ADDRESS,
    day,
    email,
    line,
    text,
    web_address,
    whole_number,
    year,
    yes_or_no,
)
from handschlag.common.table_import.rules.faults import CellFault, Unreadable
from handschlag.common.table_import.rules.rows import ParsedRow
from handschlag.directory.rules.contents import Kind, StatementData, to_json
from handschlag.directory.rules.imports import cells
from handschlag.directory.rules.imports.faults import ImportFaultKind, ImportHint
from handschlag.directory.rules.imports.import_fields import EntryField
from handschlag.directory.rules.imports.lexicon import Lexicon, field_codes, kind_of, land_of, spot_of
from handschlag.directory.rules.imports.participations import ImportedParticipation

_MOST_FIELDS, _MOST_STATEMENTS = 8, 20
_LONGEST_NAME, _LONGEST_SHORT_NAME, _LONGEST_TEXT, _LONGEST_STATEMENT = 200, 60, 6000, 300
_PAIRS = (
    (EntryField.OFFERS_DE, EntryField.OFFERS_EN, "offer"),
    (EntryField.NEEDS_DE, EntryField.NEEDS_EN, "need"),
)
type _Readers = Mapping[EntryField, Callable[[str], Any]]
_name = partial(line, longest=_LONGEST_NAME)
_long_text = partial(text, longest=_LONGEST_TEXT)
_OF_ACTORS: _Readers = {
    EntryField.SME: yes_or_no,
    EntryField.EMPLOYEES: whole_number,
    EntryField.ROR: cells.ror_id,
    EntryField.SINCE: day,
}
_OF_NETWORKS: _Readers = {
    EntryField.SHORT_NAME: partial(line, longest=_LONGEST_SHORT_NAME),
    EntryField.FOUNDED: year,
    EntryField.BODY: _name,
    EntryField.EMAIL: email,
}


@dataclass(slots=True, kw_only=True)
class EntryRow(ParsedRow):
    """What a row says. `values` are facts of a content as JSON, plus `since`, `entry` and `parent_name`."""

    name: str = ""
    hints: list[ImportHint] = field(default_factory=list)
    participations: list[ImportedParticipation] = field(default_factory=list)  # only catalogues have them


def parse_row(number: int, texts: Mapping[str, str], *, kind: Kind, lexicon: Lexicon) -> EntryRow:
    """All facts of a row; an empty cell says nothing."""
    row = EntryRow(number=number, texts=texts, name=texts.get(EntryField.NAME, "")[:_LONGEST_NAME])
    for name, reader in _readers(kind, lexicon).items():
        row.read(name, partial(_as_json, reader))
    if not row.name:
        row.add_fault(EntryField.NAME, CellFault.MISSING)
    _read_place(row, lexicon)
    if kind is Kind.ACTOR:
        _read_statements(row)
        _read_parent(row, lexicon)
    if slug := row.text(EntryField.SLUG):
        if slug in lexicon.slugs:
            row.values["entry"] = lexicon.slugs[slug]
        else:
            row.add_fault(EntryField.SLUG, ImportFaultKind.UNKNOWN_SLUG)
    return row


def _as_json(reader: Callable[[str], Any], cell: str) -> Any:
    return to_json(reader(cell))


def _readers(kind: Kind, lexicon: Lexicon) -> _Readers:
    """How the facts are read that one cell tells completely."""
    return {
        EntryField.NAME: _name,
        EntryField.KIND: lambda cell: kind_of(_name(cell), kind),
        EntryField.WEBSITE: lambda cell: web_address(line(cell, longest=LONGEST_ADDRESS)),
        EntryField.DESCRIPTION_DE: _long_text,
        EntryField.DESCRIPTION_EN: _long_text,
        EntryField.FIELDS: lambda cell: field_codes(
            cells.several(_long_text(cell)), lexicon, most=_MOST_FIELDS
        ),
        **(_OF_ACTORS if kind is Kind.ACTOR else _OF_NETWORKS),
    }


def _read_place(row: EntryRow, lexicon: Lexicon) -> None:
    """Place and Land belong together; coordinates of the file are more exact than those of the town."""
    faults = len(row.faults)
    place, codes = row.text(EntryField.PLACE), _told_by_codes(row, lexicon)
    land = row.value_of(EntryField.LAND, partial(land_of, lexicon=lexicon)) or codes.get(EntryField.LAND, "")
    degrees = {}
    for name in (EntryField.LATITUDE, EntryField.LONGITUDE):
        if row.text(name) or name in codes:
            degrees[name.value] = row.value_of(name, partial(cells.coordinate, name=name)) or codes.get(name)
    if len(row.faults) > faults or not (place or land):
        return
    try:
        spot = spot_of(line(place, longest=100), land, lexicon)
    except Unreadable as wrong:
        row.add_fault(EntryField.PLACE, wrong.kind, **wrong.details)
        return
    row.values["spot"] = to_json(spot)
    if len(degrees) == 2:
        row.values["spot"] |= degrees
    elif place and spot.latitude is None:
        row.hints.append(ImportHint.PLACE_UNKNOWN)


def _told_by_codes(row: EntryRow, lexicon: Lexicon) -> dict[str, Any]:
    """The Land of a NUTS code, and a point within Germany; a code that says nothing is no fault."""
    found: dict[str, Any] = {}
    if (nuts := row.text(EntryField.NUTS)[:3].casefold()) in lexicon.lands:
        found[EntryField.LAND] = lexicon.lands[nuts]
    latitude, _comma, longitude = row.text(EntryField.GEOLOCATION).strip("()").partition(",")
    try:
        point = {
            name: cells.coordinate(text.strip(), name=name)
            for name, text in ((EntryField.LATITUDE, latitude), (EntryField.LONGITUDE, longitude))
        }
    except Unreadable:
        return found
    return found | point


def _read_statements(row: EntryRow) -> None:
    """Offers and needs; German and English are pairs where there are equally many."""
    found: list[StatementData] = []
    for german, english, direction in _PAIRS:
        texts = {name: cells.statements(row.text(name)) for name in (german, english)}
        for name, parts in texts.items():
            if len(parts) > _MOST_STATEMENTS or any(len(part) > _LONGEST_STATEMENT for part in parts):
                limits = {"most": _LONGEST_STATEMENT, "number": _MOST_STATEMENTS}
                row.add_fault(name, ImportFaultKind.TOO_MANY_STATEMENTS, **limits)
            elif any(part.startswith("=") for part in parts):
                row.add_fault(name, CellFault.FORMULA)
        de, en = texts[german], texts[english]
        if len(de) == len(en):
            found += [
                StatementData(direction=direction, text_de=a, text_en=b) for a, b in zip(de, en, strict=True)
            ]
        else:
            found += [StatementData(direction=direction, text_de=part) for part in de]
            found += [StatementData(direction=direction, text_en=part) for part in en]
    if found:
        row.values["statements"] = to_json(tuple(found))


def _read_parent(row: EntryRow, lexicon: Lexicon) -> None:
    """The whole that the actor is a part of: an entry, or another row (that is looked for later)."""
    name = row.text(EntryField.PARENT)
    if not name:
        return
    known = lexicon.parents.get(folded_name(name), ())
    if len(known) == 1:
        row.values["parent"] = known[0]
    else:
        row.values["parent_name"] = name
