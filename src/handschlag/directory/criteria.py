"""What somebody looks for: words and filters, read from an address and written into one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlencode

LONGEST_TEXT = 200
MOST_VALUES = 40
VIEWS = ("portraits",)
INVENTED = ("no", "yes")  # shown or not; figures leave them out unless asked, lists show them marked
FITTING = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NAME = "name"
    MEMBERS = "members"
    NEWEST = "newest"
    DISTANCE = "distance"


# The attribute behind each parameter of an address, in the order in which an address names them.
LISTS = {
    "kind": "kinds",
    "field": "fields",
    "land": "lands",
    "programme": "programmes",
    "label": "labels",
    "size": "sizes",
    "network": "networks",
    "when": "states",
}
PARAMETERS = ("q", *LISTS, "near", "sort", "invented", "ended", "view")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Several values of one list mean any of them; different lists mean all of them."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    near: str = ""
    invented: str = ""
    ended: str = ""  # networks that are no more: "yes" asks for them alone, "too" leaves none out
    view: str = ""  # how a list is drawn; asks for nothing

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """What an address asks for; what makes no sense is left out.

        >>> Criteria.of({"q": ["  Optik "], "land": ["sachsen", "'--"], "sort": ["up"]})
        Criteria(text='Optik', lands=('sachsen',))
        """
        lists: dict[str, Any] = {
            attribute: values_of(values_listed(query, name)) for name, attribute in LISTS.items()
        }
        near = clean(first(query, "near"))
        sort = next(
            (value for value in values_listed(query, "sort") if value in set(Sort)), _usual_sort(near)
        )
        view = next((value for value in values_listed(query, "view") if value in VIEWS), "")
        invented = next((value for value in values_listed(query, "invented") if value in INVENTED), "")
        ended = "yes" if "yes" in values_listed(query, "ended") else ""
        return cls(
            text=clean(first(query, "q")),
            near=near,
            sort=Sort(sort),
            invented=invented,
            ended=ended,
            view=view,
            **lists,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; neither an order nor the switch for inventions asks for anything."""
        return not self.text and not self.chosen and not self.ended

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Every filter that is set, as the pairs of an address."""
        return tuple((name, value) for name, attribute in LISTS.items() for value in getattr(self, attribute))

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one filter, by the name of its parameter."""
        found: tuple[str, ...] = getattr(self, LISTS[name])
        return found

    def query_string(self, **changes: Any) -> str:
        """The address that asks for this, after `changes`; without what is empty or usual."""
        changed = replace(self, **changes)
        pairs = [("q", changed.text), *changed.chosen, ("near", changed.near)]
        is_possible = changed.near or changed.sort is not Sort.DISTANCE
        if is_possible and changed.sort is not _usual_sort(changed.near):
            pairs.append(("sort", changed.sort))
        pairs += [("invented", changed.invented), ("ended", changed.ended), ("view", changed.view)]
        return urlencode([(name, value) for name, value in pairs if value])

    def without(self, name: str, value: str) -> Criteria:
        """The same without one value of one filter."""
        kept = tuple(one for one in self.values(name) if one != value)
        return self._with(name, kept)

    def within(self, name: str, value: str) -> Criteria:
        """The same with one more value of one filter."""
        return self._with(name, tuple(dict.fromkeys((*self.values(name), value))))

    def _with(self, name: str, values: tuple[str, ...]) -> Criteria:
        changes: dict[str, Any] = {LISTS[name]: values}
        return replace(self, **changes)

    def __repr__(self) -> str:
        said = [
            f"{field.name}={getattr(self, field.name)!r}"
            for field in fields(self)
            if getattr(self, field.name) != field.default
        ]
        return f"Criteria({', '.join(said)})"


def _usual_sort(near: str) -> Sort:
    """Who names a place wants to know what is near it."""
    return Sort.DISTANCE if near else Sort.RELEVANCE


def values_listed(query: Mapping[str, Sequence[str]], name: str) -> Sequence[str]:
    """All values of a parameter: Django's QueryDict keeps them behind `getlist`."""
    getlist = getattr(query, "getlist", None)
    found: Sequence[str] = getlist(name) if getlist else query.get(name, ())
    return found


def first(query: Mapping[str, Sequence[str]], name: str) -> str:
    """The first value of a parameter, or an empty text."""
    return next(iter(values_listed(query, name)), "")


def values_of(values: Iterable[str]) -> tuple[str, ...]:
    """The values that can be codes, each once and in their order, `MOST_VALUES` of them at most."""
    fitting = (value for value in values if FITTING.fullmatch(value))
    return tuple(dict.fromkeys(fitting))[:MOST_VALUES]


def clean(text: str) -> str:
    """One line without control characters, at most as long as a person would type."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST_TEXT * 10])
    return " ".join(printable.split())[:LONGEST_TEXT].rstrip()


FOLLOWED_LISTS: Final = ("networks", "actors", "projects", "search")


def search_key(name: str, criteria: Criteria) -> str:
    """The same for the same question, however the list is drawn or ordered; empty where nothing is asked for.

    >>> search_key("networks", Criteria(lands=("sachsen",), view="portraits"))
    'networks?land=sachsen'
    """
    if criteria.is_empty:
        return ""
    sort = Sort.DISTANCE if criteria.near else Sort.RELEVANCE
    return f"{name}?{replace(criteria, sort=sort, view='').query_string()}"


def search_of(key: str) -> tuple[str, Criteria] | None:
    """What such a line asks for; None for one that `key_of` would not write."""
    name, _mark, query = key.partition("?")
    criteria = Criteria.of(parse_qs(query))
    return (name, criteria) if name in FOLLOWED_LISTS and search_key(name, criteria) == key else None


MOST = 4  # each of them is a search of its own
WORDS = "q"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosening:
    """One thing left out: the name of its parameter, its value, and what is still asked for."""

    name: str
    value: str
    rest: Criteria


def loosenings(criteria: Criteria) -> list[Loosening]:
    """Each choice left out by itself, and the words; not the only thing that was asked for, which is all.

    >>> [way.value for way in loosenings(Criteria(text="Optik", lands=("hessen",)))]
    ['hessen', 'Optik']
    """
    ways = [
        Loosening(name=name, value=value, rest=criteria.without(name, value))
        for name, value in criteria.chosen
    ]
    if criteria.text:
        ways = [
            *ways[: MOST - 1],
            Loosening(name=WORDS, value=criteria.text, rest=replace(criteria, text="")),
        ]
    return [way for way in ways[:MOST] if not way.rest.is_empty]
