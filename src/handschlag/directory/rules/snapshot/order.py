"""In which order hits are listed; equal ones always in the same order."""

from __future__ import annotations

import numpy as np

from handschlag.directory.rules.criteria import Sort
from handschlag.directory.rules.snapshot.arrays import Floats, Ints, Mask
from handschlag.directory.rules.snapshot.places import kilometres
from handschlag.directory.rules.snapshot.view import View

# In the order of TYPES: who looks for a topic wants to know first who works on it together.
WORTH = np.array([2.0, 1.0, 1.6, 1.6, 0.8, 0.8])


def ordered_hits(
    view: View,
    hits: Mask,
    *,
    sort: Sort,
    scores: Ints | None = None,
    near: tuple[float, float] | None = None,
) -> Ints:
    """The rows of the hits; what a sort cannot tell (no distance, no figure, no words) is last, by name.

    Where words were asked for, nothing invented stands above what is real.
    """
    rows = np.flatnonzero(hits)
    table = view.table
    first: Ints | Floats = np.zeros(len(rows), dtype=np.int64)
    if sort is Sort.RELEVANCE and scores is not None:
        first = -np.rint(scores[rows] * WORTH[table.types[rows]])
    elif sort is Sort.MEMBERS:
        first = -view.members[rows]
    elif sort is Sort.NEWEST:
        first = -table.days[rows]
    elif sort is Sort.DISTANCE and near is not None:
        first = np.rint(kilometres(view, near)[rows] * 10)
    nothing = np.zeros(len(rows), dtype=np.int8)
    kinds = table.types[rows] if sort is Sort.RELEVANCE else nothing
    dreams = table.invented[rows] if sort is Sort.RELEVANCE and scores is not None else nothing
    return rows[np.lexsort((view.ranks[rows], kinds, first, dreams))]
