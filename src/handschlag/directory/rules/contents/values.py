"""The three kinds of entries, fact by fact; rows of others are named by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Which entry: also the `kind` of revisions, proposals and audit entries, without the floor's name."""

    NETWORK = "network"
    ACTOR = "actor"
    STORY = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoPoint:
    """A place in Germany, as far as it is known."""

    place: str = ""
    land: str = ""
    district: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InProgramme:
    programme: int
    since: date | None = None
    until: date | None = None
    is_year_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelHeld:
    level: str
    awarded_on: date
    valid_until: date | None = None
    is_year_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many members were published for a year; shares in per cent."""

    members: int
    year: int | None = None
    share_small: int | None = None
    share_large: int | None = None
    share_research: int | None = None
    note_de: str = ""
    note_en: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """Where a fact was read, and when; of a stored copy the day of the copy counts, where it is known."""

    fact: str
    source: str
    seen_on: date | None = None
    basis: str = "published"
    source_kind: str = ""
    copied_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementData:
    """What an actor offers or seeks."""

    direction: str
    text_de: str = ""
    text_en: str = ""
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkContent:
    kind: str
    name: str
    short_name: str = ""
    umbrella: int | None = None
    spot: GeoPoint = GeoPoint()
    founded: int | None = None
    management_body: str = ""
    website: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    street: str = ""
    legal_form: str = ""
    standing: str = ""
    standing_since: int | None = None
    successor: int | None = None
    wikidata_id: str = ""
    euid: str = ""
    pic: str = ""
    description_de: str = ""
    description_en: str = ""
    fields: tuple[str, ...] = ()
    programmes: tuple[InProgramme, ...] = ()
    labels: tuple[LabelHeld, ...] = ()
    member_figures: tuple[Figure, ...] = ()
    sources: tuple[Sourced, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorContent:
    kind: str
    name: str
    is_sme: bool | None = None
    employees: int | None = None
    parent: int | None = None
    spot: GeoPoint = GeoPoint()
    website: str = ""
    ror_id: str = ""
    wikidata_id: str = ""
    euid: str = ""
    pic: str = ""
    description_de: str = ""
    description_en: str = ""
    fields: tuple[str, ...] = ()
    statements: tuple[StatementData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryContent:
    kind: str
    day: date
    title_de: str
    text_de: str
    title_en: str = ""
    text_en: str = ""
    actors: tuple[int, ...] = ()


Content = NetworkContent | ActorContent | StoryContent
