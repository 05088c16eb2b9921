"""Waiting time between somebody's meetings, in slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def waiting_slots(taken: Iterable[tuple[int, int]]) -> int:
    """Free slots between the first and the last meeting of each block; `taken` as (block, number of slot).

    >>> waiting_slots([(1, 1), (1, 4), (2, 1), (2, 2)])
    2
    """
    blocks: dict[int, set[int]] = defaultdict(set)
    for block, number in taken:
        blocks[block].add(number)
    return sum(max(one) - min(one) + 1 - len(one) for one in blocks.values())
