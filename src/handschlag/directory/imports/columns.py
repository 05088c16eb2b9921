"""What columns of tables may hold, what catalogues hold besides, and what a cell can have wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from handschlag.common.loading import read_table
from handschlag.common.names import folded_name
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.common.table_import.cells import ImportField, Unreadable, load_fields
from handschlag.directory import contents
from handschlag.directory.contents import Kind


class EntryField(StrEnum):
    """The fields that the platform reads; `*_columns.csv` has their headings."""

    NAME = "name"
    KIND = "kind"
    SHORT_NAME = "short_name"
    SME = "is_sme"
    EMPLOYEES = "employees"
    PARENT = "parent"
    PLACE = "place"
    LAND = "land"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    FOUNDED = "founded"
    BODY = "management_body"
    WEBSITE = "website"
    EMAIL = "contact_email"
    ROR = "ror_id"
    DESCRIPTION_DE = "description_de"
    DESCRIPTION_EN = "description_en"
    FIELDS = "fields"
    OFFERS_DE = "offers_de"
    OFFERS_EN = "offers_en"
    NEEDS_DE = "needs_de"
    NEEDS_EN = "needs_en"
    SINCE = "since"
    SLUG = "slug"
    # Only catalogues of projects have these.
    COUNTRY = "country"
    NUTS = "nuts"
    GEOLOCATION = "geolocation"
    ORGANISATION = "organisation"
    PROJECT = "project"
    JOINT = "joint"
    ACRONYM = "acronym"
    TITLE = "project_title"
    PROGRAMME = "programme"
    FUNDER = "funder"
    ROLE = "role"
    AMOUNT = "amount"
    STARTS = "starts_on"
    ENDS = "ends_on"


_HERE: Final = Path(__file__).parent
FIELDS: Final = {
    kind: load_fields(_HERE / f"{kind.value}_columns.csv") for kind in (Kind.ACTOR, Kind.NETWORK)
}
_OF_CATALOGUES: Final = load_fields(_HERE / "catalogue_columns.csv")
# What a line says of a project; everything else is said of the organisation.
OF_PROJECTS: Final = frozenset({
    EntryField.PROJECT, EntryField.JOINT, EntryField.ACRONYM, EntryField.TITLE, EntryField.PROGRAMME,
    EntryField.FUNDER, EntryField.ROLE, EntryField.AMOUNT, EntryField.STARTS, EntryField.ENDS,
})  # fmt: skip


def fields_for(kind: Kind, catalogue: str) -> tuple[ImportField, ...]:
    """What a column of such a table may hold."""
    return (*FIELDS[kind], *_OF_CATALOGUES) if catalogue else FIELDS[kind]


def field_called(kind: Kind, key: str) -> ImportField:
    """The field with this key."""
    return next(field for field in (*FIELDS[kind], *_OF_CATALOGUES) if field.key == key)


def in_line(field: str, line: int) -> str:
    """The field in one of several lines that tell of an organisation."""
    return f"{field}@{line}"


def field_and_line(name: str, number: int) -> tuple[str, int]:
    """The field itself and its line: that of the row, unless it names another.

    >>> field_and_line("amount@14", 3), field_and_line("name", 3)
    (('amount', 14), ('name', 3))
    """
    bare, _at, line = name.partition("@")
    return bare, int(line) if line.isdigit() else number


class Catalogue(StrEnum):
    CORDIS = "cordis"
    FOERDERKATALOG = "foekat"


SOURCES = {
    Catalogue.CORDIS: "https://cordis.europa.eu/",
    Catalogue.FOERDERKATALOG: "https://foerderportal.bund.de/foekat/",
}
_ROWS = read_table(Path(__file__).with_name("catalogue_headings.csv"))
_CARRIER = folded_name("Ausführende Stelle")


def _headings(catalogue: Catalogue, *, which: str) -> dict[str, EntryField]:
    """Folded headings with what they hold. The Förderkatalog says where organisations are twice: for who
    receives the grant, and after it for who carries the work out.
    """
    mine = (row for row in _ROWS if row["catalogue"] == catalogue)
    return {folded_name(row["heading"]): EntryField(row["field"]) for row in mine if row["is"] == which}


def recognised(headings: Sequence[str]) -> Catalogue | None:
    """The catalogue that has these headings, if one has."""
    plain = {folded_name(heading) for heading in headings}
    return next((one for one in Catalogue if plain.issuperset(_headings(one, which="needed"))), None)


def preset(catalogue: Catalogue, headings: Sequence[str]) -> dict[int, EntryField]:
    """What its columns hold. Each field once; of a heading that stands there twice, the carrier's counts."""
    meant = _headings(catalogue, which="needed") | _headings(catalogue, which="")
    of_the_carrier = _headings(catalogue, which="of the carrier")
    plain = [folded_name(heading) for heading in headings]
    carrier = plain.index(_CARRIER) if of_the_carrier else len(plain)
    found: dict[int, EntryField] = {}
    for index, heading in enumerate(plain):
        field = meant.get(heading) or (of_the_carrier.get(heading) if index > carrier else None)
        if field is not None and field not in found.values():
            found[index] = field
    return found


