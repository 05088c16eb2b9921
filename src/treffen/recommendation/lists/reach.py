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
    for person in _seldom_seen(places):
        _show(places, person, why=EntryOrigin.REACH)
    return np.flatnonzero(places.seen < reach)


def even_out(places: ListPlaces, fewest: Whole) -> None:
    """Whoever stands in fewer lists than others do takes places of those who stand in more.

    Only where the chance of the pair is not below the `floor`: attention is spread among those who
    fit, and nobody is shown for the sake of a number. `fewest` (n,) says how many lists are enough.
    """
    places.fewest = fewest
    for person in _seldom_seen(places):
        _show(places, person, why=EntryOrigin.MATCH, least=places.floor)


def _seldom_seen(places: ListPlaces) -> list[int]:
    """Whoever stands in too few lists, the least seen first."""
    lonely = np.flatnonzero(places.seen < places.fewest)
    found: list[int] = lonely[np.argsort(places.seen[lonely], kind="stable")].tolist()
    return found


def _show(places: ListPlaces, person: int, *, why: EntryOrigin, least: float = -np.inf) -> None:
    """Put one person into the lists of those for whom the score is best, and not below `least`."""
    pairs = places.pairs
    run = slice(int(pairs.start[person]), int(pairs.start[person + 1]))
    column, score = pairs.column[run], pairs.score[run]
    for at in np.argsort(-score, kind="stable"):
        if places.seen[person] >= places.fewest[person] or score[at] < least:
            return
        places.give(int(column[at]), person, why)
