"""Topic tables: how many sit there, and in which groups a table may begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

FEWEST: Final = 3  # with the host; with fewer there is no table
MOST_SEATS: Final = 6
TOPIC_LETTERS: Final = 120
WORDS_LETTERS: Final = 300
_TRIED: Final = 6  # who came first, when two are looked for with whom the host has a time in common


def beginnings(host: int, guests: Sequence[int], *, seats: int) -> Iterator[tuple[int, ...]]:
    """Groups that could begin a table, the best first: all for whom there are seats, then the host and two.

    >>> list(beginnings(1, [2, 3, 4], seats=3))
    [(1, 2, 3), (1, 2, 4), (1, 3, 4)]
    >>> list(beginnings(1, [2], seats=5))
    []
    """
    if len(guests) + 1 < FEWEST:
        return
    everybody = (host, *guests[: seats - 1])
    yield everybody
    for some in combinations(guests[:_TRIED], FEWEST - 1):
        if (host, *some) != everybody:
            yield (host, *some)
