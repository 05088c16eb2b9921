"""What a search answers, and what else could be chosen: filters with counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handschlag.design.tallies import Tally
from handschlag.directory.criteria import Criteria
from handschlag.directory.index.arrays import (
    KINDS,
    LEVELS,
    SIZES,
    STATES,
    FacetValue,
    Ints,
    Mask,
    Matrix,
    Small,
    View,
)
from handschlag.directory.index.search_query import SearchQuery
from handschlag.directory.labels import KIND_NAMES, LEVEL_NAMES, SIZE_NAMES, STATE_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet; `count` is what choosing it would show, with the other facets as they are.

    What is invented would be shown as well, and is counted apart.
    """

    value: str
    label_de: str
    label_en: str
    count: int  # of real entries
    invented: int = 0
    is_chosen: bool = False
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """`name` is the parameter in the address."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceOrigin:
    """The place from which distances are measured."""

    name: str
    land: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Ids in order; `total` is their number, `tally` tells the invented ones apart; `suggestion` is another
    spelling that would find something, `corrected` the one that was searched for instead.

    `is_loose` says that no entry has all the words, and that these have the most of them; `has_related`, that
    related terms of the vocabulary were needed. `question` is how the words were understood, by
    which `vocabulary`. `origin` is the
    place that sorting by distance starts from; None where `near` names no place that we know.
    """

    ids: Sequence[int]
    total: int
    invented: int = 0  # of those
    ended: int = 0  # networks that are no more and fit, too; they are among the ids only where `is_of_ended`
    is_of_ended: bool = False
    facets: tuple[Facet, ...] = ()
    suggestion: str | None = None
    corrected: str | None = None
    question: SearchQuery | None = None
    vocabulary: str = ""
    is_loose: bool = False
    has_related: bool = False
    origin: DistanceOrigin | None = None

    @property
    def tally(self) -> Tally:
        """What a title says was found."""
        return Tally(real=self.total - self.invented, invented=self.invented)


def _plain(codes: Sequence[str], names: Mapping[str, tuple[str, str]]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(id=c, value=c, label_de=names[c][0], label_en=names[c][1]) for c in codes)


PLAIN = {
    "kind": _plain(KINDS, KIND_NAMES),
    "label": _plain(LEVELS, LEVEL_NAMES),
    "size": _plain(SIZES, SIZE_NAMES),
    "when": _plain(STATES, STATE_NAMES),
}


@dataclass(frozen=True, slots=True)
class _FacetOf:
    """One facet of a view: what there is to choose, who has it, and what is chosen (as places)."""

    name: str
    choices: Sequence[FacetValue]
    chosen: tuple[int, ...]

    def mask(self, view: View) -> Mask | None:
        """Who has any of the chosen values; None if nothing is chosen."""
        if not self.chosen:
            return None
        found = _having(view, self.name)
        wanted = np.array(self.chosen)
        if found is None:
            return _in_networks(view, wanted)
        mask: Mask = np.isin(found, wanted) if found.ndim == 1 else found[:, wanted].any(axis=1)
        return mask

    def counts(self, view: View, within: Mask) -> Ints:
        """How many of `within` have each value."""
        found = _having(view, self.name)
        if found is None:
            return _counts_of_networks(view, within, len(self.choices))
        if found.ndim == 1:
            values = found[within]
            return np.bincount(values[values >= 0], minlength=len(self.choices))
        counts: Ints = np.count_nonzero(found[within], axis=0)
        return counts

    def options(self, real: Ints, invented: Ints) -> Iterator[Option]:
        """Most frequent first, chosen ones always; a lower field stands under its upper one."""
        counts = real + invented
        values = {choice.id: choice.value for choice in self.choices}
        for place in self._order(counts):
            choice = self.choices[place]
            if counts[place] or place in self.chosen:
                yield Option(
                    value=choice.value,
                    label_de=choice.label_de,
                    label_en=choice.label_en,
                    count=int(real[place]),
                    invented=int(invented[place]),
                    is_chosen=place in self.chosen,
                    parent=values.get(choice.parent, ""),
                )

    def _order(self, counts: Ints) -> list[int]:
        number = {choice.id: place for place, choice in enumerate(self.choices)}
        above = [number.get(choice.parent, place) for place, choice in enumerate(self.choices)]
        return sorted(
            range(len(self.choices)),
            key=lambda place: (
                -counts[above[place]],
                above[place],
                above[place] != place,
                -counts[place],
                place,
            ),
        )


def _having(view: View, name: str) -> Matrix | Small | None:
    """Who has what: one code for each row, or a matrix; None for networks, which are pairs of rows."""
    columns: Mapping[str, Matrix | Small] = {
        "kind": view.table.kinds,
        "field": view.fields,
        "land": view.lands,
        "programme": view.programmes,
        "label": view.labels,
        "size": view.table.sizes,
        "when": view.states,
    }
    return columns.get(name)


def _in_networks(view: View, wanted: Ints) -> Mask:
    """The members of the wanted networks, and these networks themselves."""
    members, networks = view.seats
    mask = np.isin(view.networks, wanted)
    mask[members[np.isin(view.networks[networks], wanted)]] = True
    return mask


def _counts_of_networks(view: View, within: Mask, number: int) -> Ints:
    members, networks = view.seats
    found = view.networks[networks[within[members]]]
    return np.bincount(found[found >= 0], minlength=number)


def facets_of(view: View, criteria: Criteria, names: Sequence[str]) -> list[_FacetOf]:
    """The facets of a list; values that do not exist are not chosen."""
    taxonomy = view.snapshot.taxonomy
    choices: dict[str, Sequence[FacetValue]] = {
        **PLAIN,
        "field": taxonomy.fields,
        "land": taxonomy.lands,
        "programme": taxonomy.programmes,
        "network": taxonomy.networks,
    }
    return [_FacetOf(name, choices[name], _places(criteria.values(name), choices[name])) for name in names]


def _places(values: Sequence[str], choices: Sequence[FacetValue]) -> tuple[int, ...]:
    """Where the chosen values stand; an address may name the value or the code of a choice."""
    known = {str(choice.id).lower(): place for place, choice in enumerate(choices)}
    known |= {choice.value: place for place, choice in enumerate(choices)}
    found = (known.get(value, known.get(value.lower())) for value in values)
    return tuple(dict.fromkeys(place for place in found if place is not None))


def narrowed(view: View, asked: Sequence[_FacetOf], scope: Mask) -> Mask:
    """Who meets all facets, without counting anything."""
    masks = (one.mask(view) for one in asked)
    return _together(scope, [mask for mask in masks if mask is not None])


def narrowed_facets(view: View, asked: Sequence[_FacetOf], scope: Mask) -> tuple[Mask, tuple[Facet, ...]]:
    """Who meets all facets, and the facets with their counts."""
    masks = {one.name: one.mask(view) for one in asked}
    everything = _together(scope, [mask for mask in masks.values() if mask is not None])
    facets = []
    for one in asked:
        others = [mask for name, mask in masks.items() if mask is not None and name != one.name]
        within = _together(scope, others) if masks[one.name] is not None else everything
        real, invented = within & ~view.invented, within & view.invented
        options = one.options(one.counts(view, real), one.counts(view, invented))
        facets.append(Facet(name=one.name, options=tuple(options)))
    return everything, tuple(facets)


def _together(scope: Mask, masks: Sequence[Mask]) -> Mask:
    met = scope.copy()
    for mask in masks:
        met &= mask
    return met
