"""Building blocks of the subset's program: what is set free, its columns, its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Model
from treffen.solvers.relaxation.compressed import CompressedMatrix, compressed
from treffen.solvers.relaxation.highs import INFINITY

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """`options` [n] set free; where each fits [n, T] beside what stands still; where each was [n] or -1.

    Of what stands still: `room` [C, T] capacity left, `seats_left` [P] meetings each person may
    still have, `count` [P] meetings each has, `busy` [P, T] where, `is_missed` [L] liked talks lost.
    `promised` [n] slots in which options were promised, -1 for none; or None, where nobody asks.
    """

    options: Ints
    fits: Flags
    was: Ints
    room: Ints
    seats_left: Ints
    count: Ints
    busy: Flags
    is_missed: Flags
    promised: NDArray[np.integer] | None = None


def everything(model: Model, was: Any = None) -> Subset:
    """All options set free."""
    nothing = np.full(model.n_options, -1, np.int64)
    return Subset(
        options=np.arange(model.n_options),
        fits=model.start_ok,
        was=nothing if was is None else np.asarray(was, np.int64),
        room=model.capacity.astype(np.int64),
        seats_left=model.maximum.astype(np.int64),
        count=np.zeros(model.n_people, np.int64),
        busy=np.zeros((model.n_people, model.n_slots), bool),
        is_missed=np.zeros(len(model.like_price), bool),
    )


class Rows:
    """Rows of a program, collected in blocks."""

    def __init__(self) -> None:
        self._row: list[Any] = []
        self._column: list[Any] = []
        self._weight: list[Any] = []
        self._lower: list[Any] = []
        self._upper: list[Any] = []
        self.n = 0

    def add(self, rows: Any, columns: Any, weights: Any, *, lower: Any, upper: Any) -> None:
        """A block of rows, numbered from 0 within the block; as many as `upper` has entries."""
        columns = np.asarray(columns, np.int64)
        self._row.append(np.asarray(rows, np.int64) + self.n)
        self._column.append(columns)
        self._weight.append(np.broadcast_to(np.asarray(weights, np.float64), columns.shape))
        upper = np.atleast_1d(np.asarray(upper, np.float64))
        self._lower.append(np.broadcast_to(np.asarray(lower, np.float64), upper.shape))
        self._upper.append(upper)
        self.n += len(upper)

    def at_most(self, keys: Any, columns: Any, *, limit: Any) -> None:
        """For each distinct key: number of its columns <= limit[key]. Rows that cannot bind are left out."""
        if not len(keys):
            return
        names, rows = np.unique(keys, return_inverse=True)
        limits = np.asarray(limit)[names]
        binds = np.bincount(rows) > limits
        number = np.cumsum(binds) - 1
        kept = binds[rows]
        self.add(number[rows[kept]], columns[kept], 1.0, lower=-INFINITY, upper=limits[binds])

    def one(self, columns: Any, weights: Any, *, lower: float, upper: float) -> None:
        """A single row."""
        self.add(np.zeros(len(columns), np.int64), columns, weights, lower=lower, upper=upper)

    def matrix(self, width: int) -> Any:
        """The matrix of all rows, [n, width] in compressed columns, of scipy."""
        from scipy import sparse  # takes long to import

        if not self._row:
            return sparse.csc_matrix((0, width))
        entries = (np.concatenate(self._weight), (np.concatenate(self._row), np.concatenate(self._column)))
        return sparse.csc_matrix(entries, shape=(self.n, width))

    def compressed(self, width: int) -> CompressedMatrix:
        """The same as HiGHS reads it."""
        none: list[Any] = [np.empty(0, np.int64)]
        rows, columns, weights = (np.concatenate(x or none) for x in (self._row, self._column, self._weight))
        return compressed(rows, columns, weights, shape=(self.n, width))

    def bounds(self) -> tuple[Any, Any]:
        """Lower and upper bounds of all rows."""
        if not self._row:
            return np.empty(0), np.empty(0)
        return np.concatenate(self._lower), np.concatenate(self._upper)


class Columns:
    """One binary variable for each (free option, slot where it fits)."""

    def __init__(self, model: Model, subset: Subset) -> None:
        self.model, self.subset = model, subset
        self.local, self.slot = np.nonzero(subset.fits)
        self.option = subset.options[self.local]
        self.length = model.length[self.option].astype(np.int64)
        self.n = len(self.option)

    def spread(self, pointers: Any, items: Any) -> tuple[Any, Any]:
        """(column, item) for every item (person, capacity row) of every column's option."""
        size = (pointers[self.option + 1] - pointers[self.option]).astype(np.int64)
        column = np.repeat(np.arange(self.n), size)
        offset = np.arange(len(column)) - np.repeat(np.cumsum(size) - size, size)
        return column, items[pointers[self.option][column] + offset].astype(np.int64)

    def running(self, column: Any, item: Any) -> tuple[Any, Any, Any]:
        """(column, item, slot) for every slot in which the column's option runs."""
        size = self.length[column]
        again = np.repeat(np.arange(len(column)), size)
        offset = np.arange(len(again)) - np.repeat(np.cumsum(size) - size, size)
        return column[again], item[again], self.slot[column[again]] + offset

    def busy(self) -> tuple[Any, Any, Any]:
        """(column, person, slot) wherever a column keeps a person busy."""
        return self.running(*self.spread(self.model.seat_ptr, self.model.seats))
