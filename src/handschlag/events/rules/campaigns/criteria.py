"""What somebody looks for in a campaign: read from an address and written into one.

List, calendar, map, feeds, export and widget share it, so that a link from one to the other keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlencode

from handschlag.directory.rules.criteria import clean, first, values_listed, values_of

# The attribute behind each parameter of an address, in the order in which an address names them.
LISTS = {
    "land": "lands",
    "field": "fields",
    "audience": "audiences",
    "fee": "fees",
    "where": "wheres",
    "language": "languages",
    "programme": "programmes",
    "host": "hosts",
}
RADII = (10, 25, 50, 100, 200)
USUAL_RADIUS = 50


class Sort(StrEnum):
    TIME = "time"
    DISTANCE = "distance"
    TITLE = "title"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Several values of one list mean any of them; different lists mean all of them.

    `near` with `within` kilometres leaves out what is online only; `since` and `until` are days.
    """

    text: str = ""
    lands: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    wheres: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    near: str = ""
    within: int = USUAL_RADIUS
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.TIME

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """What an address asks for; what makes no sense is left out.

        >>> Criteria.of({"q": [" Optik "], "within": ["7"], "from": ["2027-02-30"]}).query_string()
        'q=Optik'
        """
        lists: dict[str, Any] = {name: values_of(values_listed(query, key)) for key, name in LISTS.items()}
        within, sort = first(query, "within"), first(query, "sort")
        return cls(
            text=clean(first(query, "q")),
            near=clean(first(query, "near"))[:100],
            within=int(within) if within in {str(one) for one in RADII} else USUAL_RADIUS,
            since=day_in(first(query, "from")),
            until=day_in(first(query, "to")),
            sort=Sort(sort) if sort in set(Sort) else Sort.TIME,
            **lists,
        )

    @property
    def is_empty(self) -> bool:
        return replace(self, sort=Sort.TIME) == Criteria()

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Everything that narrows, as pairs of an address, without the text."""
        pairs = [(key, value) for key, name in LISTS.items() for value in getattr(self, name)]
        if self.near:
            pairs.append(("near", self.near))
            if self.within != USUAL_RADIUS:
                pairs.append(("within", str(self.within)))
        pairs += [("from", self.since.isoformat())] if self.since else []
        pairs += [("to", self.until.isoformat())] if self.until else []
        return tuple(pairs)

    def values(self, key: str) -> tuple[str, ...]:
        """The values of one filter, by the name of its parameter."""
        found: tuple[str, ...] = getattr(self, LISTS[key])
        return found

    def query_string(self, **changes: Any) -> str:
        """The address that asks for this, after `changes`; without what is empty or usual."""
        it = replace(self, **changes)
        sort = it.sort if it.sort is not Sort.TIME and (it.near or it.sort is not Sort.DISTANCE) else ""
        pairs = [("q", it.text), *it.chosen, ("sort", sort)]
        return urlencode([(name, value) for name, value in pairs if value])

    def without(self, key: str, value: str) -> Criteria:
        """The same without one value of one filter."""
        changes: dict[str, Any] = {LISTS[key]: tuple(one for one in self.values(key) if one != value)}
        return replace(self, **changes)


def day_in(text: str) -> date | None:
    """A day as an address writes it, or nothing."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[7] == "-" else None
    except ValueError:
        return None
