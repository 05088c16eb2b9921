"""Who may meet whom by category: pairs of categories that stay apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import combinations

type CategoryPair = tuple[int, int]


def ordered(one: int, other: int) -> CategoryPair:
    """A pair of categories, whichever comes first.

    >>> ordered(7, 3)
    (3, 7)
    """
    return (one, other) if one <= other else (other, one)


def are_apart(apart: Collection[CategoryPair], categories: Iterable[int | None]) -> bool:
    """Whether two of these people are not to meet; who is in no category may meet everybody.

    >>> are_apart({(3, 7)}, [7, None, 3]), are_apart({(3, 7)}, [7, 7])
    (True, False)
    """
    known = [one for one in categories if one is not None]
    return any(ordered(one, other) in apart for one, other in combinations(known, 2))
