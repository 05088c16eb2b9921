"""The order of a finished list: who is right in both directions, then who is in one, then everybody else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.answers import ENOUGH
from treffen.recommendation.lists.build import Built
from treffen.recommendation.lists.candidates import Pairs
from treffen.recommendation.score.pool_arrays import PoolArrays


def order_by_directions(built: Built, pairs: Pairs, crowd: PoolArrays) -> None:
    """Put the places of each list in order, in place; of equals in the order in which they were chosen.

    A direction is right where it is worth as much as one need that is answered.
    """
    rows, places = np.nonzero(built.partner >= 0)
    columns = built.partner[rows, places]
    at = np.searchsorted(pairs.rows() * pairs.n + pairs.column, rows * pairs.n + columns)
    enough = _enough(crowd)
    right = np.full(built.partner.shape, -1)
    right[rows, places] = (pairs.for_row[at] >= enough[rows]).astype(int) + (
        pairs.for_column[at] >= enough[columns]
    )
    order = np.argsort(-right, axis=1, kind="stable")
    for held in (built.partner, built.place):
        held[:] = np.take_along_axis(held, order, axis=1)


def _enough(crowd: PoolArrays) -> NDArray[np.float64]:
    """What a directed fit is worth at least for everybody, (n,), if one of their needs is answered."""
    least = np.ones(crowd.n)
    np.minimum.at(least, crowd.owner_of_need, crowd.share)
    return ENOUGH * least
