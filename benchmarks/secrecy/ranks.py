"""Wilcoxon's signed-rank test, for pairs of measurements: whether one of the two is larger more often."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import NormalDist

LEAST = 20  # differences below which the normal distribution is no approximation


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`middle` is the median difference, with its interval of 95 %; `p` is two-sided."""

    middle: float
    low: float
    high: float
    p: float


def compared(differences: Sequence[float]) -> Difference:
    """With the correction for ties (F. Wilcoxon, Biometrics Bulletin 1, 1945); the interval is that of signs.

    >>> round(compared([1.0, -1.0] * 50).p, 3)
    1.0
    """
    if len(differences) < LEAST:
        raise ValueError(f"{len(differences)} differences are too few")
    ordered = sorted(differences)
    half = 0.98 * math.sqrt(len(ordered))  # 1.96 standard deviations of the number of signs
    middle = len(ordered) / 2
    return Difference(
        middle=ordered[len(ordered) // 2],
        low=ordered[max(0, math.floor(middle - half))],
        high=ordered[min(len(ordered) - 1, math.ceil(middle + half))],
        p=_p_of(differences),
    )


def _p_of(differences: Sequence[float]) -> float:
    kept = sorted((abs(one), one > 0) for one in differences if one)
    number, rank, above, ties = len(kept), 0, 0.0, 0.0
    for _, same in groupby(kept, key=lambda one: one[0]):
        signs = [sign for _, sign in same]
        above += sum(signs) * (rank + (len(signs) + 1) / 2)
        ties += len(signs) ** 3 - len(signs)
        rank += len(signs)
    variance = number * (number + 1) * (2 * number + 1) / 24 - ties / 48
    if not variance:
        return 1.0
    distance = abs(above - number * (number + 1) / 4)
    return 2 * (1 - NormalDist().cdf(distance / math.sqrt(variance)))
