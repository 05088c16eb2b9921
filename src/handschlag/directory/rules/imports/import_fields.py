"""What columns of tables of actors and networks may hold, and what catalogues of projects hold besides."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

from handschlag.common.table_import.rules.fields import ImportField, load_fields
from handschlag.directory.rules.contents import Kind


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
