"""Idle slots: free, between two busy ones of a block."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

type Slots = Sequence[Sequence[datetime]]  # the beginnings of each block's slots, in order


def idle_of(blocks: Slots, *, busy: Collection[datetime], away: Collection[datetime]) -> int:
    """How many slots somebody waits: not `busy`, not `away`, with something before and after in the block.

    >>> nine, ten, eleven = (datetime(2027, 4, 14, hour) for hour in (9, 10, 11))
    >>> idle_of([[nine, ten, eleven]], busy={nine, eleven}, away=())
    1
    """
    count = 0
    for slots in blocks:
        taken = [place for place, at in enumerate(slots) if at in busy]
        if len(taken) > 1:
            between = slots[taken[0] + 1 : taken[-1]]
            count += sum(at not in busy and at not in away for at in between)
    return count
