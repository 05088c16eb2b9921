"""Shared words as sparse matrices: evidence of a need and an offer is a product of two rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from treffen.recommendation.meaning.features import Feature, Held, Shared, WordReader
from treffen.recommendation.meaning.rarity import rarity
from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Statement
from treffen.recommendation.vocabulary import Vocabulary

FEWEST_COMMON = 200  # in small collections nothing is too common


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A word that both texts hold, in the way `shared`: as the need writes it, as the offer does, and how
    much evidence it is."""

    shared: Shared
    need: str
    offer: str
    evidence: float


class Lexical:
    """needs, offers: sparse float32 (statements, features); their product is the evidence of shared words."""

    def __init__(
        self,
        needs: Sequence[Statement],
        offers: Sequence[Statement],
        *,
        weights: FitWeights,
        vocabulary: Vocabulary,
    ) -> None:
        self._needs, self._offers, self._weights = needs, offers, weights
        self._reader = WordReader(vocabulary, weights)
        held = [[self._read(one) for one in many] for many in (needs, offers)]
        self._index = _shared_features(*held)
        made = [_matrix(many, self._index) for many in held]
        counts = [np.bincount(one.indices, minlength=len(self._index)).astype(float) for one in made]
        worth = self._worth(counts[0] + counts[1], len(needs) + len(offers))
        worth[counts[1] > max(FEWEST_COMMON, weights.most_common * len(offers))] = 0.0
        self._evidence = worth
        self.needs, self.offers = _scaled(made[0], worth), made[1]

    def _worth(self, counts: NDArray[np.float64], statements: int) -> NDArray[np.float64]:
        w = self._weights
        full = {
            Shared.WORD: w.same_word,
            Shared.SYNONYM: w.synonym,
            Shared.KIN: w.kin,
            Shared.DENIED: w.both_deny,
        }
        most = np.array([full[shared] for shared, _ in self._index], dtype=float)
        return w.words * most * rarity(counts, statements) ** w.rarity_power

    def _read(self, statement: Statement) -> dict[Feature, Held]:
        return self._reader.features(statement.text, statement.language)

    def terms(self, need: int, offer: int) -> tuple[SharedTerm, ...]:
        """What the two texts share, the most telling first; the evidence of all adds up to their product."""
        mine, theirs = self._read(self._needs[need]), self._read(self._offers[offer])
        found = []
        for feature in mine.keys() & theirs.keys():
            worth = self._evidence[self._index[feature]] if feature in self._index else 0.0
            evidence = float(worth) * mine[feature].weight * theirs[feature].weight
            if evidence > 0:
                found.append(SharedTerm(feature[0], mine[feature].surface, theirs[feature].surface, evidence))
        return tuple(sorted(found, key=lambda term: (-term.evidence, term.shared, term.need, term.offer)))


Held_ = dict[Feature, Held]


def _shared_features(needs: Sequence[Held_], offers: Sequence[Held_]) -> dict[Feature, int]:
    """Only what stands on both sides can be shared; in an order that does not depend on hashes."""
    sides = [{feature for one in many for feature in one} for many in (needs, offers)]
    return {feature: n for n, feature in enumerate(sorted(sides[0] & sides[1]))}


def _matrix(many: Sequence[Held_], index: dict[Feature, int]) -> csr_matrix:
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for held in many:
        shared = [(index[feature], one[0]) for feature, one in held.items() if feature in index]
        columns += [column for column, _ in shared]
        values += [value for _, value in shared]
        starts.append(len(columns))
    shape = len(many), max(1, len(index))
    data = np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts)
    return csr_matrix(data, shape=shape)


def _scaled(matrix: csr_matrix, worth: NDArray[np.float64]) -> csr_matrix:
    made = matrix.copy()
    if len(worth):
        made.data *= worth[made.indices].astype(np.float32)
    made.eliminate_zeros()
    return made
