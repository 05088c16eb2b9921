"""Random draws that the families share: popularity, distinct pairs, values, times of presence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Slot, SlotId

Array = NDArray[Any]

POPULARITY = 0.4
LARGEST_VALUE = 1000


def popularity(rng: np.random.Generator, people: int) -> Array:
    """[people] weights with which somebody is drawn into a request: log-normal, sigma 0.4.

    The most popular of 150 people is then asked about three times as often as the median.
    """
    weights: Array = np.exp(POPULARITY * rng.standard_normal(people))
    return weights


def _draw(rng: np.random.Generator, weights: Array, count: int) -> Array:
    edges = np.cumsum(weights)
    drawn: Array = np.searchsorted(edges, rng.random(count) * edges[-1], side="right")
    return drawn.clip(max=len(weights) - 1)


def distinct_pairs(rng: np.random.Generator, sides: tuple[Array, Array], count: int) -> Array:
    """[count, 2] different unordered pairs, ends drawn in proportion to the weights of each side.

    Both sides have one weight a person; a weight of 0 keeps that person off that side. Pairs
    stand in the order in which they were first drawn. Fewer than `count` come back when no
    more than twice as many pairs exist: a crowd in which everybody asks everybody is no draw.
    """
    people = len(sides[0])
    left, right = (int(np.count_nonzero(side)) for side in sides)
    both = int(np.count_nonzero((sides[0] > 0) & (sides[1] > 0)))
    existing = left * right - both * (both + 1) // 2
    wanted = min(count, max(existing // 2, min(existing, 1)))
    codes = np.empty(0, np.int64)
    while len(codes) < wanted:
        batch = wanted - len(codes) + wanted // 8 + 8
        one, other = _draw(rng, sides[0], batch), _draw(rng, sides[1], batch)
        apart = one != other
        low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
        drawn = np.concatenate([codes, low.astype(np.int64) * people + high])
        codes = drawn[np.sort(np.unique(drawn, return_index=True)[1])]
    return np.stack(np.divmod(codes[:wanted], people), axis=1)


def two_way_values(rng: np.random.Generator, count: int) -> Array:
    """[count] integers from 1 to 1000: the geometric mean of two uniform degrees of interest."""
    interest = rng.random((2, count))
    rounded: Array = np.rint(LARGEST_VALUE * np.sqrt(interest[0] * interest[1])).astype(np.int64)
    return np.maximum(1, rounded)


def windows(rng: np.random.Generator, shape: tuple[int, int], share: float) -> Array:
    """[people, slots] presence: a `share` of people arrive late or leave early, all others stay.

    Each of these misses, at one end of the event, between one slot and a third of all.
    """
    people, slots = shape
    present = np.ones(shape, bool)
    part = rng.random(people) < share
    missed = rng.integers(1, max(2, slots // 3 + 1), people)
    late = rng.random(people) < 0.5
    at = np.arange(slots)
    present[part & late] = at >= missed[part & late, None]
    present[part & ~late] = at < slots - missed[part & ~late, None]
    return present


def runs(rng: np.random.Generator, shape: tuple[int, int], shares: tuple[float, float]) -> Array:
    """[rows, slots] presence: one run of slots a row, its length between two shares of the day.

    Lengths are whole numbers, at least 1, all equally likely; so is each place for the run.
    """
    rows, slots = shape
    low, high = (max(1, round(share * slots)) for share in shares)
    length = rng.integers(low, high + 1, rows)
    first = (rng.random(rows) * (slots - length + 1)).astype(np.int64)
    at = np.arange(slots)
    flags: Array = (at >= first[:, None]) & (at < (first + length)[:, None])
    return flags


def scattered(rng: np.random.Generator, shape: tuple[int, int], share: float) -> Array:
    """[people, slots] presence: everybody lacks the same number of slots, each person at random."""
    people, slots = shape
    blocked = round(share * slots)
    order = rng.random((people, slots)).argsort(axis=1)
    return order >= blocked


def slot_sets(present: Array, slots: Sequence[Slot]) -> list[frozenset[SlotId] | None]:
    """For each row of flags the set of slots, or None where all are set. Equal rows share one set."""
    known: dict[bytes, frozenset[SlotId] | None] = {}
    sets = []
    for row in present:
        key = row.tobytes()
        if key not in known:
            chosen = [slot.id for slot, is_there in zip(slots, row.tolist(), strict=True) if is_there]
            known[key] = None if len(chosen) == len(slots) else frozenset(chosen)
        sets.append(known[key])
    return sets
