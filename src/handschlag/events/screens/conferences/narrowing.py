"""What narrows a list in memory: its words, its options with their numbers, and how to take them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from handschlag.design.components.parts import Chip, Facet, Option
from handschlag.directory.screens import texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.events.rules.narrowing import FilterCriteria, Tag

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
