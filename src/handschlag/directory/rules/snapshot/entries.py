"""What the snapshot is told of one entry, and the codes by which it remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

# The order in which equal hits of different types are listed.
TYPES = ("network", "actor", "programme", "field", "story", "project")
NETWORK, ACTOR, PROGRAMME, FIELD, STORY, PROJECT = range(len(TYPES))
KINDS = (
    *("cluster", "zim_network", "research_association"),
    *("company", "university", "research", "other"),
    *("programme", "field", "news", "success"),
    *("eu_project", "federal_project"),
)
STATES = ("running", "ahead", "ended")  # of joint projects, on a day
SIZES = ("sme", "large", "unknown")
LEVELS = ("gold", "silver", "bronze")
# By their German names.
LANDS = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
NONE = -1
ALWAYS, NEVER = 0, 2**31 - 1  # the first and the last day that there is


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; days are proleptic ordinals."""

    target: int
    since: int = ALWAYS
    until: int = NEVER

    @classmethod
    def of(cls, target: int, since: date | None, until: date | None) -> Self:
        return cls(target, since.toordinal() if since else ALWAYS, until.toordinal() if until else NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document; `object` is the primary key of its entry (0 where that is no number).

    A joint project begins on `day` and ends on `until` (0 where nobody knows), and is in several `lands`.

    What is not public is only a name to forget.
    """

    document: int
    is_public: bool = True
    type: str = "network"
    object: int = 0
    kind: str = ""
    land: str = ""
    size: str = ""
    latitude: float | None = None
    longitude: float | None = None
    members: int | None = None
    day: date | None = None
    sort_key: str = ""
    length: int = 0
    until: int = 0
    is_invented: bool = False
    is_over: bool = False  # a network that is no more
    fields: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    programmes: tuple[Period, ...] = ()
    labels: tuple[Period, ...] = ()
    networks: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """Which change of the index this is; the stamp tells a change from one that was rolled back."""

    number: int = 0
    stamp: str = ""
    vocabulary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """Something to choose in a facet; entries point at `id`, and `parent` is the id of what it is part of."""

    id: int | str
    value: str
    label_de: str
    label_en: str
    parent: int | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """All there is to choose, in the usual order."""

    fields: tuple[FacetValue, ...] = ()
    lands: tuple[FacetValue, ...] = ()
    programmes: tuple[FacetValue, ...] = ()
    networks: tuple[FacetValue, ...] = ()
