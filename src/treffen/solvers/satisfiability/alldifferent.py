"""Filtering of "all different" over domains that are bit masks (J.-C. Regin, AAAI 1994).

A value stays in a domain if some assignment of different values uses it: if, from a maximum
matching, the value is free, or can be freed along an alternating path, or lies on an alternating
cycle. With at most some dozens of values, reachability is one mask per value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


class HallViolation(Exception):  # control flow inside this room, not an error
    """These items have fewer values than items."""

    def __init__(self, items: list[int]) -> None:
        super().__init__()
        self.items = items


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """`narrowed`: (item, its values that remain, items that block the others); `busy`: values
    that every assignment uses. One for all who ask with the same domains."""

    narrowed: tuple[tuple[int, int, tuple[int, ...]], ...]
    busy: int


def _matching(domains: Sequence[int]) -> dict[int, int]:
    """A maximum matching, value (one bit) to item; raises where an item finds no value."""
    owner: dict[int, int] = {}
    taken = 0
    for item in sorted(range(len(domains)), key=lambda i: domains[i].bit_count()):
        free = domains[item] & ~taken
        if free:
            bit = free & -free
        else:
            bit = _augment(item, domains, owner, taken)
        taken |= bit
        owner.setdefault(bit, item)
    return owner


def _augment(item: int, domains: Sequence[int], owner: dict[int, int], taken: int) -> int:
    """Free a value for `item` along a shortest alternating path; the value newly taken in all."""
    came: dict[int, int] = {}
    front, seen, order = [item], 0, [item]
    while front:
        follow: list[int] = []
        for i in front:
            fresh = domains[i] & ~seen
            seen |= fresh
            while fresh:
                bit = fresh & -fresh
                fresh ^= bit
                came[bit] = i
                if not taken & bit:
                    _shift(bit, came, owner, item)
                    return bit
                follow.append(owner[bit])
        order += follow
        front = follow
    raise HallViolation(order)


def _shift(bit: int, came: dict[int, int], owner: dict[int, int], item: int) -> None:
    held = {i: b for b, i in owner.items()}
    while True:
        mover = came[bit]
        owner[bit] = mover
        if mover == item:
            return
        bit = held[mover]


def filter_person(domains: Sequence[int]) -> Filtered:
    """Values that take part in some assignment of different values to all items.

    >>> filter_person([0b011, 0b011, 0b111]).narrowed
    ((2, 4, (0, 1)),)
    """
    return _filtered(tuple(domains))


@lru_cache(2048)  # propagation begins anew with the same domains
def _filtered(domains: tuple[int, ...]) -> Filtered:
    if len(domains) < 2 and all(domains):
        return Filtered(narrowed=(), busy=sum(d for d in domains if not d & (d - 1)))
    owner = _matching(domains)
    taken = 0
    union = 0
    for bit in owner:
        taken |= bit
    for d in domains:
        union |= d
    if all(union & ~d == 0 for d in domains):
        return Filtered(narrowed=(), busy=taken if taken == union else 0)
    reach = _reach(domains, owner)
    free = union & ~taken
    movable = free
    for bit, r in reach.items():
        if r & free:
            movable |= bit
    narrowed = []
    for bit, item in owner.items():
        if domains[item] & ~(movable | bit):
            found = _narrow(item, bit, domains[item], movable, reach, owner)
            if found is not None:
                narrowed.append(found)
    return Filtered(narrowed=tuple(narrowed), busy=taken & ~movable)


def _reach(domains: Sequence[int], owner: dict[int, int]) -> dict[int, int]:
    """For each taken value, the values its item, and those it pushes away, can move to."""
    reach = {bit: domains[item] & ~bit for bit, item in owner.items()}
    for middle in owner:
        through = reach[middle]
        for bit, r in reach.items():
            if r & middle:
                reach[bit] = r | through
    return reach


def _narrow(
    item: int, bit: int, domain: int, movable: int, reach: dict[int, int], owner: dict[int, int]
) -> tuple[int, int, tuple[int, ...]] | None:
    stays = domain & (movable | bit)
    gone, hall = 0, 0
    rest = domain & ~stays
    while rest:
        value = rest & -rest
        rest ^= value
        if reach[value] & bit:
            stays |= value
        else:
            gone |= value
            hall |= value | reach[value]
    if not gone:
        return None
    return item, stays, tuple([i for b, i in owner.items() if b & hall])
