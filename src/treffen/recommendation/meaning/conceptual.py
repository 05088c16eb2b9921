"""Shared concepts as sparse matrices: each concept of a need against the nearest one of an offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from treffen.recommendation.meaning.features import HeldConcept, concept_features
from treffen.recommendation.meaning.rarity import rarity
from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Statement
from treffen.recommendation.vocabulary import ConceptCode, Near, Nearness, Vocabulary


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
        self._needs = [concept_features(one, vocabulary, weights) for one in needs]
        self._offers = [concept_features(one, vocabulary, weights) for one in offers]
        self._from = _by_offer(vocabulary, self._evidence(weights))
        self.needs = _rows((self._strengths(held) for held in self._needs), len(vocabulary.concepts))
        self.offers = _rows((self._reached(held) for held in self._offers), len(vocabulary.concepts))

    def _evidence(self, weights: FitWeights) -> NDArray[np.float64]:
        """Evidence of each near pair of the vocabulary: of a noisy-or, so minus the logarithm of the doubt."""
        vocabulary = self._vocabulary
        counts, expected = np.zeros(len(vocabulary.concepts)), np.zeros(len(vocabulary.concepts))
        for held in (*self._needs, *self._offers):
            for at in {vocabulary.position[above] for code in held for above in vocabulary.above(code)}:
                counts[at] += 1
        for concept in vocabulary.concepts:
            for above in vocabulary.above(concept.code):
                expected[vocabulary.position[above]] += 1 / len(vocabulary.concepts)
        rare = rarity(counts, len(self._needs) + len(self._offers), expected=expected)
        share = {
            Nearness.SAME: 1.0,
            Nearness.PARENT: weights.parent,
            Nearness.SIBLING: weights.sibling,
            Nearness.RELATED: weights.related,
        }
        likely = [
            min(1.0, share[near.nearness] * near.strength) * rare[near.through] for near in vocabulary.near
        ]
        return -weights.tags * np.log1p(-weights.same_concept * np.array(likely, dtype=float))

    def _strengths(self, held: Mapping[ConceptCode, HeldConcept]) -> dict[int, float]:
        return {self._vocabulary.position[code]: one.strength for code, one in held.items()}

    def _reached(self, held: Mapping[ConceptCode, HeldConcept]) -> dict[int, float]:
        """Of each concept somebody might need: the most evidence that these concepts give."""
        reached: dict[int, float] = {}
        for code, one in held.items():
            for near, evidence in self._from.get(self._vocabulary.position[code], ()):
                worth = one.strength * evidence
                if worth > reached.get(near.one, 0.0):
                    reached[near.one] = worth
        return reached

    def shared(self, need: int, offer: int) -> tuple[SharedConcept, ...]:
        """Each concept of the need with the nearest of the offer, the most telling first; the evidence of all
        adds up to the product."""
        position, mine, theirs = self._vocabulary.position, self._needs[need], self._offers[offer]
        best: dict[ConceptCode, SharedConcept] = {}
        asked = {position[code]: code for code in mine}
        for code, held in theirs.items():
            for near, evidence in self._from.get(position[code], ()):
                wanted = asked.get(near.one)
                if wanted is None:
                    continue
                worth = mine[wanted].strength * held.strength * evidence
                if worth > 0 and (wanted not in best or best[wanted].evidence < worth):
                    best[wanted] = SharedConcept(
                        wanted, code, near.nearness, mine[wanted].surface, held.surface, worth
                    )
        return tuple(sorted(best.values(), key=lambda one: (-one.evidence, one.need, one.offer)))


def _by_offer(
    vocabulary: Vocabulary, evidence: NDArray[np.float64]
) -> dict[int, list[tuple[Near, float]]]:
    found: dict[int, list[tuple[Near, float]]] = {}
    for near, amount in zip(vocabulary.near, evidence, strict=True):
        if amount > 0:
            found.setdefault(near.other, []).append((near, float(amount)))
    return found


def _rows(rows: Iterator[dict[int, float]], width: int) -> csr_matrix:
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for row in rows:
        columns.extend(row.keys())
        values.extend(row.values())
        starts.append(len(columns))
    data = np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts)
    return csr_matrix(data, shape=(len(starts) - 1, width))
