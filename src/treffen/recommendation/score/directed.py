"""Directed fits: how well what one person offers serves what another needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from treffen.recommendation.score.crowd import Crowd

ROWS = 2_000  # needs in a block: so many rows of fits are in memory at once
PLACES = 128  # more than a profile has needs (see faults), and a place fits a byte
LEVELS = 2**20  # of a term, when the largest is looked for


class Common(Protocol):
    """Something that a need and an offer have in common, as each of them has it."""

    @property
    def need(self) -> str: ...
    @property
    def offer(self) -> str: ...


class FitParts(Protocol):
    """How a need and an offer fit, and through which concepts and words."""

    @property
    def fit(self) -> float: ...
    @property
    def concepts(self) -> Sequence[Common]: ...
    @property
    def terms(self) -> Sequence[Common]: ...


class Meanings(Protocol):
    """The fits of statements, as `treffen.recommendation.meaning` gives them."""

    def block(self, rows: slice) -> Any:
        """Sparse fits in [0, 1] of these needs against all offers."""

    def parts(self, i: int, j: int, /) -> FitParts:
        """The fit of need i and offer j, taken apart."""


def best_by_person(fits: Any, owner: NDArray[np.int64], n: int, *, least: float) -> sparse.csr_array:
    """(needs, n): the best fit among the offers of each person; below `least` is nothing."""
    fits = sparse.csr_array(fits)
    fits.sort_indices()
    kept = fits.data >= max(least, 1e-9)
    rows = np.repeat(np.arange(fits.shape[0]), np.diff(fits.indptr))[kept]
    people, data = owner[fits.indices[kept]], fits.data[kept].astype(np.float32)
    if not len(data):
        return sparse.csr_array((fits.shape[0], n), dtype=np.float32)
    # Offers of one person are neighbours, so that each pair of need and person is one run.
    starts = np.flatnonzero(np.r_[True, (np.diff(rows) != 0) | (np.diff(people) != 0)])
    best = np.maximum.reduceat(data, starts)
    counts = np.bincount(rows[starts], minlength=fits.shape[0])
    return sparse.csr_array(
        (best, people[starts].astype(np.int32), np.r_[0, np.cumsum(counts)]), shape=(fits.shape[0], n)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Directed:
    """Directed fits of everybody, and which need each of them serves most.

    `fits` (n, n) float32: row b, column a holds f(a -> b), what a's offers do for b's needs;
    `lead` has the same pattern and holds 1 + the place among b's needs of the one that counts most.
    """

    fits: sparse.csr_array
    lead: sparse.csr_array


def directed_fits(crowd: Crowd, meanings: Meanings, *, least: float) -> Directed:
    """The weighted mean over b's needs of the best fit with one of a's offers, for all a and b.

    Fits of statements below `least` count as none. Built in blocks of needs; memory is that of the
    result, 9 bytes a pair with any fit. The diagonal is empty.
    """
    blocks = list(_blocks(crowd, meanings, least))
    shape = (crowd.n, crowd.n)
    data = np.concatenate([b.data for b, _ in blocks] or [np.empty(0, np.float32)])
    lead = np.concatenate([one for _, one in blocks] or [np.empty(0, np.int8)])
    indices = np.concatenate([b.indices for b, _ in blocks] or [np.empty(0, np.int32)])
    counts = np.concatenate([np.diff(b.indptr) for b, _ in blocks] or [np.zeros(crowd.n, np.int64)])
    starts = np.r_[0, np.cumsum(counts)]
    fits = sparse.csr_array((data, indices, starts), shape=shape)
    return Directed(fits=fits, lead=sparse.csr_array((lead, indices, starts), shape=shape))


def _blocks(crowd: Crowd, meanings: Meanings, least: float) -> Iterator[tuple[sparse.csr_array, Any]]:
    first = np.searchsorted(crowd.owner_of_need, np.arange(crowd.n + 1))  # of the needs of each person
    person = 0
    while person < crowd.n:
        last = max(person + 1, int(np.searchsorted(first, first[person] + ROWS, side="right")) - 1)
        needs = slice(int(first[person]), int(first[last]))
        if needs.stop > needs.start and len(crowd.offers):
            best = best_by_person(meanings.block(needs), crowd.owner_of_offer, crowd.n, least=least)
            best.data *= np.repeat(crowd.share[needs], np.diff(best.indptr)).astype(np.float32)
            yield _of_people(best, first[person : last + 1] - first[person], person)
        else:
            yield sparse.csr_array((last - person, crowd.n), dtype=np.float32), np.empty(0, np.int8)
        person = last


def _of_people(best: sparse.csr_array, first: Any, person: int) -> tuple[sparse.csr_array, Any]:
    """The sum over the needs of each person, and which of them is the largest term.

    A term and the place of its need are packed into one whole number, so that a plain maximum of
    sparse matrices, one for the first needs, one for the second ones and so on, finds the place;
    of equal terms the first.
    """
    size = int(first[-1])
    people = len(first) - 1
    add = sparse.csr_array((np.ones(size, np.float32), np.arange(size), first), shape=(people, size))
    place = np.arange(size) - np.repeat(first[:-1], np.diff(first))
    fits = sparse.csr_array(add @ best)
    packed = best.copy()
    places = np.repeat(place, np.diff(best.indptr))
    packed.data = (1 + (best.data * LEVELS).astype(np.int64)) * PLACES + (PLACES - 1 - places)
    top = sparse.csr_array((people, best.shape[1]), dtype=np.int64)
    for one in range(int(place.max(initial=-1)) + 1):
        at = np.flatnonzero(place == one)
        row = np.searchsorted(first, at, side="right") - 1
        pick = sparse.csr_array((np.ones(len(at), np.int64), (row, at)), shape=(people, size))
        top = sparse.csr_array(top.maximum(pick @ packed))
    for one in (fits, top):
        _without_oneself(one, person)
    return fits, (PLACES - top.data % PLACES).astype(np.int8)


def _without_oneself(fits: sparse.csr_array, person: int) -> None:
    rows = np.repeat(np.arange(fits.shape[0]), np.diff(fits.indptr))
    fits.data[rows + person == fits.indices] = 0
    fits.eliminate_zeros()
    fits.sort_indices()