class ImportFaultKind(Reason):
    """Nothing is applied as long as one of these, or of the faults of any table, is left."""

    NO_KIND = "no_kind", _("We do not know this kind.")
    NOT_A_COORDINATE = "not_a_coordinate", _("Enter degrees within Germany, for example 51.05.")
    NOT_A_ROR = (
        "not_a_ror",
        _("This is not a valid ROR ID; perhaps a character is wrong. Example: 04aj4c181."),
    )
    UNKNOWN_LAND = "unknown_land", _("This federal state does not exist.")
    PLACE_UNCLEAR = "place_unclear", _("Several places have this name. Select the federal state.")
    PLACE_ELSEWHERE = (
        "place_elsewhere",
        _("This place is not in this federal state. Check the federal state."),
    )
    UNKNOWN_FIELD = "unknown_field", _("“%(name)s” is not a field in our vocabulary.")
    TOO_MANY_FIELDS = "too_many_fields", _("At most %(most)s fields can be named.")
    TOO_MANY_STATEMENTS = (
        "too_many_statements",
        _("At most %(number)s entries of at most %(most)s characters, separated by semicolons."),
    )
    UNKNOWN_PARENT = (
        "unknown_parent",
        _("“%(name)s” is neither in the directory nor a new row of this table."),
    )
    UNKNOWN_SLUG = "unknown_slug", _("No entry with this identifier, or you have no access to it.")
    TWICE = "twice", _("Row %(row)s means the same organisation. Leave one of the two out.")
    ROR_TAKEN = "ror_taken", _("Another actor has this ROR id. It may be the same organisation.")
    NOT_A_GRANT = "not_a_grant", _("Enter a valid catalogue number.")
    NOT_AN_AMOUNT = "not_an_amount", _("Enter an amount as in the catalogue.")
    ENDS_TOO_EARLY = "ends_too_early", _("The project would end before it begins.")
    GRANT_TWICE = (
        "grant_twice",
        _("Row %(row)s has the same number of the grant, and says something else of it."),
    )


class ImportHint(Reason):
    """Worth a word, and no obstacle."""

    PLACE_UNKNOWN = (
        "place_unknown",
        _("The place is not in our list: there will be no point on the map."),
    )
    KIND_GUESSED = "kind_guessed", _("The type was derived from the name.")
    OF_OTHERS = "of_others", _("Others manage this entry; its facts stay unchanged.")
    REVIEWED = "reviewed", _("An editor reviews the changes first.")


_GERMANY = {"latitude": (47.0, 55.2), "longitude": (5.7, 15.2)}


def ror_id(cell: str) -> str:
    """The nine signs, from the whole address too; the last two prove the others (ISO 7064, mod 97-10)."""
    found = contents.ror(cell)
    if not found:
        raise Unreadable(ImportFaultKind.NOT_A_ROR)
    return found


def coordinate(cell: str, *, name: str) -> float:
    """Degrees, with point or comma, somewhere in Germany."""
    try:
        degrees = float(cell.replace(",", "."))
    except ValueError:
        raise Unreadable(ImportFaultKind.NOT_A_COORDINATE) from None
    least, most = _GERMANY[name]
    if not least <= degrees <= most:
        raise Unreadable(ImportFaultKind.NOT_A_COORDINATE)
    return round(degrees, 6)


def _parts_of(cell: str, separators: str) -> list[str]:
    """Without bullets, empty parts, and spaces that say nothing."""
    parts = (" ".join(one.strip(" •-").split()) for one in re.split(separators, cell))
    return [part for part in parts if part]


def several(cell: str) -> list[str]:
    """The parts of a cell with more than one entry: separated by `;`, `|` or lines, else by commas."""
    parts = _parts_of(cell, r"[;|\n]+")
    return parts if len(parts) > 1 else _parts_of(cell, r",")


def statements(cell: str) -> list[str]:
    """Offers and needs are sentences: a comma does not separate them."""
    return _parts_of(cell, r"[;|\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedParticipation:
    """An organisation in a joint project, as one line says it; `number` names its grant or itself."""

    line: int
    project: str
    acronym: str
    title_de: str
    title_en: str
    programme: str
    funder: str
    role: str
    organisation: str
    grant: str
    subject: str
    cents: int | None
    starts_on: str
    ends_on: str

    @property
    def key(self) -> tuple[str, str, str]:
        """No two participations of a catalogue have the same."""
        return self.project, self.organisation, self.grant
