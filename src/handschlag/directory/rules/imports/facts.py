"""The facts that a table may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What a column may hold."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A fact with the headings of our own template first, and what else people call it."""

    fact: Fact
    german: str
    english: str
    others: tuple[str, ...] = ()
    example: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.german, self.english, *self.others)


# What a line says of a project; everything else is said of the organisation.
OF_PROJECTS = (
    *(Fact.PROJECT, Fact.JOINT, Fact.ACRONYM, Fact.TITLE, Fact.PROGRAMME, Fact.FUNDER),
    *(Fact.ROLE, Fact.AMOUNT, Fact.STARTS, Fact.ENDS),
)


def in_line(fact: str, line: int) -> str:
    """The fact in one of several lines that tell of an organisation."""
    return f"{fact}@{line}"


def where(fact: str, number: int) -> tuple[str, int]:
    """The fact itself and its line: that of the row, unless it names another.

    >>> where("amount@14", 3), where("name", 3)
    (('amount', 14), ('name', 3))
    """
    bare, _at, line = fact.partition("@")
    return bare, int(line) if line.isdigit() else number
