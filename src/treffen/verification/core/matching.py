"""Bipartite matching with bits: can everybody get one of the things that suit them?

Augmenting paths (H. W. Kuhn, The Hungarian method for the assignment problem, 1955).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from treffen.verification.core.budget import Budget


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set.

    >>> bits(0b1010)
    [1, 3]
    """
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def can_match(wanted: Sequence[int], budget: Budget, *, capacity: Mapping[int, int] | None = None) -> bool:
    """Whether each of `wanted` (a mask of things) gets a thing; things serve `capacity` each, or one."""
    taken: dict[int, list[int]] = {}

    def augment(one: int, seen: list[int]) -> bool:
        budget.spend()
        for thing in bits(wanted[one] & ~seen[0]):
            if seen[0] >> thing & 1:
                continue
            seen[0] |= 1 << thing
            there = taken.setdefault(thing, [])
            if len(there) < (1 if capacity is None else capacity.get(thing, 0)):
                there.append(one)
                return True
            for at, other in enumerate(there):
                if augment(other, seen):
                    there[at] = one
                    return True
        return False

    return all(augment(one, [0]) for one in range(len(wanted)))
