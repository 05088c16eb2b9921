"""A sparse matrix in compressed columns, as HiGHS reads it: to import scipy for that takes long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class CompressedMatrix:
    """Column c has weight[k] in row[k] for k from start[c] to start[c + 1], rows in their order."""

    shape: tuple[int, int]
    start: NDArray[np.int32]
    row: NDArray[np.int32]
    weight: NDArray[np.float64]


def compressed(rows: Any, columns: Any, weights: Any, *, shape: tuple[int, int]) -> CompressedMatrix:
    """The matrix of these entries; those at one place are added up."""
    key = np.asarray(columns, np.int64) * shape[0] + np.asarray(rows, np.int64)
    order = np.argsort(key, kind="stable")
    key, weight = key[order], np.asarray(weights, np.float64)[order]
    is_first = np.ones(len(key), bool)
    is_first[1:] = key[1:] != key[:-1]
    if not is_first.all():
        weight = np.add.reduceat(weight, np.flatnonzero(is_first))
        key = key[is_first]
    start = np.searchsorted(key, np.arange(shape[1] + 1, dtype=np.int64) * shape[0])
    row = key - (key // max(1, shape[0])) * shape[0]
    return CompressedMatrix(
        shape=shape, start=start.astype(np.int32), row=row.astype(np.int32), weight=weight
    )
