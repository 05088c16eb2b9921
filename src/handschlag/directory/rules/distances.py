"""How far apart two places are, as the crow flies."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS = 6371.0  # kilometres


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The great circle between two pairs of latitude and longitude in degrees (WGS 84)."""
    (south, west), (north, east) = ((radians(lat), radians(lon)) for lat, lon in (here, there))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, half)))
