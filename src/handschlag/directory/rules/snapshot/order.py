"""In which order hits are listed; equal ones always in the same order."""

from __future__ import annotations

import numpy as np

from handschlag.directory.rules.criteria import Sort
from handschlag.directory.rules.snapshot.arrays import Floats, Ints, Mask
from handschlag.directory.rules.snapshot.view import View

EARTH_RADIUS = 6371.0  # kilometres


def ordered_hits(
    view: View,
    hits: Mask,
    *,
    sort: Sort,
    scores: Ints | None = None,
    near: tuple[float, float] | None = None,
) -> Ints:
    """The rows of the hits; what a sort cannot tell (no distance, no figure, no words) is last, by name."""
    rows = np.flatnonzero(hits)
    table = view.table
    first: Ints | Floats = np.zeros(len(rows), dtype=np.int64)
    if sort is Sort.RELEVANCE and scores is not None:
        first = -scores[rows]
    elif sort is Sort.MEMBERS:
        first = -view.members[rows]
    elif sort is Sort.NEWEST:
        first = -table.days[rows]
    elif sort is Sort.DISTANCE and near is not None:
        first = np.rint(kilometres(view, near)[rows] * 10)
    kinds = table.types[rows] if sort is Sort.RELEVANCE else np.zeros(len(rows), dtype=np.int8)
    return rows[np.lexsort((view.ranks[rows], kinds, first))]


def kilometres(view: View, near: tuple[float, float]) -> Floats:
    """The great circle from a point to each document; endless where nobody knows its place."""
    latitude, longitude = np.radians(near[0]), np.radians(near[1])
    north, east = np.radians(view.table.latitudes), np.radians(view.table.longitudes)
    half = (
        np.sin((north - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(north) * np.sin((east - longitude) / 2) ** 2
    )
    far: Floats = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return np.where(np.isnan(far), np.inf, far)
