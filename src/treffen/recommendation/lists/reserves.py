"""Who comes next where somebody of a list is done with: the best of what the lists left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import ParticipantId
from treffen.recommendation.lists.answer import RecommendationReason
from treffen.recommendation.lists.build import LEAST
from treffen.recommendation.lists.candidates import Pairs

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Somebody who fits `owner` and is not on that list."""

    owner: ParticipantId
    partner: ParticipantId
    score: float
    reasons: tuple[RecommendationReason, ...]


def best_left(
    pairs: Pairs, listed: Whole, *, price: NDArray[np.float64], most: int
) -> tuple[Whole, Whole, NDArray[np.float64]]:
    """The rows, columns and scores of the `most` best pairs of each row that are not in `listed` (n, k).

    Best first, by the value after prices: as lists are built, of those who do something for one another.
    """
    row, column = pairs.rows(), pairs.column.astype(np.int64)
    taken = np.zeros(len(row), bool)
    owners, places = np.nonzero(listed >= 0)
    keys = np.sort(owners * pairs.n + listed[owners, places])
    if len(keys):
        wanted = row * pairs.n + column
        taken = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted
    serves = (pairs.for_row > 0) | (pairs.for_column > 0)
    left = np.flatnonzero(~taken & serves & (pairs.score > LEAST))
    value = pairs.score[left] - price[column[left]]
    order = left[np.lexsort((column[left], -value, row[left]))]
    first = np.flatnonzero(np.r_[True, np.diff(row[order]) != 0]) if len(order) else np.empty(0, np.int64)
    rank = np.arange(len(order)) - np.repeat(first, np.diff(np.r_[first, len(order)]))
    best = order[rank < most]
    return row[best], column[best], pairs.score[best].astype(np.float64)
