"""How near texts are, as evidence: cosines of centred vectors, held against what pairs usually have.

Vectors of one model crowd in a cone (J. Mu, P. Viswanath, "All-but-the-Top", ICLR 2018), and those of each
language in a cone of their own; the mean of each language is taken off. What a cosine tells then depends on
the model, so it is replaced by how few pairs of texts lie nearer. Across languages small models are weak:
each German text is compared as it is and word by word in English, and the mean of both cosines counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.profiles import Statement
from treffen.recommendation.semantic.encoder import Encoder, Vectors
from treffen.recommendation.text import glossed

USUAL_SPREAD = 0.09  # of the cosines of unrelated texts, where there are too few to tell
ENOUGH = 2_000  # pairs that tell
MOST_PAIRS = 40_000
NEAR_SHARE, NEAREST_SHARE = 0.16, 1e-9  # of all pairs: where evidence begins, and where it is full
KNOTS = 64


class Semantic:
    """Evidence of nearness for any needs and offers, from 0 to 1."""

    def __init__(self, needs: Sequence[Statement], offers: Sequence[Statement], *, encoder: Encoder) -> None:
        both = (*needs, *offers)
        languages = np.array([one.language for one in both])
        texts = encoder.encode([one.text for one in both])
        glosses = encoder.encode([glossed(one.text, one.language) for one in both])
        halves = [_centred(vectors, languages) for vectors in (texts, glosses)]
        centred = np.hstack(halves) / np.float32(np.sqrt(2.0))
        self._needs, self._offers = centred[: len(needs)], centred[len(needs) :]
        self._cosines, self._worth = _scale(self._needs, self._offers)

    def evidence(self, needs: slice, offers: slice) -> Vectors:
        """(needs, offers), float32: 0 for pairs as near as most, 1 for the nearest."""
        cosines = self._needs[needs] @ self._offers[offers].T
        worth: Vectors = np.interp(cosines, self._cosines, self._worth).astype(np.float32)
        return worth


def _centred(vectors: Vectors, languages: NDArray[np.str_]) -> Vectors:
    """Unit vectors without what is common to their language."""
    made = vectors.astype(np.float32, copy=True)
    for language in np.unique(languages):
        mine = languages == language
        if mine.sum() > 1:
            made[mine] -= made[mine].mean(axis=0)
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    return np.divide(made, lengths, out=np.zeros_like(made), where=lengths > 0)


def _scale(needs: Vectors, offers: Vectors) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cosines and what they are worth, to interpolate between; pairs are taken evenly, not by chance."""
    count = len(needs) * len(offers)
    step = max(1, count // MOST_PAIRS)
    step += step % 2 == 0 and len(offers) % 2 == 0  # not a column again and again
    flat = np.arange(0, count, step)
    rows, columns = flat // len(offers), flat % len(offers)
    cosines = np.einsum("ij,ij->i", needs[rows], offers[columns]).astype(float)
    spread = float(cosines.std()) if len(cosines) >= ENOUGH else USUAL_SPREAD
    middle = float(cosines.mean()) if len(cosines) >= ENOUGH else 0.0
    worth = np.linspace(0.0, 1.0, KNOTS)
    shares = NEAR_SHARE * (NEAREST_SHARE / NEAR_SHARE) ** (worth**2)
    return middle + spread * _deviations(shares), worth


def _deviations(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many standard deviations leave these shares above them."""
    from scipy.special import ndtri  # scipy.special takes long to import

    made: NDArray[np.float64] = -ndtri(shares)
    return made
