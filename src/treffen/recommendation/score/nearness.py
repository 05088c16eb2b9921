"""How far apart the networks of two people are in what their members do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from treffen.recommendation.profiles import Profile
from treffen.recommendation.score.crowd import Crowd

MOST_IN_TABLE = 1_500  # sets of networks whose distances are kept in one table (9 MB)


class Distances:
    """d in [0, 1] between the sets of networks that people belong to.

    A network is the mean of what its members name (topics and concepts), each weighted by how
    few networks name it; a set of networks is the mean of its networks; d is 1 - cosine. Without
    a network, or with nothing named, d is 1: nothing says that two people are related.
    """

    def __init__(self, crowd: Crowd, features: Sequence[frozenset[str]] | None = None) -> None:
        named = features if features is not None else [features_of(p) for p in crowd.profiles]
        sets = [p.networks for p in crowd.profiles]
        patterns = sorted(set(sets), key=sorted)
        place = {pattern: i for i, pattern in enumerate(patterns)}
        self.pattern = np.array([place[one] for one in sets], np.int64)
        networks = sorted({network for one in patterns for network in one})
        at = {network: i for i, network in enumerate(networks)}
        members = _incidence([[at[x] for x in one] for one in sets], len(networks))
        columns = {f: i for i, f in enumerate(sorted({f for one in named for f in one}))}
        naming = _incidence([sorted(columns[f] for f in one) for one in named], len(columns))
        belong = _incidence([[at[x] for x in one] for one in patterns], len(networks))
        self._vectors = _unit(belong @ _unit(_weighted(members.T @ naming)))
        self._table: NDArray[np.float64] | None = None
        if len(patterns) <= MOST_IN_TABLE:
            self._table = 1 - (self._vectors @ self._vectors.T).toarray()

    def between(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """d of each pair of people, shape (pairs,)."""
        one, other = self.pattern[rows], self.pattern[columns]
        if self._table is not None:
            return np.clip(self._table[one, other], 0.0, 1.0)
        product = self._vectors[one].multiply(self._vectors[other]).sum(axis=1)
        return np.clip(1 - np.asarray(product).ravel(), 0.0, 1.0)


def features_of(profile: Profile) -> frozenset[str]:
    """What a profile names: topics and the concepts of its statements."""
    return profile.topics.union(*(s.concepts for s in (*profile.offers, *profile.needs)))


def _incidence(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_array:
    counts = [len(row) for row in rows]
    columns = np.array([c for row in rows for c in sorted(row)], np.int32)
    shape = (len(rows), max(1, width))
    return sparse.csr_array((np.ones(len(columns)), columns, np.r_[0, np.cumsum(counts)]), shape=shape)


def _weighted(counts: sparse.csr_array) -> sparse.csr_array:
    """Counts per network, damped, and weighted by how few networks name a thing."""
    counts = sparse.csr_array(counts)
    naming = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log1p(counts.shape[0] / np.maximum(naming, 1))
    counts.data = np.log1p(counts.data) * rare[counts.indices]
    return counts


def _unit(vectors: sparse.csr_array) -> sparse.csr_array:
    vectors = sparse.csr_array(vectors)
    length = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    length[length == 0] = 1
    return sparse.csr_array(sparse.diags_array(1 / length) @ vectors)
