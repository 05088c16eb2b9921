"""Places and interpreters: what is open when, and the capacity rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from treffen.solvers.base.build.index import Index
from treffen.solvers.base.capacity import hall_family, rows_of
from treffen.solvers.base.model import Array, Flags, Small


@dataclass(slots=True)
class Supply:
    """Distinct sets of suitable places (or interpreters), which set each option has, capacity rows."""

    sets: list[frozenset[int]]
    of_option: Small
    family: list[frozenset[int]]
    rows: list[list[int]]
    is_exact: bool
    open: Flags  # [things, T]

    def capacity(self) -> Array:
        """[rows, T] how many things of each row are open in each slot."""
        counts = [self.open[sorted(row)].sum(axis=0) for row in self.family]
        return np.array(counts, np.int32).reshape(-1, self.open.shape[1])

    def can_serve(self) -> Flags:
        """[sets, T] whether some thing of the set is open."""
        flags = [self.open[sorted(s)].any(axis=0) for s in self.sets]
        return np.array(flags, bool).reshape(-1, self.open.shape[1])


def supply(
    demand: tuple[list[frozenset[int]], Small], *, open: Sequence[Iterable[str] | None], index: Index
) -> Supply:
    """Sets of suitable things and who wants which, with the slots in which each thing is there."""
    sets, of_option = demand
    family, is_exact = hall_family(sets)
    return Supply(sets, of_option, family, rows_of(sets, family), is_exact, index.slot_rows(open))


def row_lists(places: Supply, helpers: Supply) -> tuple[Small, Small]:
    """Capacity rows of each option, as pointers [O + 1] and indices."""
    shift, n_kinds = len(places.family), len(helpers.rows) + 1
    kinds = places.of_option.astype(np.int64) * n_kinds + (helpers.of_option + 1)
    found, kind = np.unique(kinds, return_inverse=True)
    with_helpers: list[list[int]] = [[], *([i + shift for i in rows] for rows in helpers.rows)]
    lists = [places.rows[k // n_kinds] + with_helpers[k % n_kinds] for k in found.tolist()]
    sizes = np.array([len(rows) for rows in lists], np.int64)
    pointers = np.concatenate([[0], np.cumsum(sizes[kind])])
    begin = np.cumsum(sizes) - sizes
    at = np.repeat(begin[kind] - pointers[:-1], sizes[kind]) + np.arange(pointers[-1])
    pool = np.array([i for rows in lists for i in rows], np.int32)
    return pointers.astype(np.int32), pool[at]
