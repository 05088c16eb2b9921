"""The heaviest set of options for one slot, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Model
from treffen.solvers.relaxation.highs import INFINITY, Program, solve

if TYPE_CHECKING:
    from scipy import sparse


Ints = NDArray[np.int64]
GAP = 1e-4


def heaviest(model: Model, options: Ints, gain: NDArray[np.float64], *, room: Ints, seconds: float) -> Ints:
    """Indices into `options` [n] of a set of largest total `gain` [n] that can run side by side.

    Nobody is in two of them, no capacity row has more than `room` [C], groups hold one each.
    """
    from scipy import sparse  # takes long to import

    n = len(options)
    if not n:
        return np.empty(0, np.int64)
    blocks = [
        _incidence(model.seat_ptr, model.seats, options, model.n_people),
        _incidence(model.row_ptr, model.rows, options, len(room)),
        sparse.csc_matrix((np.ones(n), (model.group[options], np.arange(n)))),
    ]
    limits = [np.ones(model.n_people), room.astype(np.float64), np.ones(blocks[2].shape[0])]
    matrix = sparse.vstack(blocks, format="csr")
    upper = np.concatenate(limits)
    binds = np.asarray(matrix.sum(axis=1)).ravel() > upper
    outcome = solve(
        Program(
            cost=-gain,
            matrix=matrix[binds],
            row_lower=np.full(int(binds.sum()), -INFINITY),
            row_upper=upper[binds],
            lower=np.zeros(n),
            upper=np.ones(n),
            is_integer=np.ones(n, bool),
        ),
        seconds=seconds,
        gap=GAP,
    )
    return np.empty(0, np.int64) if outcome.x is None else np.flatnonzero(outcome.x > 0.5)


def _incidence(
    pointers: NDArray[np.int32], items: NDArray[np.int32], options: Ints, n: int
) -> sparse.csc_matrix:
    """[n, options] which item (person, capacity row) belongs to which option."""
    from scipy import sparse  # takes long to import

    size = (pointers[options + 1] - pointers[options]).astype(np.int64)
    column = np.repeat(np.arange(len(options)), size)
    offset = np.arange(len(column)) - np.repeat(np.cumsum(size) - size, size)
    rows = items[pointers[options][column] + offset]
    return sparse.csc_matrix((np.ones(len(rows)), (rows, column)), shape=(n, len(options)))
