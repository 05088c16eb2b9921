"""One row: its cells become facts, or faults with the fact they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from handschlag.directory.rules.contents import GeoPoint, Kind, StatementData, to_json
from handschlag.directory.rules.imports import cells
from handschlag.directory.rules.imports.cells import Unreadable
from handschlag.directory.rules.imports.facts import Fact
from handschlag.directory.rules.imports.faults import Fault, Hint, Reason
from handschlag.directory.rules.imports.lexicon import Lexicon, field_codes, kind_of, land_of, spot_of
from handschlag.directory.rules.imports.parts import Part
from handschlag.directory.rules.legal_forms import folded_name

MOST_FIELDS, MOST_STATEMENTS = 8, 20
LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_TEXT, LONGEST_STATEMENT = 200, 60, 6000, 300
PAIRS = ((Fact.OFFERS_DE, Fact.OFFERS_EN, "offer"), (Fact.NEEDS_DE, Fact.NEEDS_EN, "need"))


@dataclass(slots=True, kw_only=True)
class Reading:
    """What a row says. `values` are facts of a content as JSON, plus `since`, `entry` and `parent_name`."""

    number: int
    name: str
    texts: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)  # in joint projects; only catalogues tell of them

    def fault(self, fact: str, reason: Reason, **details: Any) -> None:
        self.faults.append(Fault(fact=fact, reason=reason, value=self.texts.get(fact, ""), details=details))


def read_row(number: int, texts: Mapping[str, str], *, kind: Kind, lexicon: Lexicon) -> Reading:
    """All facts of a row; an empty cell says nothing."""
    said = {fact: text for fact, text in texts.items() if text}
    row = Reading(number=number, name=said.get(Fact.NAME, "")[:LONGEST_NAME], texts=texts)
    for fact, read in _readers(kind, lexicon).items():
        if fact in said:
            take(row, fact, partial(read, said[fact]))
    if not said.get(Fact.NAME):
        row.fault(Fact.NAME, Reason.MISSING)
    _read_place(row, said, lexicon)
    if kind is Kind.ACTOR:
        _read_statements(row, said)
        _read_parent(row, said, lexicon)
    if slug := said.get(Fact.SLUG):
        entry = lexicon.slugs.get(slug)
        if entry is None:
            row.fault(Fact.SLUG, Reason.UNKNOWN_SLUG)
        else:
            row.values["entry"] = entry
    return row


def take(row: Reading, fact: str, read: Callable[[], Any], *, under: str = "") -> Any:
    """The value of a fact, kept under its name; a fault where there is none."""
    try:
        value = read()
    except Unreadable as wrong:
        row.fault(fact, wrong.reason, **wrong.details)
        return None
    row.values[under or fact] = to_json(value)
    return value


def _readers(kind: Kind, lexicon: Lexicon) -> dict[Fact, Callable[[str], Any]]:
    """How the facts are read that one cell tells completely."""
    plain: dict[Fact, Callable[[str], Any]] = {
        Fact.NAME: lambda cell: cells.line(cell, longest=LONGEST_NAME),
        Fact.KIND: lambda cell: kind_of(cells.line(cell, longest=LONGEST_NAME), kind),
        Fact.WEBSITE: lambda cell: cells.web_address(cells.line(cell, longest=cells.LONGEST_ADDRESS)),
        Fact.DESCRIPTION_DE: lambda cell: cells.text(cell, longest=LONGEST_TEXT),
        Fact.DESCRIPTION_EN: lambda cell: cells.text(cell, longest=LONGEST_TEXT),
        Fact.FIELDS: lambda cell: field_codes(
            cells.several(cells.text(cell, longest=LONGEST_TEXT)), lexicon, most=MOST_FIELDS
        ),
    }
    if kind is Kind.ACTOR:
        return plain | {
            Fact.SME: cells.yes_or_no,
            Fact.EMPLOYEES: cells.whole_number,
            Fact.ROR: cells.ror_id,
            Fact.SINCE: cells.day,
        }
    return plain | {
        Fact.SHORT_NAME: lambda cell: cells.line(cell, longest=LONGEST_SHORT_NAME),
        Fact.FOUNDED: cells.year,
        Fact.BODY: lambda cell: cells.line(cell, longest=LONGEST_NAME),
        Fact.EMAIL: cells.email,
    }


def _read_place(row: Reading, said: Mapping[str, str], lexicon: Lexicon) -> None:
    """Place and Land belong together; coordinates of the file are more exact than those of the town."""
    land, faults = "", len(row.faults)
    said = {**_told_by_codes(said, lexicon), **said}
    if Fact.LAND in said:
        land = take(row, Fact.LAND, lambda: land_of(said[Fact.LAND], lexicon)) or ""
    place = said.get(Fact.PLACE, "")
    degrees = {
        name: take(row, name, partial(cells.coordinate, said[name], name=name))
        for name in (Fact.LATITUDE, Fact.LONGITUDE)
        if name in said
    }
    for name in (Fact.LAND, *degrees):
        row.values.pop(name, None)
    if len(row.faults) > faults or not (place or land):
        return
    spot = take(row, Fact.PLACE, lambda: spot_of(cells.line(place, longest=100), land, lexicon), under="spot")
    if isinstance(spot, GeoPoint) and len(degrees) == 2:
        row.values["spot"] |= degrees
    elif isinstance(spot, GeoPoint) and place and spot.latitude is None:
        row.hints.append(Hint.PLACE_UNKNOWN)


def _told_by_codes(said: Mapping[str, str], lexicon: Lexicon) -> dict[str, str]:
    """The Land of a NUTS code, and a point within Germany; a code that says nothing is no fault."""
    found: dict[str, str] = {}
    if (nuts := said.get(Fact.NUTS, "")[:3].casefold()) in lexicon.lands:
        found[Fact.LAND] = nuts
    latitude, _comma, longitude = said.get(Fact.GEOLOCATION, "").strip("()").partition(",")
    try:
        for name, text in ((Fact.LATITUDE, latitude), (Fact.LONGITUDE, longitude)):
            cells.coordinate(text.strip(), name=name)
    except Unreadable:
        return found
    return {**found, Fact.LATITUDE: latitude.strip(), Fact.LONGITUDE: longitude.strip()}


def _read_statements(row: Reading, said: Mapping[str, str]) -> None:
    """Offers and needs; German and English are pairs where there are equally many."""
    found: list[StatementData] = []
    for german, english, direction in PAIRS:
        texts = {fact: cells.statements(said.get(fact, "")) for fact in (german, english)}
        for fact, parts in texts.items():
            if len(parts) > MOST_STATEMENTS or any(len(part) > LONGEST_STATEMENT for part in parts):
                row.fault(fact, Reason.TOO_LONG, most=LONGEST_STATEMENT, length=max(map(len, parts)))
            elif any(part.startswith("=") for part in parts):
                row.fault(fact, Reason.FORMULA)
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


def _read_parent(row: Reading, said: Mapping[str, str], lexicon: Lexicon) -> None:
    """The whole that the actor is a part of: an entry, or another row (that is looked for later)."""
    name = said.get(Fact.PARENT, "")
    if not name:
        return
    known = lexicon.parents.get(folded_name(name), ())
    if len(known) == 1:
        row.values["parent"] = known[0]
    else:
        row.values["parent_name"] = name
