"""Directed fits: how well what one person offers serves what another needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.score.fits import Fits
from treffen.recommendation.score.pool_arrays import PoolArrays

if TYPE_CHECKING:
    from scipy import sparse


ROWS = 1_000  # needs in a block: so many rows of fits are in memory at once
DENSE = 64  # of these, so many as dense rows


class Meanings(Protocol):
    """The fits of statements, as `treffen.recommendation.meaning` gives them."""

    def block(self, rows: slice) -> Any:
        """Sparse fits in [0, 1] of these needs against all offers."""

    def pairs(self, needs: Any, offers: Any, /) -> Any:
        """The fits of given needs and offers, pair by pair, (pairs,)."""


def _best_by_person(fits: Any, owner: NDArray[np.int64], n: int, *, least: float) -> sparse.csr_array:
    """(needs, n): the best fit among the offers of each person; below `least` is nothing."""
    from scipy import sparse  # takes long to import

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


def directed_fits(crowd: PoolArrays, meanings: Meanings, *, least: float) -> Fits:
    """f(a -> b), what a's offers do for b's needs, for all a and b.

    The weighted mean over b's needs of the best fit with one of a's offers; fits of statements below
    `least` count as none. Built in blocks of needs. Nobody has a fit with themselves.
    """
    parts = (
        (people.start, _of_people(crowd, meanings, people=people, needs=needs, least=least))
        for people, needs in _runs(crowd)
    )
    return Fits.of(crowd.n, parts)


def _runs(crowd: PoolArrays) -> Iterator[tuple[slice, slice]]:
    """Runs of people with some `ROWS` needs together: their numbers, and those of their needs."""
    first = np.searchsorted(crowd.owner_of_need, np.arange(crowd.n + 1))
    person = 0
    while person < crowd.n:
        last = max(person + 1, int(np.searchsorted(first, first[person] + ROWS, side="right")) - 1)
        yield slice(person, last), slice(int(first[person]), int(first[last]))
        person = last


def _best(crowd: PoolArrays, meanings: Meanings, needs: slice, least: float) -> sparse.csr_array:
    """(needs, n): what each person does for each need, times what the need counts."""
    from scipy import sparse  # takes long to import

    if needs.stop == needs.start or not len(crowd.offers):
        return sparse.csr_array((needs.stop - needs.start, crowd.n), dtype=np.float32)
    best = _best_by_person(meanings.block(needs), crowd.owner_of_offer, crowd.n, least=least)
    best.data *= np.repeat(crowd.share[needs], np.diff(best.indptr)).astype(np.float32)
    return best


def _of_people(
    crowd: PoolArrays, meanings: Meanings, *, people: slice, needs: slice, least: float
) -> sparse.csr_array:
    from scipy import sparse  # takes long to import

    best = _best(crowd, meanings, needs, least)
    size = needs.stop - needs.start
    owner = crowd.owner_of_need[needs] - people.start
    shape = (people.stop - people.start, size)
    add = sparse.csr_array((np.ones(size, np.float32), (owner, np.arange(size))), shape=shape)
    fits = sparse.csr_array(add @ best)
    rows = np.repeat(np.arange(fits.shape[0]), np.diff(fits.indptr))
    fits.data[rows + people.start == fits.indices] = 0
    fits.eliminate_zeros()
    return fits


def leading_needs(
    crowd: PoolArrays, meanings: Meanings, *, start: Any, column: Any, least: float
) -> NDArray[np.int8]:
    """For given pairs, by row, the place of the row's need that the column's person serves most.

    `start` (n + 1,) gives each row's run in `column`. -1 where none is served; of equals the first.
    """
    lead = np.full(len(column), -1, np.int8)
    for people, needs in _runs(crowd):
        run = slice(int(start[people.start]), int(start[people.stop]))
        best = _best(crowd, meanings, needs, least)
        if not best.nnz or run.stop == run.start:
            continue
        rows = np.repeat(np.arange(people.start, people.stop), np.diff(start[people.start : people.stop + 1]))
        first = np.searchsorted(crowd.owner_of_need, rows) - needs.start
        size = np.searchsorted(crowd.owner_of_need, rows, side="right") - needs.start - first
        most = np.zeros(len(rows), np.float32)
        for place in range(int(size.max(initial=0))):
            at = np.flatnonzero(size > place)
            found = _picked(best, first[at] + place, column[run][at])
            is_more = found > most[at]
            most[at[is_more]] = found[is_more]
            lead[run.start + at[is_more]] = place
    return lead


def _picked(matrix: sparse.csr_array, rows: Any, columns: Any) -> NDArray[np.float32]:
    """Single entries, (entries,); `rows` rise, and so some rows at a time are made dense."""
    found = np.empty(len(rows), np.float32)
    for first in range(0, matrix.shape[0], DENSE):
        low, high = np.searchsorted(rows, [first, first + DENSE])
        if low < high:
            dense = matrix[first : first + DENSE].toarray()
            found[low:high] = dense[rows[low:high] - first, columns[low:high]]
    return found
