"""Shared words as sparse matrices: evidence of a need and an offer is a product of two rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from treffen.recommendation.meaning.features import Held, Shared, WordReader
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
        names = [[self._reader.names(one.text, one.language) for one in many] for many in (needs, offers)]
        width = len(self._reader.met)
        made = [self._reader.matrix(many) for many in names]
        counts = [np.bincount(one.indices, minlength=width).astype(float) for one in made]
        worth = self._worth(counts[0] + counts[1], len(needs) + len(offers))
        is_common = counts[1] > max(FEWEST_COMMON, weights.most_common * len(offers))
        # Only what stands on both sides can be shared.
        worth[is_common | (counts[0] == 0) | (counts[1] == 0)] = 0.0
        self._evidence = worth
        used = np.flatnonzero(worth)
        self.needs, self.offers = _scaled(made[0], worth)[:, used], made[1][:, used]

    def _worth(self, counts: NDArray[np.float64], statements: int) -> NDArray[np.float64]:
        w = self._weights
        full = {
            Shared.WORD: w.same_word,
            Shared.SYNONYM: w.synonym,
            Shared.KIN: w.kin,
            Shared.DENIED: w.both_deny,
        }
        most = np.array([full[shared] for shared, _ in self._reader.met], dtype=float)
        return w.words * most * rarity(counts, statements) ** w.rarity_power

    def _read(self, statement: Statement) -> dict[int, Held]:
        return self._reader.features(statement.text, statement.language)

    def terms(self, need: int, offer: int) -> tuple[SharedTerm, ...]:
        """What the two texts share, the most telling first; the evidence of all adds up to their product."""
        mine, theirs = self._read(self._needs[need]), self._read(self._offers[offer])
        found, met = [], self._reader.met
        for number in mine.keys() & theirs.keys():
            evidence = float(self._evidence[number]) * mine[number].weight * theirs[number].weight
            if evidence > 0:
                said = mine[number].surface, theirs[number].surface
                found.append(SharedTerm(met[number][0], *said, evidence))
        return tuple(sorted(found, key=lambda term: (-term.evidence, term.shared, term.need, term.offer)))


def _scaled(matrix: csr_matrix, worth: NDArray[np.float64]) -> csr_matrix:
    made = matrix.copy()
    if len(worth):
        made.data *= worth[made.indices].astype(np.float32)
    made.eliminate_zeros()
    return made
