"""Reasons of a pair as data, each with the ids that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from treffen.recommendation.lists.answer import Link, Reason, ReasonKind, Side
from treffen.recommendation.score.context import Surroundings, kilometres
from treffen.recommendation.score.directed import FitParts, Meanings

MOST_OF_A_SIDE = 3  # needs that are named in one direction
LEAST = 0.005  # log-odds that nobody would notice are no reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A need with the offer that serves it best, by number, and how well."""

    need: int
    offer: int
    parts: FitParts


class Explainer:
    """Reasons of pairs of people, by their numbers in the crowd."""

    def __init__(self, surroundings: Surroundings, meanings: Meanings) -> None:
        crowd = surroundings.crowd
        self.surroundings, self.crowd, self.meanings = surroundings, crowd, meanings
        self._needs = np.searchsorted(crowd.owner_of_need, np.arange(crowd.n + 1))
        self._offers = np.searchsorted(crowd.owner_of_offer, np.arange(crowd.n + 1))

    def served(self, giver: int, taker: int) -> list[Served]:
        """The best offer for each need of the taker that the giver serves at all, best first."""
        least = max(self.surroundings.weights.least_fit, 1e-9)
        found = []
        for need in range(self._needs[taker], self._needs[taker + 1]):
            tried = [
                Served(need=need, offer=offer, parts=self.meanings.parts(need, offer))
                for offer in range(self._offers[giver], self._offers[giver + 1])
            ]
            best = max(tried, key=lambda one: one.parts.fit, default=None)
            if best is not None and best.parts.fit >= least:
                found.append(best)
        return sorted(found, key=lambda one: -one.parts.fit * self.crowd.share[one.need])

    def reasons(self, owner: int, partner: int) -> tuple[Reason, ...]:
        """Everything that speaks for, or against, a pair: both directions, then context."""
        found = [self._met(one, Side.FOR_YOU) for one in self.served(partner, owner)[:MOST_OF_A_SIDE]]
        found += [self._met(one, Side.FOR_THEM) for one in self.served(owner, partner)[:MOST_OF_A_SIDE]]
        return (*found, *self._context(owner, partner))

    def _met(self, one: Served, side: Side) -> Reason:
        need, offer = self.crowd.needs[one.need], self.crowd.offers[one.offer]
        return Reason(
            kind=ReasonKind.NEED_MET,
            side=side,
            evidence=(need.id, offer.id),
            value=float(one.parts.fit),
            through=tuple(Link(need=c.need, offer=c.offer) for c in one.parts.concepts),
            words=tuple(dict.fromkeys(Link(need=t.need, offer=t.offer) for t in one.parts.terms)),
        )

    def _context(self, owner: int, partner: int) -> Iterator[Reason]:
        here, there = self.crowd.profiles[owner], self.crowd.profiles[partner]
        pair = np.array([owner]), np.array([partner])
        parts = self.surroundings.context(*pair)
        both: Iterable[tuple[ReasonKind, float, tuple[str, ...]]] = (
            (ReasonKind.TOPICS, parts.topics[0], tuple(sorted(here.topics & there.topics))),
            (ReasonKind.KINDS, parts.kind[0], (here.kind.value, there.kind.value)),
            (ReasonKind.NETWORKS, parts.network[0], (*sorted(here.networks), "|", *sorted(there.networks))),
            (ReasonKind.PROGRAMMES, parts.programme[0], tuple(sorted(here.programmes & there.programmes))),
            (ReasonKind.DISTANCE, parts.distance[0], (f"{kilometres(self.crowd, *pair)[0]:.0f}",)),
            (ReasonKind.KNOWN, parts.known[0], ()),
        )
        for kind, value, evidence in both:
            if abs(value) >= LEAST:
                yield Reason(kind=kind, evidence=evidence, value=float(value))
