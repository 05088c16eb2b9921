"""Directed fits of all pairs of people, as small as they can be held, and read in both directions at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse


Whole = NDArray[np.int64]
Real = NDArray[np.float32]
LARGE = 2**24  # fits in one array, of which memory is taken only as they come


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The rows of some people in turn: row i has `column` and `value` from start[i] to start[i + 1].

    Columns rise within a row.
    """

    first: int
    start: Whole
    column: NDArray[np.unsignedinteger]
    value: Real

    @property
    def last(self) -> int:
        """The row after its last one."""
        return self.first + len(self.start) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows of the fits as they are, and of the fits turned over: both dense, (rows, n)."""

    rows: slice
    for_row: Real
    for_column: Real


class Fits:
    """(n, n): row b, column a holds f(a -> b), what a's offers do for b's needs.

    Held in runs of rows, which are never joined, and never turned over as a whole: each of the two
    would take as much memory again. A fit takes 6 bytes in pools of up to 65,536 people.
    """

    def __init__(self, n: int, runs: Sequence[_Run]) -> None:
        """The runs cover all rows, in order."""
        self.n, self.runs = n, tuple(runs)

    @classmethod
    def of(cls, n: int, parts: Iterable[tuple[int, sparse.csr_array]]) -> Fits:
        """From the rows of some people in turn: the number of the first one, and their fits, (people, n)."""
        pile = _Pile(n)
        for first, fits in parts:
            pile.put(first, fits)
        return cls(n, pile.runs())

    def blocks(self, size: int) -> Iterator[Block]:
        """All rows, `size` at a time, in order."""
        # Of each row, where the columns begin that no block has read yet.
        reached = [run.start[:-1] for run in self.runs]
        for first in range(0, self.n, size):
            last = min(self.n, first + size)
            back = np.zeros((last - first, self.n), np.float32)
            for at, run in enumerate(self.runs):
                until = _bisected(run.column, reached[at], run.start[1:], last)
                row, where = _flat(reached[at], until)
                back[run.column[where].astype(np.int64) - first, row + run.first] = run.value[where]
                reached[at] = until
            yield Block(rows=slice(first, last), for_row=self._dense(first, last), for_column=back)

    def _dense(self, first: int, last: int) -> Real:
        found = np.zeros((last - first, self.n), np.float32)
        for run in self.runs:
            low, high = max(first, run.first), min(last, run.last)
            if low < high:
                start = run.start[low - run.first : high - run.first + 1]
                row, where = _flat(start[:-1], start[1:])
                found[row + low - first, run.column[where]] = run.value[where]
        return found

    def matrix(self) -> sparse.csr_array:
        """All of it as one sparse matrix, for pools in which that is small."""
        from scipy import sparse  # takes long to import

        shape = (self.n, self.n)
        rows = [
            sparse.csr_array((r.value, r.column.astype(np.int32), r.start), (r.last - r.first, self.n))
            for r in self.runs
        ]
        return sparse.csr_array(sparse.vstack(rows)) if rows else sparse.csr_array(shape, dtype=np.float32)


class _Pile:
    """Where the fits lie: one after the other in arrays so large that the system gets them back when freed.

    What is freed in small pieces stays with the process, in holes that little else fits into.
    """

    def __init__(self, n: int) -> None:
        self._size = min(LARGE, n * n)
        self._column = np.empty(0, np.min_scalar_type(max(n - 1, 0)))
        self._value = np.empty(0, np.float32)
        self._first, self._starts = 0, [np.zeros(1, np.int64)]
        self._done: list[_Run] = []

    def put(self, first: int, fits: sparse.csr_array) -> None:
        """Add the rows from `first` on; those before are there."""
        fits.sort_indices()
        used = int(self._starts[-1][-1])
        if used + fits.nnz > len(self._value):
            self._end(first)
            used, size = 0, max(self._size, fits.nnz)
            self._column, self._value = np.empty(size, self._column.dtype), np.empty(size, np.float32)
        run = slice(used, used + fits.nnz)
        self._column[run], self._value[run] = fits.indices, fits.data
        self._starts.append(used + fits.indptr[1:].astype(np.int64))

    def runs(self) -> list[_Run]:
        """Everything, in few long runs: reading them costs by the run."""
        self._end(0)
        return self._done

    def _end(self, first: int) -> None:
        start = np.concatenate(self._starts)
        if len(start) > 1:
            self._done.append(_Run(first=self._first, start=start, column=self._column, value=self._value))
        self._first, self._starts = first, [np.zeros(1, np.int64)]


def _bisected(values: NDArray[Any], low: Whole, high: Whole, wanted: int) -> Whole:
    """For each run low..high of rising values where the first one stands that is at least `wanted`."""
    low, high = low.copy(), high.copy()
    while (is_open := low < high).any():
        middle = (low + high) >> 1
        below = is_open & (values[np.minimum(middle, len(values) - 1)] < wanted)
        low = np.where(below, middle + 1, low)
        high = np.where(is_open & ~below, middle, high)
    return low


def _flat(start: Whole, stop: Whole) -> tuple[Whole, Whole]:
    """Of which run each entry is, and where it stands, for many runs one after the other."""
    size = stop - start
    run = np.repeat(np.arange(len(size)), size)
    before = np.cumsum(size) - size
    return run, np.arange(len(run)) + (start - before)[run]
