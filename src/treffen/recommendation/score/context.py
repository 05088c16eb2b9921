"""The context of a pair: parts that add up on the log-odds scale, and rules that forbid."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.profiles import ActorKind
from treffen.recommendation.score.nearness import Distances
from treffen.recommendation.score.pool_arrays import KINDS, Bits, PoolArrays
from treffen.recommendation.score.weights import Weights

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Yes = NDArray[np.bool_]
EARTH = 6371.0088  # km, mean radius
COMPANY, RESEARCH = KINDS.index(ActorKind.COMPANY), KINDS.index(ActorKind.RESEARCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts of context, each of shape (pairs,), in log-odds."""

    topics: Real
    kind: Real
    network: Real
    programme: Real
    distance: Real
    known: Real

    def total(self) -> Real:
        """Their sum."""
        return np.asarray(sum(getattr(self, f.name) for f in fields(self)))


class Surroundings:
    """What context is computed from: the crowd, distances of networks, weights."""

    def __init__(self, crowd: PoolArrays, weights: Weights, distances: Distances) -> None:
        self.crowd, self.weights, self.distances = crowd, weights, distances

    def context(self, rows: Whole, columns: Whole) -> Context:
        """The context of pairs of people; symmetric in them. `rows`, `columns`: (pairs,)."""
        crowd, weights = self.crowd, self.weights
        none = np.zeros(len(rows))
        return Context(
            topics=self._topics(rows, columns) if weights.topics else none,
            kind=_times(weights.kind, self._complementary(rows, columns)),
            network=self._network(rows, columns) if weights.network else none,
            programme=_times(weights.programme, _shares(crowd.programmes, rows, columns)),
            distance=-weights.distance * self._hundreds(rows, columns) if weights.distance else none,
            known=_times(-weights.known, crowd.pairs_in(crowd.known, rows, columns)),
        )

    def most(self, rows: Whole) -> Real:
        """The most that context can add for each of these people, whoever the other is: (rows,)."""
        crowd, weights = self.crowd, self.weights
        topics = 1 - 0.5 ** common(crowd.topics, rows, rows)
        kind = np.isin(crowd.kind[rows], (COMPANY, RESEARCH))
        network, programme = crowd.networks[rows].any(axis=1), crowd.programmes[rows].any(axis=1)
        parts: tuple[Any, ...] = (
            weights.topics * topics,
            _times(weights.kind, kind),
            _times(weights.network, network),
            _times(weights.programme, programme),
        )
        return np.asarray(sum(parts))

    def _topics(self, rows: Whole, columns: Whole) -> Real:
        """Half of the weight for one shared topic, three quarters for two, and so on."""
        shared = common(self.crowd.topics, rows, columns)
        return np.asarray(self.weights.topics * (1 - np.exp2(-shared.astype(np.float64))))

    def _complementary(self, rows: Whole, columns: Whole) -> Yes:
        one, other = self.crowd.kind[rows], self.crowd.kind[columns]
        there = (one == COMPANY) & (other == RESEARCH)
        return np.asarray(there | ((one == RESEARCH) & (other == COMPANY)))

    def _network(self, rows: Whole, columns: Whole) -> Real:
        """4 d (1 - d): most where networks are related and neither the same nor alien."""
        d = self.distances.between(rows, columns)
        foreign = ~_shares(self.crowd.networks, rows, columns)
        return np.asarray(self.weights.network * 4 * d * (1 - d) * foreign, np.float64)

    def _hundreds(self, rows: Whole, columns: Whole) -> Real:
        return np.nan_to_num(kilometres(self.crowd, rows, columns) / 100)

    def forbidden(self, rows: Whole, columns: Whole) -> Yes:
        """Pairs that no list may hold: oneself, one's organisation, blocked, known, no common language."""
        crowd = self.crowd
        same = (crowd.organisation[rows] == crowd.organisation[columns]) & (crowd.organisation[rows] >= 0)
        found = (rows == columns) | same | crowd.pairs_in(crowd.blocked, rows, columns)
        if not self.weights.again:
            found |= crowd.pairs_in(crowd.known, rows, columns)
        if self.weights.language:
            found |= self.speechless(rows, columns)
        return np.asarray(found)

    def speechless(self, rows: Whole, columns: Whole) -> Yes:
        """Both say what they speak, and nothing is common."""
        says = self.crowd.languages.any(axis=1)
        return np.asarray(says[rows] & says[columns] & ~_shares(self.crowd.languages, rows, columns))


def _times(weight: float, yes: Yes) -> Real:
    return np.where(yes, weight, 0.0)


def kilometres(crowd: PoolArrays, rows: Whole, columns: Whole) -> Real:
    """Great-circle distance of each pair (haversine formula), nan where a position is missing."""
    lat1, lon1 = crowd.position[rows].T
    lat2, lon2 = crowd.position[columns].T
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def _shares(bits: Bits, rows: Whole, columns: Whole) -> Yes:
    """Whether the sets of each pair have a common member."""
    found = (bits[rows, 0] & bits[columns, 0]) != 0
    for word in range(1, bits.shape[1]):
        found |= (bits[rows, word] & bits[columns, word]) != 0
    return np.asarray(found)


def common(bits: Bits, rows: Whole, columns: Whole) -> Whole:
    """How many members the sets of each pair have in common."""
    found = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), np.int64)
    for word in range(bits.shape[1]):
        found += np.bitwise_count(bits[rows, word] & bits[columns, word])
    return found
