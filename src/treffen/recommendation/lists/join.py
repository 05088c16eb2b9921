"""Partners without looking at all pairs: a join on what is offered and needed at once.

Whoever offers o and needs n stands under the key (o, n) and asks for the swapped key: somebody who
offers n and needs o. One-way lists would be cut off long before both directions meet in them; here
both meet in the key. Concepts and the nodes above them are used, so that siblings meet as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.candidates import (
    CandidatePairs,
    Pairs,
    merged_pairs,
    score_pairs,
    symmetric,
)
from treffen.recommendation.lists.candidates import best_of_rows as best
from treffen.recommendation.profiles import Statement
from treffen.recommendation.score.context import Surroundings
from treffen.recommendation.score.pool_arrays import pair_noise

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Names = Callable[[Statement], Sequence[str]]
"""The concepts of a statement, and those above them."""
Fits = Callable[[Whole, Whole], NDArray[np.floating]]
"""The fits of needs and offers, pair by pair, by their numbers."""
ASKED = 12  # keys that somebody asks for, the rarest first
CROWDED = 16  # people under one key that are looked at for each who asks; others by lot
SCORED = 2  # times m: how many of those found are scored
PEOPLE = 5_000  # who asks at once
PAIRS = 200_000  # that are scored at once


class Keys:
    """What everybody offers and needs, as keys (offered, needed), sorted, with the people under them."""

    def __init__(self, surroundings: Surroundings, names: Names) -> None:
        crowd = surroundings.crowd
        self.crowd, self.surroundings = crowd, surroundings
        codes: dict[str, int] = {}
        self.offered = _sets(crowd.n, crowd.owner_of_offer, crowd.offers, names, codes)
        self.needed = _sets(crowd.n, crowd.owner_of_need, crowd.needs, names, codes)
        self.width = max(1, len(codes))
        sizes = [len(o) * len(n) for o, n in zip(self.offered, self.needed, strict=True)]
        person = np.repeat(np.arange(crowd.n), sizes)
        blocks = [self._of(o, n) for o, n in zip(self.offered, self.needed, strict=True)]
        key = np.concatenate(blocks) if blocks else np.empty(0, np.int64)
        order = np.argsort(key, kind="stable")
        self.person = person[order]
        self.keys, self.first = np.unique(key[order], return_index=True)
        self.last = np.r_[self.first[1:], len(order)]

    def _of(self, offered: Whole, needed: Whole) -> Whole:
        return (offered[:, None] * self.width + needed).ravel()

    def ask(self, people: range, seed: int) -> tuple[Whole, Whole, Real]:
        """Who answers: asking person, answering person, and how rare their keys in common are."""
        asked = [self._of(self.needed[p], self.offered[p]) for p in people]
        asks = np.repeat(np.asarray(people), [len(one) for one in asked])
        wanted = np.concatenate(asked) if asked else np.empty(0, np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), max(len(self.keys) - 1, 0))
        there = self.keys[at] == wanted if len(self.keys) else np.zeros(len(wanted), bool)
        asks, at = asks[there], at[there]
        asks, at = self._rarest(asks, at)
        size = self.last[at] - self.first[at]
        taken = np.minimum(size, CROWDED)
        # From a crowded key a run is taken that begins by lot, another one for everybody who asks.
        lot = pair_noise(self.crowd.draw[asks], at.astype(np.uint64), seed)
        start = np.where(size > CROWDED, (lot * size).astype(np.int64), 0)
        step = np.arange(int(taken.sum())) - np.repeat(np.cumsum(taken) - taken, taken)
        place = np.repeat(self.first[at], taken) + (np.repeat(start, taken) + step) % np.repeat(size, taken)
        asks, answers = np.repeat(asks, taken), self.person[place]
        rare = np.repeat(1 / np.log2(2.0 + size), taken)
        pair, inverse = np.unique(asks * self.crowd.n + answers, return_inverse=True)
        weight = np.bincount(inverse, weights=rare, minlength=len(pair))
        return pair // self.crowd.n, pair % self.crowd.n, weight

    def _rarest(self, asks: Whole, at: Whole) -> tuple[Whole, Whole]:
        """The keys that hold the fewest people, for everybody who asks."""
        order = np.lexsort((at, self.last[at] - self.first[at], asks))
        asks, at = asks[order], at[order]
        run = np.flatnonzero(np.r_[True, np.diff(asks) != 0]) if len(asks) else np.empty(0, np.int64)
        place = np.arange(len(asks)) - np.repeat(run, np.diff(np.r_[run, len(asks)]))
        return asks[place < ASKED], at[place < ASKED]


def _sets(
    n: int, owner: Whole, statements: Sequence[Statement], names: Names, codes: dict[str, int]
) -> list[Whole]:
    """The codes of everybody's concepts."""
    found: list[set[int]] = [set() for _ in range(n)]
    for person, statement in zip(owner, statements, strict=True):
        found[person].update(codes.setdefault(name, len(codes)) for name in names(statement))
    return [np.array(sorted(one), np.int64) for one in found]


