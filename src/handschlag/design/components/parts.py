"""What the parts of a page are given: small frozen values, printed by templates; also for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final, Literal
from urllib.parse import urljoin

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

type Gap = Literal["gap"]
GAP: Gap = "gap"
AROUND = 1


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to this page; the last one has no address, because it is this page."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A word that leads somewhere."""

    label: str
    url: str
    icon: str = ""
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on; following `url` takes it off again."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a facet, and how many rows it would leave."""

    value: str
    label: str
    count: int | None = None
    apart: str = ""  # what stands beside the number and is not in it
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One question by which a list is narrowed; `name` is the parameter of the address."""

    name: str
    title: str
    options: Sequence[Option]
    shown: int = 6
    is_open: bool = True

    @property
    def first(self) -> Sequence[Option]:
        return self.options[: self.shown]

    @property
    def more(self) -> Sequence[Option]:
        return self.options[self.shown :]

    @property
    def has_chosen_more(self) -> bool:
        """A chosen option is never hidden behind "show all"."""
        return any(option.is_chosen for option in self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a longer task."""

    label: str
    state: Literal["done", "current", "open"] = "open"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a whole in a proportion bar; `tone` is its colour, never its only sign."""

    label: str
    share: float
    tone: Literal["you", "you-soft", "them", "unknown"] = "you"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after."""

    label: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where a reader is in a long list; `query` is the rest of the address, without `page`.

    `place` is the id of the list where others stand above it.
    """

    number: int
    count: int
    query: str = ""
    parameter: str = "page"
    place: str = ""

    def address_of(self, number: int) -> str:
        rest = f"{self.query}&" if self.query else ""
        return f"?{rest}{self.parameter}={number}" + (f"#{self.place}" if self.place else "")

    @property
    def previous(self) -> str:
        return self.address_of(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.address_of(self.number + 1) if self.number < self.count else ""

    @property
    def places(self) -> Sequence[int | Gap]:
        """The numbers to show: the first, the last, and those around; a gap where some are left out."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        shown = sorted({1, self.count, *(n for n in near if 1 <= n <= self.count)})
        places: list[int | Gap] = []
        for number in shown:
            missing = number - int(places[-1]) - 1 if places else 0
            if missing == 1:
                places.append(number - 1)
            elif missing > 1:
                places.append(GAP)
            places.append(number)
        return tuple(places)

    @property
    def links(self) -> Sequence[Link | None]:
        """The same as links; None is a gap."""
        return tuple(
            None
            if place == GAP
            else Link(label=str(place), url=self.address_of(int(place)), is_current=place == self.number)
            for place in self.places
        )


# JSON inside a script element: no text may end the element or begin a comment.
ESCAPES: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def written(data: Mapping[str, Any]) -> str:
    """The JSON of what is known; empty values are left out."""
    known = {key: value for key, value in data.items() if value}
    return json.dumps(known, ensure_ascii=False).translate(ESCAPES)


def script(text: str) -> SafeString:
    """The element for a text that `written` made; nothing where nothing is to be said."""
    if not text:
        return mark_safe("")
    assert not set("<>&") & set(text), "made by `written` only"
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - without <, > and &
    )


def way_in(html: str, *, page: str) -> str:
    """The BreadcrumbList of a breadcrumb as it is shown; empty where it has no step."""
    reader = _Steps()
    reader.feed(html)
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": " ".join(words.split()),
            "item": urljoin(page, address),
        }
        for place, (address, words) in enumerate(reader.steps, start=1)
    ]
    if not items:
        return ""
    return written({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


class _Steps(HTMLParser):
    """The links of a breadcrumb, and the page itself at its end: address and words."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[tuple[str, str]] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "a" or "aria-current" in told:
            self.steps.append((told.get("href") or "", ""))
            self._is_inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            address, words = self.steps[-1]
            self.steps[-1] = (address, words + data)
