"""The invented world as values: networks, actors, what they offer and seek, and who belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedStatement:
    """An offer or a need in both languages."""

    direction: str
    de: str
    en: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedMembership:
    """In which network, and since when."""

    network: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedActor:
    """An organisation that does not exist."""

    slug: str
    name: str
    kind: str
    is_sme: bool | None
    employees: int | None
    parent: str
    place: str
    land: str
    fields: tuple[str, ...]
    description_de: str
    description_en: str
    statements: tuple[InventedStatement, ...]
    memberships: tuple[InventedMembership, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedNetwork:
    """A network that does not exist. Dates are texts as in the table: `gold@2022`."""

    slug: str
    kind: str
    name: str
    short_name: str
    place: str
    land: str
    fields: tuple[str, ...]
    founded: int
    members: int
    programmes: tuple[str, ...]
    labels: tuple[str, ...]
    management_body: str
    description_de: str
    description_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedStory:
    """News that never happened, of a day so many days ago."""

    slug: str
    network: str
    kind: str
    days: int
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedDirectory:
    """Everything that was invented; parents stand before their parts."""

    networks: tuple[InventedNetwork, ...]
    actors: tuple[InventedActor, ...]
    stories: tuple[InventedStory, ...]
