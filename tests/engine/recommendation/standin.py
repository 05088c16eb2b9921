"""Meanings that a test can compute in its head: shared concepts, and nothing else. Invented pools."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from treffen.recommendation import ActorKind, Direction, Pool, Profile, Statement


class Concepts:
    """A fit is 1 - 2^-shared: half for one concept in common, three quarters for two."""

    def __init__(self, needs: Sequence[Statement], offers: Sequence[Statement]) -> None:
        self.needs, self.offers = list(needs), list(offers)
        names = sorted({c for s in (*needs, *offers) for c in s.concepts})
        self.at = {name: i for i, name in enumerate(names)}
        self.wanted, self.given = self._rows(self.needs), self._rows(self.offers)

    def _rows(self, many: Sequence[Statement]) -> sparse.csr_array:
        pairs = [(i, self.at[c]) for i, s in enumerate(many) for c in set(s.concepts)]
        rows, columns = (np.array([p[side] for p in pairs], int) for side in (0, 1))
        shape = (len(many), max(1, len(self.at)))
        return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)

    def block(self, rows: slice) -> sparse.csr_array:
        shared = sparse.csr_array(self.wanted[rows] @ self.given.T)
        shared.data = (1 - 0.5**shared.data).astype(np.float32)
        return shared

    def pairs(self, needs: np.ndarray, offers: np.ndarray) -> np.ndarray:
        shared = self.wanted[needs].multiply(self.given[offers]).sum(axis=1)
        return 1 - 0.5 ** np.asarray(shared).ravel()


def pool_of(n: int, *, seed: int = 0, concepts: int = 30, networks: int = 6, popular: float = 0.0) -> Pool:
    """An invented pool; `popular` draws offers towards few concepts."""
    rng = np.random.default_rng(seed)
    chance = (1 + np.arange(concepts)) ** -popular
    chance /= chance.sum()
    kinds = list(ActorKind)

    def said(i: int, direction: Direction, number: int) -> Statement:
        named = rng.choice(concepts, size=int(rng.integers(1, 4)), replace=False, p=chance)
        id = f"{direction.value[0]}{i}.{number}"
        return Statement(id=id, direction=direction, concepts=tuple(f"c{c}" for c in sorted(named)))

    people = tuple(
        Profile(
            id=f"p{i}",
            offers=tuple(said(i, Direction.OFFER, x) for x in range(int(rng.integers(1, 4)))),
            needs=tuple(said(i, Direction.NEED, x) for x in range(int(rng.integers(1, 4)))),
            topics=frozenset(f"t{t}" for t in rng.choice(12, size=2, replace=False)),
            kind=kinds[int(rng.integers(0, 2))],
            organisation=f"org{int(rng.integers(0, max(2, n // 2)))}",
            networks=frozenset(
                f"net{int(x)}" for x in rng.integers(0, networks, size=int(rng.integers(1, 3)))
            ),
            programmes=frozenset(["P"] if rng.random() < 0.3 else []),
            languages=frozenset([("de", "en", "fr")[int(x)] for x in rng.choice(3, 2, replace=False)]),
            known=frozenset([f"p{(i + 1) % n}"] if n > 1 and rng.random() < 0.2 else []),
            blocked=frozenset([f"p{(i + 2) % n}"] if n > 2 and rng.random() < 0.2 else []),
            opted_in=bool(rng.random() < 0.95),
        )
        for i in range(n)
    )
    return Pool(profiles=people)
