"""What the parts of a page are given: small frozen values, made by screens, printed by templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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
