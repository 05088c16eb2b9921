"""How evenly meetings are spread over people."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

WORST: Final = 10  # one person in ten


def gini(numbers: Collection[int]) -> float:
    """0 where everybody has the same, towards 1 where one person has everything (C. Gini, 1912).

    The mean difference of all pairs, divided by twice the mean; 0 where nobody has anything.

    >>> gini([3, 3, 3]), gini([0, 0, 4])
    (0.0, 0.6666666666666666)
    """
    count, total = len(numbers), sum(numbers)
    if not count or not total:
        return 0.0
    ranked = sum((2 * rank - count - 1) * number for rank, number in enumerate(sorted(numbers), start=1))
    return ranked / (count * total)


def worst_off(numbers: Collection[int]) -> float:
    """Meetings per person among the tenth of the people with the fewest (at least one person), as a part of
    what everybody has on average: 1 where all have the same.

    >>> worst_off([2, 4, 4, 4, 4, 4, 4, 4, 5, 5])
    0.5
    """
    if not numbers or not sum(numbers):
        return 0.0
    few = sorted(numbers)[: math.ceil(len(numbers) / WORST)]
    return (sum(few) / len(few)) / (sum(numbers) / len(numbers))