def by_keys(surroundings: Surroundings, names: Names, fits: Fits, *, m: int, seed: int) -> Pairs:
    """The m best partners among those under the swapped keys, with the scores of `shortlists`.

    A pair of which each names a concept (or the one above) that the other offers is found, unless
    its keys are not among the `ASKED` rarest of a person, or hold more than `CROWDED` people; then a part of
    those is looked at, by lot. Of what is found, the 2 m with the rarest keys in common are scored.
    """
    keys, parts = Keys(surroundings, names), []
    scorer = _Scorer(surroundings, fits)
    for first in range(0, surroundings.crowd.n, PEOPLE):
        asks, answers, rare = keys.ask(range(first, min(first + PEOPLE, surroundings.crowd.n)), seed)
        allowed = ~surroundings.forbidden(asks, answers)
        asks, answers, rare = asks[allowed], answers[allowed], rare[allowed]
        found = CandidatePairs(row=asks, column=answers, score=rare, for_row=rare, for_column=rare)
        at = best(surroundings, found, m=SCORED * m, seed=seed)
        scored = scorer.scored(asks[at], answers[at])
        parts.append(_top(surroundings, scored, m=m, seed=seed))
    return symmetric(surroundings.crowd.n, parts)


def _top(surroundings: Surroundings, found: CandidatePairs, *, m: int, seed: int) -> CandidatePairs:
    at = best(surroundings, found, m=m, seed=seed)
    return CandidatePairs(
        row=found.row[at],
        column=found.column[at],
        score=found.score[at],
        for_row=found.for_row[at],
        for_column=found.for_column[at],
    )


class _Scorer:
    """Directed fits and scores of given pairs of people."""

    def __init__(self, surroundings: Surroundings, fits: Fits) -> None:
        crowd = surroundings.crowd
        self.surroundings, self.crowd, self.fits = surroundings, crowd, fits
        self.need = np.searchsorted(crowd.owner_of_need, np.arange(crowd.n + 1))
        self.offer = np.searchsorted(crowd.owner_of_offer, np.arange(crowd.n + 1))

    def scored(self, rows: Whole, columns: Whole) -> CandidatePairs:
        """Pairs in chunks, with fits and scores."""
        return merged_pairs(list(self._chunks(rows, columns)))

    def _chunks(self, rows: Whole, columns: Whole) -> Iterator[CandidatePairs]:
        for first in range(0, len(rows), PAIRS):
            row, column = rows[first : first + PAIRS], columns[first : first + PAIRS]
            one, other = self._directed(row, column), self._directed(column, row)
            found = CandidatePairs(row=row, column=column, score=one, for_row=one, for_column=other)
            score = score_pairs(self.surroundings, found)
            yield CandidatePairs(row=row, column=column, score=score, for_row=one, for_column=other)

    def _directed(self, takers: Whole, givers: Whole) -> Real:
        """f(giver -> taker) of each pair: each need with each offer, the best of each need, the mean."""
        needs, offers = np.diff(self.need)[takers], np.diff(self.offer)[givers]
        size = needs * offers
        pair = np.repeat(np.arange(len(takers)), size)
        step = np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size)
        need = self.need[takers][pair] + step // offers[pair]
        offer = self.offer[givers][pair] + step % offers[pair]
        if not len(pair):
            return np.zeros(len(takers))
        fit = self.fits(need, offer).astype(np.float64)
        fit[fit < max(self.surroundings.weights.least_fit, 1e-9)] = 0
        runs = np.flatnonzero(np.r_[True, (np.diff(need) != 0) | (np.diff(pair) != 0)])
        best_of_need = np.maximum.reduceat(fit, runs)
        share = self.crowd.share[need[runs]]
        return np.bincount(pair[runs], weights=best_of_need * share, minlength=len(takers))
