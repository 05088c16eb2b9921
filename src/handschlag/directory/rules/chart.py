"""What a visitor looks at on the map, read from an address and written into one.

It stands beside the criteria of the search in the same address, and shares no name with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlencode

from handschlag.directory.rules.criteria import first

FITTING = re.compile(r"[\w-]{1,120}")
PAGES = re.compile(r"[1-9][0-9]?")


PARAMETERS = ("show", "as", "at", "around", "place", "region", "order", "more", "places")


CHOICES = frozenset({"at", "around", "place", "region"})


class Subject(StrEnum):
    NETWORKS = "networks"
    ACTORS = "actors"


class Drawing(StrEnum):
    """Dots where entries have their seat, Länder tinted by number, or by number for each million people."""

    PLACES = "places"
    LANDS = "lands"
    DENSITY = "density"


class LandSortKey(StrEnum):
    """What the table of the Länder can be sorted by."""

    NAME = "name"
    COUNT = "count"
    PEOPLE = "people"
    DENSITY = "density"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`at` is a dot of the large drawing, `around` one of the small, each named by a place in it.

    `place` is one place without those around it, `region` the slug of a Land: one of the four is chosen.
    `pages` says how much of the list beside the map is shown, `has_all_places` how long the table of
    places is.
    """

    show: Subject = Subject.NETWORKS
    drawing: Drawing = Drawing.PLACES
    at: str = ""
    around: str = ""
    place: str = ""
    region: str = ""
    column: LandSortKey = LandSortKey.NAME
    is_descending: bool = False
    pages: int = 1
    has_all_places: bool = False

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """What an address asks for; what makes no sense is left out.

        >>> Chart.of({"show": ["actors"], "order": ["-people"], "region": ["<b>"]})
        Chart(show=<Subject.ACTORS: 'actors'>, drawing=<Drawing.PLACES: 'places'>, at='', around='', \
place='', region='', column=<LandSortKey.PEOPLE: 'people'>, is_descending=True, pages=1, \
has_all_places=False)
        """
        order, more = first(query, "order"), first(query, "more")
        return cls(
            show=_one_of(Subject, first(query, "show"), Subject.NETWORKS),
            drawing=_one_of(Drawing, first(query, "as"), Drawing.PLACES),
            at=_fitting(first(query, "at")),
            around=_fitting(first(query, "around")),
            place=_fitting(first(query, "place")),
            region=_fitting(first(query, "region")),
            column=_one_of(LandSortKey, order.removeprefix("-"), LandSortKey.NAME),
            is_descending=order.startswith("-") and order[1:] in set(LandSortKey),
            pages=int(more) if PAGES.fullmatch(more) else 1,
            has_all_places=first(query, "places") == "all",
        )

    @property
    def has_choice(self) -> bool:
        return bool(self.at or self.around or self.place or self.region)

    def query_string(self, **changes: Any) -> str:
        """The part of the address that asks for this, after `changes`."""
        return urlencode(self.pairs(**changes))

    def pairs(self, **changes: Any) -> tuple[tuple[str, str], ...]:
        """The same as names and values; without what is usual. What is chosen takes the place of what was."""
        if changes.keys() & CHOICES:
            changes = dict.fromkeys(CHOICES, "") | {"pages": 1} | changes
        changed = replace(self, **changes)
        order = ("-" if changed.is_descending else "") + changed.column
        pairs = [
            ("show", changed.show if changed.show is not Subject.NETWORKS else ""),
            ("as", changed.drawing if changed.drawing is not Drawing.PLACES else ""),
            ("at", changed.at),
            ("around", changed.around),
            ("place", changed.place),
            ("region", changed.region),
            ("order", order if order != LandSortKey.NAME else ""),
            ("more", str(changed.pages) if changed.pages > 1 else ""),
            ("places", "all" if changed.has_all_places else ""),
        ]
        return tuple((name, value) for name, value in pairs if value)


def _one_of[E: StrEnum](kind: type[E], value: str, default: E) -> E:
    return kind(value) if value in set(kind) else default


def _fitting(value: str) -> str:
    return value if FITTING.fullmatch(value) else ""
