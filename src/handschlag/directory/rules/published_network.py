"""The values of one published network: what the tables say, before it is in the directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handschlag.directory.rules.stated import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A programme or the level of a label, with dates that may be known to the year only, or not at all."""

    what: str
    on: date | None = None
    until: date | None = None
    is_year_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersCounted:
    """How many members were published, for which year."""

    members: int
    year: int | None
    share_small: int | None = None
    share_large: int | None = None
    share_research: int | None = None
    note_de: str = ""
    note_en: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactOrigin:
    """What a fact rests on: its source says so, or it was assigned by the name or the source."""

    fact: str
    source: str
    source_kind: str
    copied_on: str
    is_assigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNetwork:
    """One real network, as its most trusted sources tell; `stated` holds all that they say."""

    slug: str
    kind: str
    name: str
    short_name: str
    place: str
    land: str
    fields: tuple[str, ...]
    founded: int | None
    management_body: str
    website: str
    street: str
    contact_phone: str
    contact_email: str
    legal_form: str
    umbrella: str
    standing: str
    successor: str
    description_de: str
    description_en: str
    programmes: tuple[Dated, ...]
    labels: tuple[Dated, ...]
    figures: tuple[MembersCounted, ...]
    origins: tuple[FactOrigin, ...]
    stated: tuple[Stated, ...]
