"""Rows that a linear program lacks: of an odd cycle of ways, each of which excludes the next, few are held.

Of 2k + 1 ways, of which no two neighbours can be held at once, at most k are held; the linear program would
hold each by half. Those that a solution breaks are shortest paths in a graph with two copies of each way, in
which every step changes the copy (M. Padberg, Mathematical Programming 5, 1973; M. Grötschel, L. Lovász,
A. Schrijver, Geometric Algorithms and Combinatorial Optimization, 1988).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.relaxation.highs import Program, tighten

Floats = NDArray[np.float64]
ROUNDS = 3
MOST_WAYS = 600  # that are held in part: more take long to look through
HALF, BROKEN = 1e-4, 1e-3  # how far from whole a way is, and by how much a row is broken


def tightened(program: Program, *, seconds: float) -> tuple[Program, Floats | None]:
    """A 0-1 program with rows of odd cycles, and the prices of all its rows; None where none were found.

    `seconds` is for all its linear programs, at most `ROUNDS` after the first. What is whole stays possible.
    """
    exclusive = _exclusive(program)
    return tighten(program, lambda x: broken_cycles(exclusive, x), rounds=ROUNDS, seconds=seconds)


def _exclusive(program: Program) -> Any:
    """The rows [n, columns], of scipy, of which at most one column can be 1: all weights are 1."""
    from scipy import sparse  # takes long to import

    rows = sparse.csr_matrix(program.matrix)
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    n_others = np.bincount(row[rows.data != 1], minlength=rows.shape[0])
    return rows[np.flatnonzero((n_others == 0) & (program.row_upper == 1))]


def broken_cycles(exclusive: Any, x: Floats) -> list[list[int]]:
    """Odd cycles of columns whose values `x` are more in all than a half of their number, rounded down.

    `exclusive` [n, columns], of scipy: of each row at most one column can be 1. The most broken cycle
    through each column that is neither 0 nor 1, each once; nothing if these are more than `MOST_WAYS`.
    """
    from scipy import sparse
    from scipy.sparse.csgraph import dijkstra

    part = np.flatnonzero((x > HALF) & (x < 1 - HALF))
    n = len(part)
    if not 0 < n <= MOST_WAYS:
        return []
    among = exclusive[:, part]
    pairs = (among.T @ among).tocoo()
    is_other = pairs.row != pairs.col
    one, other = pairs.row[is_other], pairs.col[is_other]
    length = np.maximum(1e-9, 1.0 - x[part[one]] - x[part[other]])
    edges = (np.tile(length, 2), (np.r_[one, one + n], np.r_[other + n, other]))
    graph = sparse.csr_matrix(edges, shape=(2 * n, 2 * n))
    far, before = dijkstra(graph, indices=np.arange(n), return_predecessors=True, limit=1.0)
    cycles = set()
    for v in np.flatnonzero(far[np.arange(n), np.arange(n) + n] < 1.0 - BROKEN).tolist():
        path = [v + n]
        while path[-1] != v:
            path.append(int(before[v, path[-1]]))
        if len({at % n for at in path[:-1]}) == len(path) - 1:
            cycles.add(tuple(sorted(int(part[at % n]) for at in path[:-1])))
    return [list(cycle) for cycle in sorted(cycles)]
