"""What one row says: its cells become facts, or faults; the lines of a catalogue become rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from handschlag.common.names import folded_name
from handschlag.common.table_import import cells
from handschlag.common.table_import.cells import (
    LONGEST_ADDRESS,
    CellFault,
    ParsedRow,
    Unreadable,
    day,
    email,
    web_address,
    whole_number,
    year,
    yes_or_no,
)
from handschlag.directory.contents import (
    ActorContent,
    Content,
    GeoPoint,
    Kind,
    NetworkContent,
    StatementData,
    field_names,
    of_json,
    to_json,
    with_changes,
)
from handschlag.directory.imports import columns
from handschlag.directory.imports.columns import (
    OF_PROJECTS,
    Catalogue,
    EntryField,
    ImportedParticipation,
    ImportFaultKind,
    ImportHint,
    in_line,
)
from handschlag.directory.imports.lexicon import Lexicon, field_codes, kind_of, land_of, spot_of

_MOST_FIELDS, _MOST_STATEMENTS = 8, 20
_LONGEST_NAME, _LONGEST_SHORT_NAME, _LONGEST_TEXT, _LONGEST_STATEMENT = 200, 60, 6000, 300
_PAIRS = (
    (EntryField.OFFERS_DE, EntryField.OFFERS_EN, "offer"),
    (EntryField.NEEDS_DE, EntryField.NEEDS_EN, "need"),
)
type _Readers = Mapping[EntryField, Callable[[str], Any]]
_name = partial(cells.line, longest=_LONGEST_NAME)
_long_text = partial(cells.text, longest=_LONGEST_TEXT)
_OF_ACTORS: _Readers = {
    EntryField.SME: yes_or_no,
    EntryField.EMPLOYEES: whole_number,
    EntryField.ROR: columns.ror_id,
    EntryField.SINCE: day,
}
_OF_NETWORKS: _Readers = {
    EntryField.SHORT_NAME: partial(cells.line, longest=_LONGEST_SHORT_NAME),
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
        EntryField.WEBSITE: lambda cell: web_address(cells.line(cell, longest=LONGEST_ADDRESS)),
        EntryField.DESCRIPTION_DE: _long_text,
        EntryField.DESCRIPTION_EN: _long_text,
        EntryField.FIELDS: lambda cell: field_codes(
            columns.several(_long_text(cell)), lexicon, most=_MOST_FIELDS
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
            degrees[name.value] = row.value_of(name, partial(columns.coordinate, name=name)) or codes.get(
                name
            )
    if len(row.faults) > faults or not (place or land):
        return
    try:
        spot = spot_of(cells.line(place, longest=100), land, lexicon)
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
            name: columns.coordinate(text.strip(), name=name)
            for name, text in ((EntryField.LATITUDE, latitude), (EntryField.LONGITUDE, longitude))
        }
    except Unreadable:
        return found
    return found | point


def _read_statements(row: EntryRow) -> None:
    """Offers and needs; German and English are pairs where there are equally many."""
    found: list[StatementData] = []
    for german, english, direction in _PAIRS:
        texts = {name: columns.statements(row.text(name)) for name in (german, english)}
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


SHAPES: dict[Kind, type[ActorContent | NetworkContent]] = {
    Kind.ACTOR: ActorContent,
    Kind.NETWORK: NetworkContent,
}


def new_content(kind: Kind, values: Mapping[str, Any]) -> Content:
    """An entry that says just this."""
    shape = SHAPES[kind]
    return of_json(shape, {name: value for name, value in values.items() if name in field_names(shape)})


def merged[C: Content](before: C, values: Mapping[str, Any]) -> C:
    """The entry with the facts of the row; what it offers and seeks grows, and nothing of it is lost."""
    changes = {name: value for name, value in values.items() if name in field_names(type(before))}
    if isinstance(before, ActorContent) and "statements" in changes:
        changes["statements"] = to_json(_grown(before.statements, changes["statements"]))
    return with_changes(before, changes)


def filled[C: Content](before: C, values: Mapping[str, Any]) -> C:
    """The entry with those facts of the row that it does not have itself."""
    missing = {
        name for name in field_names(type(before)) if getattr(before, name) in ("", None, (), GeoPoint())
    }
    return with_changes(before, {name: value for name, value in values.items() if name in missing})


def _grown(before: tuple[StatementData, ...], rows: list[dict[str, Any]]) -> tuple[StatementData, ...]:
    """What was said, and what is new; a sentence that is there already keeps its concepts."""
    known = {(one.direction, text) for one in before for text in (one.text_de, one.text_en) if text}
    new = [of_json(StatementData, row) for row in rows]  # type: ignore[type-var]  # a part of an entry
    added = (
        one
        for one in new
        if not any((one.direction, text) in known for text in (one.text_de, one.text_en) if text)
    )
    return (*before, *added)


_GERMANY = frozenset({"de", "deutschland", "germany", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine:
    """One line of the file, as texts by fact."""

    number: int
    texts: Mapping[str, str]

    def said(self, fact: str) -> str:
        return self.texts.get(fact, "")


@dataclass(slots=True, kw_only=True)
class _Grouped:
    """The rows of the import: number of the first line, and texts. How many lines were not taken, and why."""

    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    abroad: int = 0
    single: int = 0
    repeated: int = 0


def grouped(lines: Iterable[CatalogueLine], catalogue: Catalogue) -> _Grouped:
    """Facts of an organisation are those of its first line that has them; each project keeps its line."""
    every = list(lines)
    found, groups = _Grouped(), _Groups()
    joint = _joint_lines(every, catalogue)
    seen: set[tuple[tuple[str, str], ...]] = set()
    for line in every:
        if folded_name(line.said(EntryField.COUNTRY)) not in _GERMANY:
            found.abroad += 1
            continue
        same = tuple(sorted(line.texts.items()))
        if same in seen:
            found.repeated += 1
            continue
        seen.add(same)
        texts = found.rows.setdefault(groups.first_line(line), {})
        for fact, text in line.texts.items():
            if fact not in OF_PROJECTS and text:
                texts.setdefault(fact, text)
        if line.number in joint:
            texts |= {in_line(fact, line.number): line.said(fact) for fact in _project_fields(line)}
        else:
            found.single += 1
    return found


def _project_fields(line: CatalogueLine) -> Iterator[str]:
    return (fact for fact in line.texts if fact in OF_PROJECTS)


def _joint_lines(lines: list[CatalogueLine], catalogue: Catalogue) -> set[int]:
    """The numbers of lines that tell of joint projects.

    The Förderkatalog names the joint project. CORDIS does not: a file that also has organisations elsewhere
    is taken to be complete, and a project with one organisation in it is not joint.
    """
    if any(EntryField.JOINT in line.texts for line in lines):
        return {line.number for line in lines if line.said(EntryField.JOINT)}
    if catalogue is Catalogue.FOERDERKATALOG:
        return set()
    is_complete = any(folded_name(line.said(EntryField.COUNTRY)) not in _GERMANY for line in lines)
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        partner = line.said(EntryField.ORGANISATION) or line.said(EntryField.NAME)
        partners[line.said(EntryField.PROJECT)].add(partner)
    joint = {project for project, found in partners.items() if not is_complete or len(found) > 1}
    return {line.number for line in lines if line.said(EntryField.PROJECT) in joint}


@dataclass(slots=True)
class _Groups:
    """Which lines are of one organisation: those with one number, or one name in one place."""

    by_number: dict[str, int] = field(default_factory=dict)
    by_name: dict[tuple[str, str], int] = field(default_factory=dict)

    def first_line(self, line: CatalogueLine) -> int:
        if not line.said(EntryField.NAME):
            return line.number
        organisation = line.said(EntryField.ORGANISATION)
        name = (folded_name(line.said(EntryField.NAME)), folded_name(line.said(EntryField.PLACE)))
        first = self.by_number.get(organisation) or self.by_name.get(name) or line.number
        self.by_name.setdefault(name, first)
        if organisation:
            self.by_number.setdefault(organisation, first)
        return first


# A spreadsheet that saved the table anew writes `1234.56`: no group of thousands has two digits.
_GERMAN_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d{1,2}))?|(\d+)\.(\d{1,2})")
_PLAIN_AMOUNT = re.compile(r"(\d+)(?:[.,](\d+))?")
_MOST_CENTS = 10**13
_NUMBERS = {
    Catalogue.CORDIS: re.compile(r"\d{3,12}"),
    Catalogue.FOERDERKATALOG: re.compile(r"[A-Z0-9][A-Z0-9 /._-]{2,39}", re.IGNORECASE),
}
_ORGANISATION = re.compile(r"\d{3,12}")
_ROLES = {
    "coordinator": "coordinator",
    "hostinstitution": "coordinator",
    "participant": "partner",
    "partner": "partner",
    "beneficiary": "partner",
    "associatedpartner": "associated",
    "thirdparty": "associated",
    "internationalpartner": "associated",
}


def parse_participations(row: EntryRow, catalogue: Catalogue) -> list[ImportedParticipation]:
    """One for each line that tells of a joint project; a fault is kept with its line."""
    lines = sorted({int(key.partition("@")[2]) for key in row.texts if "@" in key})
    is_named = _ORGANISATION.fullmatch(row.text(EntryField.ORGANISATION)) is not None
    if lines and catalogue is Catalogue.CORDIS and not is_named:
        row.add_fault(EntryField.ORGANISATION, ImportFaultKind.NOT_A_GRANT)
    found: dict[tuple[str, str, str], ImportedParticipation] = {}
    for line in lines:
        part = _participation(row, line, catalogue)
        if part is None:
            continue
        earlier = found.get(part.key)
        if earlier is None:
            found[part.key] = part
        elif catalogue is Catalogue.FOERDERKATALOG:
            row.add_fault(in_line(EntryField.PROJECT, line), ImportFaultKind.GRANT_TWICE, row=earlier.line)
        else:
            found[part.key] = _together(earlier, part)
    return list(found.values())


def _together(one: ImportedParticipation, other: ImportedParticipation) -> ImportedParticipation:
    """An organisation that stands in a project twice is one participant, with both grants."""
    amounts = [part.cents for part in (one, other) if part.cents is not None]
    roles = {one.role, other.role}
    role = "coordinator" if "coordinator" in roles else one.role or other.role
    return replace(one, role=role, cents=sum(amounts) if amounts else None)


def _participation(row: EntryRow, line: int, catalogue: Catalogue) -> ImportedParticipation | None:
    def said(field: EntryField, reader: Callable[[str], Any]) -> Any:
        return row.value_of(in_line(field, line), reader)

    faults = len(row.faults)
    if not row.text(in_line(EntryField.PROJECT, line)):
        row.add_fault(in_line(EntryField.PROJECT, line), CellFault.MISSING)
    number = said(EntryField.PROJECT, partial(_number, catalogue=catalogue))
    joint = said(EntryField.JOINT, partial(cells.line, longest=300))
    title = said(EntryField.TITLE, partial(cells.line, longest=600))
    acronym = said(EntryField.ACRONYM, partial(cells.line, longest=100))
    cents = said(EntryField.AMOUNT, partial(_cents, catalogue=catalogue))
    starts, ends = said(EntryField.STARTS, cells.day), said(EntryField.ENDS, cells.day)
    if starts and ends and ends < starts:
        row.add_fault(in_line(EntryField.ENDS, line), ImportFaultKind.ENDS_TOO_EARLY)
    funder = said(EntryField.FUNDER, partial(cells.line, longest=100)) or ""
    programme = said(EntryField.PROGRAMME, partial(cells.line, longest=200)) or ""
    if len(row.faults) > faults:
        return None
    is_german = catalogue is Catalogue.FOERDERKATALOG
    return ImportedParticipation(
        line=line,
        project=f"{funder}: {joint}" if is_german else number,
        acronym=acronym or "",
        title_de=joint if is_german else "",
        title_en="" if is_german else title or acronym or number,
        programme=programme,
        funder=funder,
        role=_role(row.text(in_line(EntryField.ROLE, line))),
        organisation="" if is_german else row.text(EntryField.ORGANISATION),
        grant=number if is_german else "",
        subject=title or "" if is_german else "",
        cents=cents,
        starts_on=starts.isoformat() if starts else "",
        ends_on=ends.isoformat() if ends else "",
    )


def _number(cell: str, *, catalogue: Catalogue) -> str:
    """`870292` or `01IS17046A`."""
    if not _NUMBERS[catalogue].fullmatch(cell):
        raise Unreadable(ImportFaultKind.NOT_A_GRANT)
    return " ".join(cell.split())


def _role(cell: str) -> str:
    """Coordinator, partner or associated partner; a word that we do not know says nothing."""
    return _ROLES.get(folded_name(cell).replace(" ", ""), "")


def _cents(cell: str, *, catalogue: Catalogue) -> int:
    """In cents: `1.234,56` as Germans write it in the one catalogue, `1234.56` in the other."""
    is_german = catalogue is Catalogue.FOERDERKATALOG
    found = (_GERMAN_AMOUNT if is_german else _PLAIN_AMOUNT).fullmatch(cell)
    if found is None or not cell.isascii():
        raise Unreadable(ImportFaultKind.NOT_AN_AMOUNT)
    whole, part, *plain = found.groups(default="")
    whole, part = (whole, part) if whole else (plain[0], plain[1])
    cents = int(whole.replace(".", "")) * 100 + int(f"{part}00"[:2])
    if cents > _MOST_CENTS:
        raise Unreadable(ImportFaultKind.NOT_AN_AMOUNT)
    return cents
