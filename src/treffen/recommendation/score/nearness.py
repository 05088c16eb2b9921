"""How far apart the networks of two people are in what their members do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.profiles import Profile
from treffen.recommendation.score.pool_arrays import PoolArrays

if TYPE_CHECKING:
    from scipy import sparse


class Distances:
    """d in [0, 1] between the sets of networks that people belong to.

    A network is the mean of what its members name (topics and concepts), each weighted by how
    few networks name it; a set of networks is the mean of its networks; d is 1 - cosine. Without
    a network, or with nothing named, d is 1: nothing says that two people are related.
    """

    def __init__(self, crowd: PoolArrays, features: Sequence[frozenset[str]] | None = None) -> None:
        named = features if features is not None else [_features_of(p) for p in crowd.profiles]
        networks = sorted({network for p in crowd.profiles for network in p.networks})
        at = {network: i for i, network in enumerate(networks)}
        belongs = [sorted(at[x] for x in p.networks) for p in crowd.profiles]
        members = _incidence(belongs, len(networks))
        columns = {f: i for i, f in enumerate(sorted({f for one in named for f in one}))}
        naming = _incidence([sorted(columns[f] for f in one) for one in named], len(columns))
        vectors = _unit(_weighted(members.T @ naming))
        # One more row and column of zeros: the network of those who have none.
        self._alike = np.zeros((vectors.shape[0] + 1, vectors.shape[0] + 1))
        self._alike[:-1, :-1] = (vectors @ vectors.T).toarray()
        most = max((len(one) for one in belongs), default=0)
        self._places = np.full((crowd.n, max(1, most)), vectors.shape[0])
        for person, one in enumerate(belongs):
            self._places[person, : len(one)] = one
        everybody = np.arange(crowd.n)
        self._length = np.sqrt(self._product(everybody, everybody))
        self._length[self._length == 0] = 1

    def _product(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of the sums of the vectors of the networks of both."""
        found = np.zeros(len(rows))
        for one in self._places[rows].T:
            for other in self._places[columns].T:
                found += self._alike[one, other]
        return found

    def between(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """d of each pair of people, shape (pairs,)."""
        cosine = self._product(rows, columns) / (self._length[rows] * self._length[columns])
        return np.asarray(np.clip(1 - cosine, 0.0, 1.0))


def _features_of(profile: Profile) -> frozenset[str]:
    """What a profile names: topics and the concepts of its statements."""
    return profile.topics.union(*(s.concepts for s in (*profile.offers, *profile.needs)))


def _incidence(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_array:
    from scipy import sparse  # takes long to import

    counts = [len(row) for row in rows]
    columns = np.array([c for row in rows for c in sorted(row)], np.int32)
    shape = (len(rows), max(1, width))
    return sparse.csr_array((np.ones(len(columns)), columns, np.r_[0, np.cumsum(counts)]), shape=shape)


def _weighted(counts: sparse.csr_array) -> sparse.csr_array:
    """Counts per network, damped, and weighted by how few networks name a thing."""
    from scipy import sparse  # takes long to import

    counts = sparse.csr_array(counts)
    naming = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log1p(counts.shape[0] / np.maximum(naming, 1))
    counts.data = np.log1p(counts.data) * rare[counts.indices]
    return counts


def _unit(vectors: sparse.csr_array) -> sparse.csr_array:
    from scipy import sparse  # takes long to import

    vectors = sparse.csr_array(vectors)
    length = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    length[length == 0] = 1
    return sparse.csr_array(sparse.diags_array(1 / length) @ vectors)
