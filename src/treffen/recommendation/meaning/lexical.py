"""Shared words as sparse matrices: evidence of a need and an offer is a product of two rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.meaning.features import Shared, TextFeature, WordReader, strongest
from treffen.recommendation.meaning.rarity import rarity
from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Statement
from treffen.recommendation.vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


FEWEST_COMMON = 200  # in small collections nothing is too common


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A word that both texts hold, in the way `shared`: as the need writes it, as the offer does, and how
    much evidence it is."""

    shared: Shared
    need: str
    offer: str
    evidence: float


@dataclass(frozen=True, slots=True)
class _Named:
    """The words of many texts by their numbers, one text after the other; that of i begins at start[i]."""

    names: NDArray[np.int32]
    start: NDArray[np.int64]

    @classmethod
    def of(cls, many: Sequence[Sequence[int]]) -> _Named:
        sizes = np.fromiter(map(len, many), np.int64, len(many))
        names = np.fromiter(chain.from_iterable(many), np.int32, int(sizes.sum()))
        return cls(names, np.r_[0, np.cumsum(sizes)])

    def of_text(self, at: int) -> NDArray[np.int32]:
        return self.names[self.start[at] : self.start[at + 1]]


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
        self._weights = weights
        self._reader = WordReader(vocabulary, weights)
        names = [[self._reader.names(one.text, one.language) for one in many] for many in (needs, offers)]
        width = len(self._reader.met)
        made = [self._reader.matrix(many) for many in names]
        counts = [np.bincount(one.indices, minlength=width).astype(float) for one in made]
        worth = self._worth(counts[0] + counts[1], len(needs) + len(offers))
        is_common = counts[1] > max(FEWEST_COMMON, weights.most_common * len(offers))
        # Only what stands on both sides can be shared.
        worth[is_common | (counts[0] == 0) | (counts[1] == 0)] = 0.0
        self._met, self._evidence = self._reader.met, worth.tolist()
        self._telling = self._reader.telling(worth)
        self._named = [_Named.of(many) for many in names]
        used = np.flatnonzero(worth)
        self.needs, self.offers = _scaled(made[0], worth)[:, used], made[1][:, used]

    def lengths(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many words each need, and each offer, has."""
        needs, offers = (np.diff(named.start) for named in self._named)
        return needs, offers

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

    def _read(self, side: int, at: int) -> dict[int, TextFeature]:
        """The features of a text that another text shares, each once at its strongest."""
        return strongest(self._telling[name] for name in self._named[side].of_text(at).tolist())

    def terms(self, need: int, offer: int) -> tuple[SharedTerm, ...]:
        """What the two texts share, the most telling first; the evidence of all adds up to their product."""
        mine, theirs = self._read(0, need), self._read(1, offer)
        found = []
        for number in mine.keys() & theirs.keys():
            evidence = self._evidence[number] * mine[number].weight * theirs[number].weight
            if evidence > 0:
                said = mine[number].surface, theirs[number].surface
                found.append(SharedTerm(self._met[number][0], *said, evidence))
        return tuple(sorted(found, key=lambda term: (-term.evidence, term.shared, term.need, term.offer)))


def _scaled(matrix: csr_matrix, worth: NDArray[np.float64]) -> csr_matrix:
    made = matrix.copy()
    if len(worth):
        made.data *= worth[made.indices].astype(np.float32)
    made.eliminate_zeros()
    return made
