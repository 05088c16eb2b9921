"""In which order hits are listed; equal ones always in the same order."""

from __future__ import annotations

import numpy as np

from handschlag.directory.rules.criteria import Sort
from handschlag.directory.rules.snapshot.arrays import Floats, Ints, Mask
from handschlag.directory.rules.snapshot.entries import NETWORK
from handschlag.directory.rules.snapshot.places import kilometres
from handschlag.directory.rules.snapshot.view import View

# In the order of TYPES: who looks for a topic wants to know first who works on it together.
WORTH = np.array([2.4, 1.0, 1.6, 1.3, 0.8, 0.8])
WORTH_NEAR = np.array([2.4, 0.5, 0.8, 0.5, 0.5, 0.5])


def ordered_hits(
    view: View,
    hits: Mask,
    *,
    sort: Sort,
    scores: Ints | None = None,
    near: tuple[float, float] | None = None,
    are_places: bool = False,
) -> Ints:
    """The rows of the hits; what a sort cannot tell (no distance, no figure, no words) is last, by name.

    Where words were asked for, nothing invented stands above what is real. `are_places`: all of them say
    where, so that networks from there come before whoever has the place in the name.
    """
    rows = np.flatnonzero(hits)
    table = view.table
    first: Ints | Floats = np.zeros(len(rows), dtype=np.int64)
    if sort is Sort.RELEVANCE and scores is not None:
        worth = WORTH_NEAR if are_places else WORTH
        first = -np.rint(scores[rows] * worth[table.types[rows]])
    elif sort is Sort.MEMBERS:
        first = -view.members[rows]
    elif sort is Sort.NEWEST:
        first = -table.days[rows]
    elif sort is Sort.DISTANCE and near is not None:
        first = np.rint(kilometres(view, near)[rows] * 10)
    nothing = np.zeros(len(rows), dtype=np.int8)
    kinds = table.types[rows] if sort is Sort.RELEVANCE else nothing
    dreams = table.invented[rows] if sort is Sort.RELEVANCE and scores is not None else nothing
    # A network that does little else is meant the more.
    topics = np.where(table.types[rows] == NETWORK, view.fields[rows].sum(axis=1), 0)
    breadth = topics if sort is Sort.RELEVANCE and scores is not None else nothing
    return rows[np.lexsort((view.ranks[rows], breadth, kinds, first, dreams))]
