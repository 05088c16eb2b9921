"""Who met whom across networks: a symmetrical matrix of counts, made of meetings and memberships.

A meeting counts once in each cell that it touches. Two people who share a network met within it, and crossed
nothing; otherwise every network of the one met every network of the other. Who is in no network stands in a
row of their own. So the cells count pairs of memberships: whoever is in two networks counts in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

NOBODY: Final = 0  # the row of people who are in no network
type Pair = tuple[int, int]
type Networks = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """Cells by two networks in order. `across` of `among` meetings joined people of different networks."""

    cells: Mapping[Pair, int]
    across: int
    among: int  # meetings in which at least two people are in some network

    def row(self, network: int) -> int:
        """All meetings in which the network took part: each of its cells once."""
        return sum(number for pair, number in self.cells.items() if network in pair)


def pair_of(one: int, other: int) -> Pair:
    """The two in ascending order, so that each pair has one cell."""
    return (one, other) if one <= other else (other, one)


def _touched(some: Networks, others: Networks) -> set[Pair]:
    """The cells that two people's meeting touches.

    >>> sorted(_touched((1, 2), (2, 3))), sorted(_touched((1,), (2, 3))), _touched((), (1,))
    ([(2, 2)], [(1, 2), (1, 3)], {(0, 1)})
    """
    shared = set(some) & set(others)
    if shared:
        return {(one, one) for one in shared}
    return {pair_of(one, other) for one in some or (NOBODY,) for other in others or (NOBODY,)}


def mixing_of(meetings: Iterable[Sequence[int]], networks: Mapping[int, Networks]) -> Mixing:
    """`meetings` are the people of each; `networks` those of each person."""
    cells: Counter[Pair] = Counter()
    across = among = 0
    for people in meetings:
        met = [networks.get(one, ()) for one in people]
        cells.update({cell for some, others in combinations(met, 2) for cell in _touched(some, others)})
        both = [(some, others) for some, others in combinations(met, 2) if some and others]
        among += bool(both)
        across += any(not set(some) & set(others) for some, others in both)
    return Mixing(cells=dict(cells), across=across, among=among)


def order_of(cells: Mapping[Pair, int], present: Iterable[int]) -> tuple[int, ...]:
    """Networks by how much they met, those without any last; the row of nobody's network at the very end."""
    sums: Counter[int] = Counter(dict.fromkeys(present, 0))
    for (one, other), number in cells.items():
        sums[one] += number
        if other != one:
            sums[other] += number
    return tuple(sorted(sums, key=lambda one: (one == NOBODY, -sums[one], one)))


def merged(cells: Mapping[Pair, int], into: Mapping[int, int]) -> dict[Pair, int]:
    """The matrix with some rows put together: `into` says where each goes, itself where it is not named."""
    found: Counter[Pair] = Counter()
    for (one, other), number in cells.items():
        found[pair_of(into.get(one, one), into.get(other, other))] += number
    return dict(found)


def unmet(cells: Mapping[Pair, int], present: Iterable[int]) -> tuple[int, int]:
    """Pairs of different networks that never met, and all pairs; people in no network are no network."""
    networks = sorted(set(present) - {NOBODY})
    pairs = list(combinations(networks, 2))
    return sum(not cells.get(pair) for pair in pairs), len(pairs)
