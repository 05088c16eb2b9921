"""What a search answers: which entries, in which order, and what else could be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handschlag.design.rules.tallies import Tally
from handschlag.directory.rules.analysis import SearchQuery


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
