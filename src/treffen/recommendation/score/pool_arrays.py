"""A pool as arrays: numbers for people, bits for the sets they belong to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.profiles import ActorKind, Profile, Statement

Bits = NDArray[np.uint64]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]
KINDS = tuple(ActorKind)
WORD = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolArrays:
    """The n people of a pool who take part, in the order of their ids.

    `owner_of_need` (needs,) and `owner_of_offer` (offers,) give the person of each statement;
    statements of one person are neighbours. `share` (needs,) is how much a need counts for its
    person; those of one person sum to 1. Sets are bits: (n, words).
    """

    profiles: tuple[Profile, ...]
    ids: tuple[str, ...]
    number: dict[str, int]
    needs: tuple[Statement, ...]
    offers: tuple[Statement, ...]
    owner_of_need: Whole
    owner_of_offer: Whole
    share: Real
    organisation: Whole
    kind: Whole
    networks: Bits
    topics: Bits
    programmes: Bits
    languages: Bits
    position: Real
    wanted: Real
    known: Whole
    blocked: Whole
    draw: Bits

    @property
    def n(self) -> int:
        """How many people."""
        return len(self.ids)

    def pairs_in(self, keys: Whole, rows: Whole, columns: Whole) -> NDArray[np.bool_]:
        """Which pairs are among sorted `keys` (row * n + column)."""
        if not len(keys):
            return np.zeros(np.broadcast_shapes(rows.shape, columns.shape), bool)
        wanted = rows * self.n + columns
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.asarray(keys[at] == wanted)


def pool_arrays_of(profiles: Iterable[Profile], *, wanted: int) -> PoolArrays:
    """The arrays of those who opted in; `wanted` for those who do not say how many meetings."""
    people = tuple(sorted((p for p in profiles if p.opted_in), key=lambda p: p.id))
    number = {str(p.id): i for i, p in enumerate(people)}
    sizes = [sum(s.weight for s in p.needs) for p in people]
    needs = [(i, s) for i, p in enumerate(people) for s in p.needs]
    offers = [(i, s) for i, p in enumerate(people) for s in p.offers]
    organisations: dict[str, int] = {}
    return PoolArrays(
        profiles=people,
        ids=tuple(number),
        number=number,
        needs=tuple(s for _, s in needs),
        offers=tuple(s for _, s in offers),
        owner_of_need=np.array([i for i, _ in needs], np.int64),
        owner_of_offer=np.array([i for i, _ in offers], np.int64),
        share=np.array([s.weight / sizes[i] for i, s in needs], np.float64),
        organisation=np.array([_code(p.organisation, organisations) for p in people], np.int64),
        kind=np.array([KINDS.index(p.kind) for p in people], np.int64),
        networks=_bits([p.networks for p in people]),
        topics=_bits([p.topics for p in people]),
        programmes=_bits([p.programmes for p in people]),
        languages=_bits([p.languages for p in people]),
        position=_positions(people),
        wanted=np.array([wanted if p.wanted is None else p.wanted for p in people], np.float64),
        known=_keys([p.known for p in people], number),
        blocked=_keys([p.blocked for p in people], number),
        draw=np.array([_draw(p.id) for p in people], np.uint64),
    )


def _code(organisation: str | None, codes: dict[str, int]) -> int:
    return -1 if organisation is None else codes.setdefault(organisation, len(codes))


def _bits(sets: Sequence[Iterable[str]]) -> Bits:
    """One row of bits for each set; as many words as the union needs, at least one."""
    columns = {one: c for c, one in enumerate(sorted({one for group in sets for one in group}))}
    bits = np.zeros((len(sets), max(1, -(-len(columns) // WORD))), np.uint64)
    for row, group in enumerate(sets):
        for one in group:
            word, bit = divmod(columns[one], WORD)
            bits[row, word] |= np.uint64(1 << bit)
    return bits


def _positions(people: Sequence[Profile]) -> Real:
    """Latitude and longitude in radians; nan where unknown."""
    found = [(p.position.lat, p.position.lon) if p.position else (np.nan, np.nan) for p in people]
    return np.radians(np.array(found, np.float64).reshape(-1, 2))


def _keys(sets: Sequence[Iterable[str]], number: dict[str, int]) -> Whole:
    """Both ways round: who knows or blocks is known or blocked."""
    n, found = len(sets), set()
    for i, group in enumerate(sets):
        for one in group:
            j = number.get(one)
            if j is not None:
                found |= {i * n + j, j * n + i}
    return np.array(sorted(found), np.int64)


def _draw(id: str) -> int:
    return int.from_bytes(hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def pair_noise(one: Bits, other: Bits, seed: int) -> Real:
    """A number in (0, 1) for each pair of people, the same whatever the order of the pool.

    `one` and `other` are rows of `Crowd.draw`; the result has their common shape. The mixing is
    that of SplitMix64 (Steele, Lea & Flood 2014).
    """
    start = np.uint64((seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % 2**64)
    with np.errstate(over="ignore"):
        mixed = _mixed(one + start) + other
        return np.asarray((_mixed(mixed) >> np.uint64(11)).astype(np.float64) / 2.0**53 + 2.0**-54)


def _mixed(value: Any) -> Any:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
