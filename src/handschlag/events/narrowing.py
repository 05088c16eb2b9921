"""What narrows a list in memory: words, chosen options with their numbers, and how to take them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, Self
from urllib.parse import urlencode

from handschlag.design.components.parts import Chip, Facet, Option
from handschlag.directory import texts
from handschlag.directory.labels import Word
from treffen.language import fold

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


SHOWN: Final = 8
OPEN_AT_FIRST: Final = 3
type Label = Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What the search and the filters of a list at `url` show."""

    url: str
    text: str
    chosen: tuple[Tag, ...]
    kept: tuple[Tag, ...]  # what the address says besides, and a form repeats
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    clear_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How facets and their values are called, and how values are sorted: else the most frequent first."""

    titles: Mapping[str, Word]
    label: Label
    order: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)


def narrowing(
    choice: FilterCriteria, counts: Counter[Tag], *, wording: Wording, url: str, kept: Mapping[str, str]
) -> Narrowing:
    """The filters of a list at `url`; `kept` stays in the address whatever is chosen."""
    facets = (_facet_of(name, choice, counts=counts, wording=wording) for name in wording.titles)
    return Narrowing(
        url=url,
        text=choice.text,
        chosen=choice.chosen,
        kept=tuple((name, value) for name, value in kept.items() if value),
        facets=tuple(facet for facet in facets if facet),
        chips=_chips(choice, label=wording.label, url=url, kept=kept),
        clear_url=address(url, FilterCriteria().query(**kept)),
    )


def _facet_of(name: str, choice: FilterCriteria, *, counts: Counter[Tag], wording: Wording) -> Facet | None:
    """A question with fewer than two answers is none, unless somebody answered it."""
    chosen = choice.values(name)
    values = {value for one, value in counts if one == name} | chosen
    if len(values) < 2 and not chosen:
        return None
    order = wording.order.get(name, lambda value: (-counts[name, value], wording.label(name, value)))
    options = tuple(
        Option(
            value=value,
            label=wording.label(name, value),
            count=counts[name, value],
            is_chosen=value in chosen,
        )
        for value in sorted(values, key=order)
    )
    return Facet(
        name=name,
        title=str(wording.titles[name]),
        options=options,
        shown=SHOWN,
        is_open=bool(chosen) or list(wording.titles).index(name) < OPEN_AT_FIRST,
    )


def _chips(choice: FilterCriteria, *, label: Label, url: str, kept: Mapping[str, str]) -> tuple[Chip, ...]:
    said = [(texts.in_quotes(choice.text), replace(choice, text=""))] if choice.text else []
    options = [(label(name, value), choice.without(name, value)) for name, value in choice.chosen]
    return tuple(Chip(label=text, url=address(url, rest.query(**kept))) for text, rest in [*said, *options])


def address(url: str, query: str) -> str:
    """With a question mark only where there is a query."""
    return f"{url}?{query}" if query else url
