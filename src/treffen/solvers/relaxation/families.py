"""Rows of a relaxation by kind, each kind by its entries: what a certificate later names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.relaxation.compressed import CompressedMatrix, compressed
from treffen.timetable import RowKind

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Rows of one kind: `index` says what each row speaks of (participant, capacity row, group ...)."""

    kind: RowKind
    index: Ints
    rows: Ints  # of the entries, which need not be in order; two at one place add up
    columns: Ints
    weights: Ints
    width: int  # R + P + L
    rhs: Ints

    @property
    def matrix(self) -> Any:
        """[rows, width], of scipy."""
        from scipy import sparse  # takes long to import

        shape = (len(self.rhs), self.width)
        return sparse.csr_matrix((self.weights, (self.rows, self.columns)), shape=shape, dtype=np.int64)

    def weighted(self, multipliers: Ints) -> Ints:
        """[width] the sum of the rows, each as often as its multiplier says."""
        total = np.zeros(self.width, np.int64)
        np.add.at(total, self.columns, self.weights * multipliers[self.rows])
        return total


def family_of(
    kind: RowKind,
    rows: Ints,
    columns: Ints,
    weights: Ints,
    *,
    rhs: Ints,
    width: int,
    index: Ints | None = None,
) -> Family:
    """Rows of one kind, [rows, width] by their entries, with their right-hand sides."""
    return Family(
        kind=kind,
        index=np.arange(len(rhs)) if index is None else index,
        rows=rows,
        columns=columns,
        weights=weights.astype(np.int64),
        width=width,
        rhs=rhs.astype(np.int64),
    )


def matrix_of(families: list[Family]) -> CompressedMatrix:
    """The rows of all families, one family below the other."""
    sizes = [len(f.rhs) for f in families]
    rows = [f.rows + above for f, above in zip(families, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True)]
    return compressed(
        np.concatenate(rows),
        np.concatenate([f.columns for f in families]),
        np.concatenate([f.weights for f in families]),
        shape=(sum(sizes), families[0].width),
    )


def only(family: Family, keep: NDArray[np.bool_]) -> Family:
    """The rows that are kept."""
    number, is_kept = np.cumsum(keep) - 1, keep[family.rows]
    return replace(
        family,
        index=family.index[keep],
        rows=number[family.rows[is_kept]],
        columns=family.columns[is_kept],
        weights=family.weights[is_kept],
        rhs=family.rhs[keep],
    )
