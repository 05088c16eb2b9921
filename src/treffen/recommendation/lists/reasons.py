"""Reasons of pairs as data, each with the ids that prove it.

Fits of many pairs are looked up at once, and two statements are read again only where a reason comes of them.
A fit that is faint, or of which nothing can be said that stands in both statements, is no reason: it has its
part in the score, and nobody is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.answer import FitDirection, Link, ReasonKind, RecommendationReason
from treffen.recommendation.lists.said import Pairs, said_of
from treffen.recommendation.score.context import Context, Surroundings, kilometres
from treffen.recommendation.score.directed import Meanings
from treffen.recommendation.vocabulary import Vocabulary

Whole = NDArray[np.int64]
MOST_OF_A_SIDE = 3  # needs that are named in one direction
LEAST = 0.005  # log-odds that nobody would notice are no reason
FAINT = 0.25  # a fit below this may be chance where nothing stands in both statements
SURE = 0.55  # from here on a fit is a reason even where nothing of it can be named
AT_ONCE = 100_000  # fits of statements that are looked up together: some 100 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class _Served:
    """A need with the offer that serves it best, by number, and how well."""

    need: int
    offer: int
    fit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Best:
    """For directed pairs of people the needs served, with the best offer: run i is that of pair i."""

    start: Whole
    need: Whole
    offer: Whole
    fit: NDArray[np.float64]

    def of(self, pair: int) -> list[_Served]:
        run = slice(self.start[pair], self.start[pair + 1])
        found = zip(self.need[run].tolist(), self.offer[run].tolist(), self.fit[run].tolist(), strict=True)
        return [_Served(need=need, offer=offer, fit=fit) for need, offer, fit in found]


class Explainer:
    """Reasons of pairs of people, by their numbers in the crowd."""

    def __init__(self, surroundings: Surroundings, meanings: Meanings) -> None:
        crowd = surroundings.crowd
        self.surroundings, self.crowd, self.meanings = surroundings, crowd, meanings
        self._vocabulary = Vocabulary.standard()
        self._links: dict[tuple[str, str], Link] = {}
        self._needs = np.searchsorted(crowd.owner_of_need, np.arange(crowd.n + 1))
        self._offers = np.searchsorted(crowd.owner_of_offer, np.arange(crowd.n + 1))

    def served(self, giver: int, taker: int) -> list[_Served]:
        """The best offer for each need of the taker that the giver serves at all, best first."""
        return self._best(np.array([giver]), np.array([taker])).of(0)

    def fits(self, givers: Whole, takers: Whole) -> NDArray[np.float64]:
        """What givers do for takers in all, pair by pair: both (pairs,), by number."""
        best = self._best(givers, takers)
        pair = np.repeat(np.arange(len(takers)), np.diff(best.start))
        return np.bincount(pair, weights=best.fit * self.crowd.share[best.need], minlength=len(takers))

    def reasons(self, owner: int, partner: int) -> tuple[RecommendationReason, ...]:
        """Everything that speaks for, or against, a pair: both directions, then context."""
        return next(self.of_all(np.array([owner]), np.array([partner])))

    def of_all(
        self, owners: Whole, partners: Whole, *, most: int = MOST_OF_A_SIDE
    ) -> Iterator[tuple[RecommendationReason, ...]]:
        """The reasons of many pairs, (pairs,) and (pairs,), one after the other; `most` needs of a side."""
        n, count = self.crowd.n, len(owners)
        # Two who stand on each other's lists have the same two directions: each is looked up once.
        keys = np.concatenate([partners * n + owners, owners * n + partners])
        known, at = np.unique(keys, return_inverse=True)
        best = self._best(known // n, known % n)
        context = self.surroundings.context(owners, partners)
        made: dict[tuple[int, int], RecommendationReason | None] = {}
        for pair, (owner, partner) in enumerate(zip(owners.tolist(), partners.tolist(), strict=True)):
            for_you = islice(self._met(made, best.of(at[pair])), most)
            for_them = islice(self._met(made, best.of(at[count + pair])), most)
            turned = (replace(one, side=FitDirection.FOR_THEM) for one in for_them)
            yield (*for_you, *turned, *self._context(context, pair, owner, partner))

    def _best(self, givers: Whole, takers: Whole) -> _Best:
        """Of each directed pair the needs that are served, the one that counts most first."""
        least = max(self.surroundings.weights.least_fit, 1e-9)
        pair, need = _runs(self._needs[takers], self._needs[takers + 1])
        row, offer = _runs(self._offers[givers[pair]], self._offers[givers[pair] + 1])
        fit = self._fits(need[row], offer)
        order = np.lexsort((offer, -fit, row))
        first = order[np.r_[True, np.diff(row[order]) != 0]] if len(order) else order
        first = first[fit[first] >= least]
        pair, need, offer, fit = pair[row[first]], need[row[first]], offer[first], fit[first]
        order = np.lexsort((need, -fit * self.crowd.share[need], pair))
        start = np.searchsorted(pair[order], np.arange(len(takers) + 1))
        return _Best(start=start, need=need[order], offer=offer[order], fit=fit[order])

    def _fits(self, needs: Whole, offers: Whole) -> NDArray[np.float64]:
        found = np.empty(len(needs))
        for first in range(0, len(needs), AT_ONCE):
            run = slice(first, first + AT_ONCE)
            found[run] = self.meanings.pairs(needs[run], offers[run])
        return found

    def _met(
        self, made: dict[tuple[int, int], RecommendationReason | None], served: list[_Served]
    ) -> Iterator[RecommendationReason]:
        """The reasons among needs that are served, each made once for all pairs."""
        for one in served:
            key = one.need, one.offer
            if key not in made:
                made[key] = self._reason(one)
            if (reason := made[key]) is not None:
                yield reason

    def _reason(self, served: _Served) -> RecommendationReason | None:
        """Nothing where the fit is too faint for what can be said of it."""
        need, offer = self.crowd.needs[served.need], self.crowd.offers[served.offer]
        said = said_of(need, offer, self._vocabulary)
        least = 0.0 if said.common or said.words else FAINT if said.related else SURE
        if served.fit < least:
            return None
        return RecommendationReason(
            kind=ReasonKind.NEED_MET,
            side=FitDirection.FOR_YOU,
            evidence=(need.id, offer.id),
            value=served.fit,
            through=self._linked(said.common),
            words=self._linked(said.words),
            related=self._linked(said.related),
        )

    def _linked(self, pairs: Pairs) -> tuple[Link, ...]:
        return tuple(self._link(need, offer) for need, offer in pairs)

    def _link(self, need: str, offer: str) -> Link:
        """One link for all pairs that have it: there are many pairs, and few links."""
        key = str(need), str(offer)
        if key not in self._links:
            self._links[key] = Link(need=key[0], offer=key[1])
        return self._links[key]

    def _context(self, parts: Context, pair: int, owner: int, partner: int) -> Iterator[RecommendationReason]:
        values = {
            ReasonKind.TOPICS: parts.topics,
            ReasonKind.KINDS: parts.kind,
            ReasonKind.NETWORKS: parts.network,
            ReasonKind.PROGRAMMES: parts.programme,
            ReasonKind.DISTANCE: parts.distance,
            ReasonKind.KNOWN: parts.known,
        }
        for kind, many in values.items():
            value = float(many[pair])
            if abs(value) >= LEAST:
                yield RecommendationReason(
                    kind=kind, evidence=self._evidence(kind, owner, partner), value=value
                )

    def _evidence(self, kind: ReasonKind, owner: int, partner: int) -> tuple[str, ...]:
        here, there = self.crowd.profiles[owner], self.crowd.profiles[partner]
        match kind:
            case ReasonKind.TOPICS:
                return tuple(sorted(here.topics & there.topics))
            case ReasonKind.KINDS:
                return (here.kind.value, there.kind.value)
            case ReasonKind.NETWORKS:
                return (*sorted(here.networks), "|", *sorted(there.networks))
            case ReasonKind.PROGRAMMES:
                return tuple(sorted(here.programmes & there.programmes))
            case ReasonKind.DISTANCE:
                far = kilometres(self.crowd, np.array([owner]), np.array([partner]))
                return (f"{far[0]:.0f}",)
        return ()


def _runs(first: Whole, last: Whole) -> tuple[Whole, Whole]:
    """All whole numbers of many runs, one run after the other; and of which run each one is."""
    size = last - first
    run = np.repeat(np.arange(len(size)), size)
    before = np.cumsum(size) - size
    return run, np.arange(len(run)) - before[run] + first[run]
