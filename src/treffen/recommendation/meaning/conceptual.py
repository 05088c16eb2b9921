"""Shared concepts as sparse matrices: each concept of a need against the nearest one of an offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.meaning.features import HeldConcept, concept_features
from treffen.recommendation.meaning.rarity import rarity
from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Statement
from treffen.recommendation.vocabulary import ConceptCode, Near, Nearness, Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


Numbers = NDArray[np.float64]
# Less than this counts for nothing: mostly siblings of what was only read from a text. Matrices stay thin.
FAINT = 0.06


@dataclass(frozen=True, slots=True)
class SharedConcept:
    """A concept of the need and the nearest one of the offer; the words that name each, or "" where it was
    stated; and how much evidence they are."""

    need: ConceptCode
    offer: ConceptCode
    nearness: Nearness
    need_evidence: str
    offer_evidence: str
    evidence: float


class Conceptual:
    """needs: (needs, concepts), how sure each concept is; offers: (offers, concepts), the evidence that an
    offer gives to whoever needs this concept. Their product is the evidence of shared concepts."""

    def __init__(
        self,
        needs: Sequence[Statement],
        offers: Sequence[Statement],
        *,
        weights: FitWeights,
        vocabulary: Vocabulary,
    ) -> None:
        self._vocabulary = vocabulary
        self._met: dict[ConceptCode, list[tuple[int, Near, float]]] = {}
        self._needs = [concept_features(one, vocabulary, weights) for one in needs]
        self._offers = [concept_features(one, vocabulary, weights) for one in offers]
        self._worth = self._evidence(weights).tolist()
        self.needs = _rows((self._strengths(held) for held in self._needs), len(vocabulary.concepts))
        self.offers = _rows((self._reached(held) for held in self._offers), len(vocabulary.concepts))

    def fields(self) -> tuple[Numbers, Numbers]:
        """How many fields of the vocabulary each need, and each offer, speaks of."""
        above = _tables(self._vocabulary).above
        needs, offers = (
            np.array([len({above[code][-1] for code in held}) for held in many], dtype=float)
            for many in (self._needs, self._offers)
        )
        return needs, offers

    def _evidence(self, weights: FitWeights) -> Numbers:
        """Evidence of each near pair of the vocabulary: minus the logarithm of its doubt."""
        tables = _tables(self._vocabulary)
        counts = np.zeros(len(tables.expected))
        for held in (*self._needs, *self._offers):
            counts[list({at for code in held for at in tables.above[code]})] += 1
        rare = rarity(counts, len(self._needs) + len(self._offers), expected=tables.expected)
        share = {
            Nearness.SAME: 1.0,
            Nearness.PARENT: weights.parent,
            Nearness.SIBLING: weights.sibling,
            Nearness.RELATED: weights.related,
        }
        factors = np.array([share[nearness] for nearness in Nearness])[tables.nearness]
        likely = np.minimum(1.0, factors * tables.strength) * rare[tables.through]
        evidence: Numbers = -weights.tags * np.log1p(-weights.same_concept * likely)
        return evidence

    def _near(self, offered: ConceptCode) -> list[tuple[int, Near, float]]:
        """The concepts near one that is offered: position, nearness, and how much evidence that is."""
        if offered not in self._met:
            near = self._vocabulary.near
            found = _tables(self._vocabulary).by_offer.get(self._vocabulary.position[offered], ())
            self._met[offered] = [(near[n].one, near[n], self._worth[n]) for n in found if self._worth[n] > 0]
        return self._met[offered]

    def _strengths(self, held: Mapping[ConceptCode, HeldConcept]) -> dict[int, float]:
        return {self._vocabulary.position[code]: one.strength for code, one in held.items()}

    def _reached(self, held: Mapping[ConceptCode, HeldConcept]) -> dict[int, float]:
        """Of each concept somebody might need: the most evidence that these concepts give."""
        reached: dict[int, float] = {}
        for code, one in held.items():
            for at, _, evidence in self._near(code):
                worth = one.strength * evidence
                if worth >= FAINT and worth > reached.get(at, 0.0):
                    reached[at] = worth
        return reached

    def shared(self, need: int, offer: int) -> tuple[SharedConcept, ...]:
        """Each concept of the need with the nearest of the offer, the most telling first; the evidence of all
        adds up to the product."""
        position, mine, theirs = self._vocabulary.position, self._needs[need], self._offers[offer]
        best: dict[ConceptCode, SharedConcept] = {}
        asked = {position[code]: code for code in mine}
        for code, held in theirs.items():
            for at, near, evidence in self._near(code):
                if at not in asked:
                    continue
                wanted = asked[at]
                given = held.strength * evidence
                worth = mine[wanted].strength * given
                if given >= FAINT and (wanted not in best or best[wanted].evidence < worth):
                    best[wanted] = SharedConcept(
                        wanted, code, near.nearness, mine[wanted].surface, held.surface, worth
                    )
        return tuple(sorted(best.values(), key=lambda one: (-one.evidence, one.need, one.offer)))


@dataclass(frozen=True, slots=True)
class _Tables:
    """A vocabulary as arrays. expected: how likely a statement names each concept or one below it, were all
    equally likely; above: positions of a concept and all above it; of each near pair: the number of its
    nearness, its strength, and the concept it goes through; by_offer: near pairs by the concept offered."""

    expected: Numbers
    above: Mapping[ConceptCode, tuple[int, ...]]
    nearness: NDArray[np.intp]
    strength: Numbers
    through: NDArray[np.intp]
    by_offer: Mapping[int, tuple[int, ...]]


@lru_cache(maxsize=4)
def _tables(vocabulary: Vocabulary) -> _Tables:
    above = {
        concept.code: tuple(vocabulary.position[code] for code in vocabulary.above(concept.code))
        for concept in vocabulary.concepts
    }
    expected = np.zeros(len(above))
    for many in above.values():
        expected[list(many)] += 1 / len(above)
    order = list(Nearness)
    by_offer: dict[int, list[int]] = {}
    for n, near in enumerate(vocabulary.near):
        by_offer.setdefault(near.other, []).append(n)
    return _Tables(
        expected,
        above,
        np.array([order.index(near.nearness) for near in vocabulary.near], dtype=np.intp),
        np.array([near.strength for near in vocabulary.near], dtype=float),
        np.array([near.through for near in vocabulary.near], dtype=np.intp),
        {other: tuple(many) for other, many in by_offer.items()},
    )


def _rows(rows: Iterator[dict[int, float]], width: int) -> csr_matrix:
    from scipy.sparse import csr_matrix  # takes long to import

    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for row in rows:
        columns.extend(row.keys())
        values.extend(row.values())
        starts.append(len(columns))
    data = np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts)
    return csr_matrix(data, shape=(len(starts) - 1, width))
