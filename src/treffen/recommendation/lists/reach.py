"""Everybody is seen: who stands in too few lists takes the place of somebody who can spare it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.build import EntryOrigin
from treffen.recommendation.lists.places import ListPlaces

Whole = NDArray[np.int64]


def spread(places: ListPlaces) -> Whole:
    """Change lists until everybody is in `reach` of them, as far as the rules allow; who is not even so."""
    reach = places.rules.reach
    lonely = np.flatnonzero(places.seen < reach)
    for person in lonely[np.argsort(places.seen[lonely], kind="stable")]:
        _show(places, int(person))
    return np.flatnonzero(places.seen < reach)


def _show(places: ListPlaces, person: int) -> None:
    """Put one person into the lists of those for whom the score is best."""
    pairs = places.pairs
    first, last = pairs.start[person], pairs.start[person + 1]
    order = np.argsort(-pairs.score[first:last], kind="stable")
    for owner in pairs.column[first:last][order]:
        if places.seen[person] >= places.rules.reach:
            return
        places.give(int(owner), person, EntryOrigin.REACH)
