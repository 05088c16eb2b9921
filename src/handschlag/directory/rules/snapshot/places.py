"""How far documents are from somewhere, and which of them lie in a part of the country."""

from __future__ import annotations

import numpy as np

from handschlag.directory.rules.areas import Area
from handschlag.directory.rules.snapshot.arrays import Floats
from handschlag.directory.rules.snapshot.entries import LANDS
from handschlag.directory.rules.snapshot.view import View

EARTH_RADIUS = 6371.0  # kilometres
INSIDE, CLOSE, FAR = 0.6, 0.45, 0.2  # what it is worth to lie there, at its edge, or as far as is still near


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


def within(area: Area, view: View) -> Floats:
    """What each document is worth by where it lies; nothing where nobody knows."""
    worth = np.zeros(len(view.table.documents))
    for land in area.lands:
        worth[view.lands[:, LANDS.index(land)]] = INSIDE
    for circle in area.circles:
        far = kilometres(view, (circle.latitude, circle.longitude))
        near = max(circle.near, circle.radius)
        share = np.clip((far - circle.radius) / max(1.0, near - circle.radius), 0.0, 1.0)
        worth = np.maximum(worth, np.where(far <= near, CLOSE - share * (CLOSE - FAR), 0.0))
        worth = np.maximum(worth, np.where(far <= circle.radius, INSIDE, 0.0))
    return worth
