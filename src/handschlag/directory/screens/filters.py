"""The filters of a list: what can be chosen, what was chosen, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.design import tallies
from handschlag.design.components import parts
from handschlag.design.rules.tallies import Tally
from handschlag.directory.queries.choices import Names
from handschlag.directory.rules.criteria import Criteria, Sort
from handschlag.directory.rules.loosening import WORDS, Loosening
from handschlag.directory.rules.search_result import Facet, Option, SearchResult
from handschlag.directory.screens import kind_labels, texts
from handschlag.directory.screens.kind_labels import Word

TITLES: Final[dict[str, Word]] = {
    "kind": gettext_lazy("Kind"),
    "field": gettext_lazy("Field of technology"),
    "land": gettext_lazy("Federal state"),
    "programme": gettext_lazy("Programme"),
    "label": gettext_lazy("Quality label"),
    "size": gettext_lazy("Size"),
    "network": gettext_lazy("Network"),
    "when": gettext_lazy("Project period"),
}
SORTS: Final[dict[Sort, Word]] = {
    Sort.RELEVANCE: gettext_lazy("Best matches"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.NAME: gettext_lazy("Name"),
    Sort.MEMBERS: gettext_lazy("Number of members"),
    Sort.DISTANCE: gettext_lazy("Distance"),
}
WORDS_OF_OPTIONS: Final[dict[str, dict[str, Word]]] = {
    "kind": {**kind_labels.NETWORK_KINDS, **kind_labels.ACTOR_KINDS},
    "label": dict(kind_labels.LEVELS),
    "size": {
        "sme": gettext_lazy("Small or medium-sized"),
        "large": gettext_lazy("Large"),
        "unknown": gettext_lazy("Size not known yet"),
    },
}
ENTRIES: Final = frozenset({"field", "land", "programme", "network"})  # `names` knows every one of them
OPEN_AT_FIRST, SHOWN = 3, 6  # facets, and options of each


def filters(
    criteria: Criteria,
    found: SearchResult,
    *,
    names: Names,
    url: str,
    has_members: bool = False,
    usual: Sort | None = None,
) -> dict[str, Any]:
    """`url` is the address of the list without any filter; `usual` its order where nobody names one."""
    titled = [facet for facet in found.facets if facet.name in TITLES and facet.options]
    return {
        "chosen": criteria.chosen,  # as pairs of an address, for the form that searches in the result
        "facets": [_facet_of(facet, place) for place, facet in enumerate(titled)],
        "chips": _chips(criteria, found.facets, names, url),
        "clear_url": url,
        "sorts": _sorts(criteria, url, has_members=has_members, usual=usual),
        "suggestion": _suggestion(criteria, found, url),
        "switch": _switch_of_lists(criteria, found, url),  # with inventions or without, where there are any
        "ended": _way_to_ended(criteria, found, url),
    }


def _way_to_ended(criteria: Criteria, found: SearchResult, url: str) -> parts.Link | None:
    """To the networks that are no more: they are in no list but their own."""
    if not found.ended or found.is_of_ended:
        return None
    label = kind_labels.ended_networks(found.ended) % {"n": texts.number(found.ended)}
    return parts.Link(label=label, url=address(url, replace(criteria, ended="yes")))


def _switch_of_lists(criteria: Criteria, found: SearchResult, url: str) -> tuple[parts.Link, ...]:
    """Lists show inventions, marked, until somebody wants none."""
    is_real_only = criteria.invented == "no"
    if not found.invented and not is_real_only:
        return ()
    return (
        _way(_("All entries"), url, criteria, invented="", is_current=not is_real_only),
        _way(_("Real entries only"), url, criteria, invented="no", is_current=is_real_only),
    )


def switch_of_figures(
    criteria: Criteria, found: SearchResult, url: str, *, is_invented: bool
) -> tuple[parts.Link, ...]:
    """Figures are of real entries, or of invented ones if somebody wants them, and never of both."""
    if not found.tally.is_mixed:
        return ()
    return (
        _way(_("Real entries only"), url, criteria, invented="", is_current=not is_invented),
        _way(_("Invented entries only"), url, criteria, invented="yes", is_current=is_invented),
    )


def _way(label: str, url: str, criteria: Criteria, *, invented: str, is_current: bool) -> parts.Link:
    return parts.Link(
        label=label, url=address(url, replace(criteria, invented=invented)), is_current=is_current
    )


def address(url: str, criteria: Criteria) -> str:
    """The path with the criteria as its query; without any, the path alone."""
    query = criteria.query_string()
    return f"{url}?{query}" if query else url


def _facet_of(facet: Facet, place: int) -> parts.Facet:
    """What is chosen comes first; lower fields show themselves under a field that is chosen."""
    unfolded = {option.value for option in facet.options if option.is_chosen}
    unfolded |= {option.parent for option in facet.options if option.is_chosen}
    shown = [option for option in facet.options if not option.parent or option.parent in unfolded]
    shown.sort(key=lambda option: (option.parent or option.value) not in unfolded)
    options = tuple(
        parts.Option(
            value=option.value,
            label=f"– {label}" if option.parent else label,
            count=option.count,
            apart=tallies.invented_note(option.invented) if option.invented else "",
            is_chosen=option.is_chosen,
        )
        for option in shown
        for label in [_word_of(facet.name, option)]
    )
    first = sum((option.parent or option.value) in unfolded for option in shown)
    return parts.Facet(
        name=facet.name,
        title=str(TITLES[facet.name]),
        options=options,
        shown=max(SHOWN, first),
        is_open=place < OPEN_AT_FIRST or bool(unfolded),
    )


def _word_of(name: str, option: Option) -> str:
    word = WORDS_OF_OPTIONS.get(name, {}).get(option.value)
    return str(word) if word else pick(option.label_de, option.label_en) or option.value


def _label_of(name: str, value: str, facets: Sequence[Facet], names: Names) -> str:
    """The word for a choice; empty for an entry that does not exist, which narrows nothing."""
    if (name, value) in names:
        return pick(*names[name, value])
    options = (option for facet in facets if facet.name == name for option in facet.options)
    known = (_word_of(name, option) for option in options if option.value == value)
    return next(known, "" if name in ENTRIES else value)


def _chips(criteria: Criteria, facets: Sequence[Facet], names: Names, url: str) -> list[parts.Chip]:
    chips = []
    if criteria.text:
        chips.append((texts.in_quotes(criteria.text), replace(criteria, text="")))
    for name, value in criteria.chosen:
        chips.append((_label_of(name, value, facets, names), criteria.without(name, value)))
    if criteria.ended:
        chips.append((_("ended"), replace(criteria, ended="")))
    if criteria.near:
        nowhere = replace(criteria, near="", sort=Sort.RELEVANCE)
        chips.append((_("near %(place)s") % {"place": criteria.near}, nowhere))
    return [parts.Chip(label=label, url=address(url, rest)) for label, rest in chips if label]


def _sorts(criteria: Criteria, url: str, *, has_members: bool, usual: Sort | None) -> list[parts.Link]:
    """Orders that make sense here: a best match needs words, a distance needs a place."""
    usual = usual or (Sort.RELEVANCE if criteria.text else Sort.NAME)
    makes_sense = {
        Sort.RELEVANCE: bool(criteria.text),
        Sort.NEWEST: usual is Sort.NEWEST,
        Sort.NAME: True,
        Sort.MEMBERS: has_members,
        Sort.DISTANCE: bool(criteria.near),
    }
    offered = [order for order in SORTS if makes_sense[order]]
    current = criteria.sort if criteria.sort in offered else usual
    links = []
    for order in offered:
        sorted_so = replace(criteria, sort=Sort.RELEVANCE if order is usual else order)
        label, is_current = str(SORTS[order]), order is current
        links.append(parts.Link(label=label, url=address(url, sorted_so), is_current=is_current))
    return links


def _suggestion(criteria: Criteria, found: SearchResult, url: str) -> parts.Link | None:
    if not found.suggestion:
        return None
    return parts.Link(label=found.suggestion, url=address(url, replace(criteria, text=found.suggestion)))


def looser_searches(
    ways: Sequence[tuple[Loosening, Tally]], facets: Sequence[Facet], names: Names, url: str
) -> list[tuple[parts.Link, Tally]]:
    """Ways out of a search that finds too little, each with the number of hits that it leads to."""
    return [
        (parts.Link(label=_without(way, facets, names), url=address(url, way.rest)), found)
        for way, found in ways
    ]


def _without(way: Loosening, facets: Sequence[Facet], names: Names) -> str:
    if way.name == WORDS:
        return _("Without the words %(words)s") % {"words": texts.in_quotes(way.value)}
    label = _label_of(way.name, way.value, facets, names)
    return _("Without the filter %(filter)s") % {"filter": label}
