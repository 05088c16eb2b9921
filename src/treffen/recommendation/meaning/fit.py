"""The fit of what is needed with what is offered: tags, words and meaning joined by a noisy-or.

Each piece of evidence is a chance that the two fit, independent of the others; all fail together with the
product of their doubts (noisy-or, J. Pearl, *Probabilistic Reasoning in Intelligent Systems*, 1988). Doubts
multiply, so their logarithms add, and the evidence of all pairs at once is a product of sparse matrices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.meaning.conceptual import Conceptual, SharedConcept
from treffen.recommendation.meaning.features import contradicts
from treffen.recommendation.meaning.kinds import Kinds
from treffen.recommendation.meaning.lexical import Lexical, SharedTerm
from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Statement
from treffen.recommendation.semantic import Encoder, Semantic
from treffen.recommendation.vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


ROWS_AT_ONCE = 512
NAMED = 0.15  # evidence of concepts and words beside which the nearness of texts counts fully
Evidence = NDArray[np.floating]
FIELDS, WORDS = 6, 60  # of a statement; of 3,650 honest ones none spoke of more, and none was half as long


@dataclass(frozen=True, slots=True, kw_only=True)
class FitParts:
    """Why a need and an offer fit, as data.

    fit is the noisy-or of tags, words and semantic, all from 0 to 1. concepts and terms are the evidence
    behind tags and words. kinds: how far the kind of the offer answers that of the need, by which every part
    counts. is_same_direction: both seek or both give, by how they read, and so every part counts less.
    """

    fit: float
    tags: float
    words: float
    semantic: float
    kinds: float
    concepts: tuple[SharedConcept, ...]
    terms: tuple[SharedTerm, ...]
    is_same_direction: bool


class Meaning:
    """The fits of all needs with all offers, computed row by row as they are asked for."""

    def __init__(
        self,
        needs: Sequence[Statement],
        offers: Sequence[Statement],
        *,
        weights: FitWeights | None = None,
        vocabulary: Vocabulary | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        """An encoder is used where it is given and its slider is not at 0."""
        from scipy.sparse import diags, hstack  # takes long to import

        self.weights = weights or FitWeights()
        known = vocabulary or Vocabulary.standard()
        self._lexical = Lexical(needs, offers, weights=self.weights, vocabulary=known)
        self._conceptual = Conceptual(needs, offers, weights=self.weights, vocabulary=known)
        is_used = encoder is not None and self.weights.semantic > 0 and len(needs) and len(offers)
        self._semantic = Semantic(needs, offers, encoder=encoder) if encoder and is_used else None
        self._kinds = Kinds(needs, offers, weight=self.weights.kinds)
        factor = self.weights.same_direction
        self._turned = [[contradicts(one) for one in many] for many in (needs, offers)]
        self._damping = [
            np.where(turned, np.float32(factor), np.float32(1.0)) * focus
            for turned, focus in zip(self._turned, self._focus(), strict=True)
        ]
        needed = hstack([self._conceptual.needs, self._lexical.needs], format="csr", dtype=np.float32)
        offered = hstack([self._conceptual.offers, self._lexical.offers], format="csr", dtype=np.float32)
        self._needs = (diags(self._damping[0]) @ needed).tocsr()
        self._offers = (diags(self._damping[1]) @ offered).T.tocsr()
        self._offers_by_row: csr_matrix | None = None

    def _focus(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What evidence of each need and offer counts: less, where it speaks of everything at once."""
        needs, offers = (
            (FIELDS / np.maximum(fields, FIELDS)) ** 2 * (WORDS / np.maximum(words, WORDS)) ** 2
            for fields, words in zip(self._conceptual.fields(), self._lexical.lengths(), strict=True)
        )
        return needs.astype(np.float32), offers.astype(np.float32)

    @property
    def shape(self) -> tuple[int, int]:
        """How many needs, and how many offers."""
        return self._needs.shape[0], self._offers.shape[1]

    def block(self, rows: slice) -> csr_matrix:
        """The fits of these needs with ALL offers: sparse float32, (needs of `rows`, offers), from 0 to 1.

        Fits below the floor of the weights are left out. Memory grows with the rows asked for at once.
        """
        from scipy.sparse import csr_matrix, vstack  # takes long to import

        start, stop, step = rows.indices(self.shape[0])
        if step != 1:
            raise ValueError("rows are asked for in one run, without a step")
        pieces = [
            self._piece(at, min(at + ROWS_AT_ONCE, stop))
            for at in range(start, max(start, stop), ROWS_AT_ONCE)
        ]
        if not pieces:
            return csr_matrix((0, self.shape[1]), dtype=np.float32)
        return pieces[0] if len(pieces) == 1 else vstack(pieces, format="csr")

    def _piece(self, start: int, stop: int) -> csr_matrix:
        least = -math.log1p(-self.weights.floor)
        evidence = self._needs[start:stop] @ self._offers
        if self._semantic is not None:
            evidence = evidence + self._semantic_evidence(evidence, start, stop)
        answers = self._kinds.block(slice(start, stop), slice(None))
        evidence.data *= answers[
            np.repeat(np.arange(stop - start), np.diff(evidence.indptr)), evidence.indices
        ]
        kept = evidence.data >= least
        return _filtered(evidence, kept, -np.expm1(-evidence.data[kept]))

    def _semantic_evidence(self, named: csr_matrix, start: int, stop: int) -> csr_matrix:
        from scipy.sparse import csr_matrix  # takes long to import

        assert self._semantic is not None
        dense = self._semantic.evidence(slice(start, stop), slice(None))
        dense *= np.float32(self._most_semantic())
        dense *= self._trusted(named.toarray())
        dense *= self._damping[0][start:stop, None]
        dense *= self._damping[1][None, :]
        return csr_matrix(dense)

    def _most_semantic(self) -> float:
        """Evidence of the nearest possible texts."""
        return -self.weights.semantic * math.log1p(-self.weights.nearest_text)

    def _trusted(self, named: Evidence) -> Evidence:
        """How far nearness counts beside so much evidence of concepts and words: fully beside `NAMED`."""
        least = self.weights.nothing_named
        made: Evidence = least + (1 - least) * np.minimum(named / NAMED, 1)
        return made

    def pairs(self, needs: NDArray[np.integer], offers: NDArray[np.integer]) -> NDArray[np.float64]:
        """The fits of given needs and offers, pair by pair: both (pairs,), by number; as in `block`."""
        if self._offers_by_row is None:
            self._offers_by_row = self._offers.T.tocsr()
        evidence = np.asarray(self._needs[needs].multiply(self._offers_by_row[offers]).sum(axis=1)).ravel()
        evidence = evidence.astype(np.float64)
        if self._semantic is not None:
            for at, (need, offer) in enumerate(zip(needs, offers, strict=True)):
                near = self._semantic.evidence(slice(need, need + 1), slice(offer, offer + 1))[0, 0]
                factor = self._damping[0][need] * self._damping[1][offer]
                factor = factor * self._trusted(evidence[at])
                evidence[at] += float(near) * self._most_semantic() * factor
        fits = -np.expm1(-evidence * self._kinds.pairs(needs, offers))
        return np.where(fits >= self.weights.floor, fits, 0.0)

    def parts(self, need_index: int, offer_index: int) -> FitParts:
        """The fit of one pair and everything it is made of; below the floor, too."""
        damping = float(self._damping[0][need_index] * self._damping[1][offer_index])
        answers = float(self._kinds.pairs(np.array([need_index]), np.array([offer_index]))[0])
        factor = damping * answers
        concepts = self._conceptual.shared(need_index, offer_index)
        terms = self._lexical.terms(need_index, offer_index)
        named = (sum(c.evidence for c in concepts), sum(t.evidence for t in terms))
        near = 0.0
        if self._semantic is not None:
            one = self._semantic.evidence(
                slice(need_index, need_index + 1), slice(offer_index, offer_index + 1)
            )
            near = float(one[0, 0]) * self._most_semantic()
            near *= float(self._trusted(np.array(damping * sum(named))))
        parts = [factor * amount for amount in (*named, near)]
        return FitParts(
            fit=-math.expm1(-sum(parts)),
            tags=-math.expm1(-parts[0]),
            words=-math.expm1(-parts[1]),
            semantic=-math.expm1(-parts[2]),
            kinds=answers,
            concepts=concepts,
            terms=terms,
            is_same_direction=self._turned[0][need_index] or self._turned[1][offer_index],
        )


def _filtered(matrix: csr_matrix, kept: np.ndarray, data: np.ndarray) -> csr_matrix:
    """The matrix with only the entries that are kept, and their new values."""
    from scipy.sparse import csr_matrix  # takes long to import

    before = np.concatenate(([0], np.cumsum(kept)))
    return csr_matrix((data, matrix.indices[kept], before[matrix.indptr]), shape=matrix.shape)
