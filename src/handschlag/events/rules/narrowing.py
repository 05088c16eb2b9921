"""Narrowing a list that fits in memory: words, chosen options, and how many rows each option would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self
from urllib.parse import urlencode

from handschlag.directory.rules.analysis import fold

LONGEST_TEXT = 200
MOST_CHOSEN = 40

type Tag = tuple[str, str]  # the name of a facet and one of its values


class _Narrowable(Protocol):
    """A row: its words, folded, and everything by which it can be chosen."""

    @property
    def text(self) -> str: ...

    @property
    def tags(self) -> frozenset[Tag]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCriteria:
    """What somebody asks for: of one facet any of the values, of all facets each."""

    text: str = ""
    chosen: tuple[Tag, ...] = ()

    @classmethod
    def of(cls, text: str, params: Mapping[str, Sequence[str]], names: Iterable[str]) -> Self:
        """From the parameters of an address; nonsense is left out."""
        pairs = [
            (name, value)
            for name in names
            for value in params.get(name, ())
            if value.isprintable() and 0 < len(value) <= LONGEST_TEXT
        ]
        shown = "".join(c for c in text if c.isprintable())[:LONGEST_TEXT].strip()
        return cls(text=shown, chosen=tuple(dict.fromkeys(pairs))[:MOST_CHOSEN])

    def __bool__(self) -> bool:
        return bool(self.text or self.chosen)

    def values(self, name: str) -> frozenset[str]:
        return frozenset(value for one, value in self.chosen if one == name)

    def without(self, name: str, value: str) -> Self:
        return replace(self, chosen=tuple(tag for tag in self.chosen if tag != (name, value)))

    def query(self, **more: str) -> str:
        """The part of an address after the question mark; `more` stands at its end where it is not empty."""
        pairs = [("q", self.text)] if self.text else []
        return urlencode([*pairs, *self.chosen, *((name, value) for name, value in more.items() if value)])


def folded(*texts: str) -> str:
    """The texts as one that can be searched, whatever the case; empty ones are left out."""
    return " ".join(fold(text) for text in texts if text)


def narrowed[Row: _Narrowable](rows: Iterable[Row], choice: FilterCriteria) -> tuple[Row, ...]:
    """Rows that have every word, and one chosen option of each facet, in the order given."""
    words = fold(choice.text).split()
    wanted = {name: choice.values(name) for name, _ in choice.chosen}
    return tuple(
        row for row in rows if all(word in row.text for word in words) and _fits(row, wanted, besides="")
    )


def _fits(row: _Narrowable, wanted: Mapping[str, frozenset[str]], *, besides: str) -> bool:
    return all(
        any((name, value) in row.tags for value in values)
        for name, values in wanted.items()
        if name != besides
    )


def counts(rows: Iterable[_Narrowable], choice: FilterCriteria) -> Counter[Tag]:
    """How many rows each option would show, with what is chosen elsewhere as it is."""
    words = fold(choice.text).split()
    wanted = {name: choice.values(name) for name, _ in choice.chosen}
    found: Counter[Tag] = Counter()
    for row in rows:
        if not all(word in row.text for word in words):
            continue
        if _fits(row, wanted, besides=""):
            found.update(row.tags)
            continue
        found.update(tag for tag in row.tags if tag[0] in wanted and _fits(row, wanted, besides=tag[0]))
    return found
