"""How good a ranking or a score is: hit@1, nDCG, AUC, reliability; with intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
DRAWS, SEED, INSIDE = 2_000, 20261126, 0.95


def ranks(scores: Numbers, best: Sequence[int]) -> NDArray[np.int64]:
    """Place of the best column of each row, from 0. Of equal scores it takes the last: ties are no hits."""
    own = scores[np.arange(len(best)), list(best)][:, None]
    return (scores >= own).sum(axis=1) - 1


def gains(scores: Numbers, grades: Numbers, *, most: int = 10) -> Numbers:
    """nDCG@most of each row (K. Jarvelin, J. Kekalainen, 2002), with gains 2**grade - 1.

    Equal scores share what they would gain in any order.
    """
    found = []
    for row, grade in zip(scores, grades, strict=True):
        worth = 2.0**grade - 1
        discount = np.zeros(len(row))
        discount[:most] = 1 / np.log2(np.arange(2, most + 2))[: len(row)]
        order = np.argsort(-row, kind="stable")
        _, tie = np.unique(-row[order], return_inverse=True)
        shared = np.bincount(tie, weights=discount) / np.bincount(tie)
        ideal = float(np.sort(worth)[::-1] @ discount)
        found.append(float(worth[order] @ shared[tie]) / ideal if ideal else 0.0)
    return np.array(found)


def auc(scores: Numbers, is_good: NDArray[np.bool_]) -> float:
    """Chance that a good pair scores above one that is not; half for ties. NaN if there are not both."""
    good, bad = scores[is_good], scores[~is_good]
    if not len(good) or not len(bad):
        return float("nan")
    above = (good[:, None] > bad[None, :]).mean()
    return float(above + (good[:, None] == bad[None, :]).mean() / 2)


def calibration_error(scores: Numbers, is_good: NDArray[np.bool_], *, bins: int = 5) -> float:
    """Mean distance of score and share of good pairs, over bins of equal count (ECE, M. Naeini and others,
    2015)."""
    order = np.argsort(scores, kind="stable")
    parts = np.array_split(order, bins)
    return float(
        sum(len(p) * abs(scores[p].mean() - is_good[p].mean()) for p in parts if len(p)) / len(scores)
    )


def brier(scores: Numbers, is_good: NDArray[np.bool_]) -> float:
    """Mean squared distance of score and truth (G. Brier, 1950)."""
    return float(((scores - is_good) ** 2).mean())


def interval(count: int, measure: Callable[[NDArray[np.int64]], float]) -> tuple[float, float]:
    """Where 95 % of the measure lie when rows are drawn again with replacement (B. Efron, 1979)."""
    random = np.random.default_rng(SEED)
    drawn = [measure(random.integers(0, count, count)) for _ in range(DRAWS)]
    known = [x for x in drawn if not np.isnan(x)]
    if not known:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - INSIDE) / 2, (1 + INSIDE) / 2])
    return float(low), float(high)
