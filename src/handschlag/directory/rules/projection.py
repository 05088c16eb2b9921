"""From degrees to the plane of the map: Albers' equal-area conic projection, set up for Germany.

Equal areas, because a tinted Land must not look larger than it is. The parallels are those that German
official maps use for conic projections (48°40' and 53°40' north, on 10°30' east); the Earth is taken as a
sphere of equal surface, which moves no point of Germany by more than a kilometre against its neighbours.
Method: J. P. Snyder, Map Projections, A Working Manual, 1987, section 14.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

EARTH = 6371.0072  # kilometres: the sphere that has the surface of the ellipsoid


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConicEqualArea:
    """Kilometres east and north of an origin; two parallels are true to scale."""

    south: float
    north: float
    latitude: float
    longitude: float

    @property
    def cone(self) -> float:
        return (sin(radians(self.south)) + sin(radians(self.north))) / 2

    @property
    def constant(self) -> float:
        return cos(radians(self.south)) ** 2 + 2 * self.cone * sin(radians(self.south))

    def distance_to_apex(self, latitude: float) -> float:
        return EARTH * sqrt(self.constant - 2 * self.cone * sin(radians(latitude))) / self.cone

    def forward(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Kilometres (east, north) of a point given in degrees."""
        far, angle = self.distance_to_apex(latitude), self.cone * radians(longitude - self.longitude)
        return far * sin(angle), self.distance_to_apex(self.latitude) - far * cos(angle)

    def inverse(self, east: float, north: float) -> tuple[float, float]:
        """Degrees (latitude, longitude) of a point given in kilometres."""
        down = self.distance_to_apex(self.latitude) - north
        far, angle = hypot(east, down), atan2(east, down)
        sine = (self.constant - (far * self.cone / EARTH) ** 2) / (2 * self.cone)
        return degrees(asin(sine)), self.longitude + degrees(angle / self.cone)


GERMANY = _ConicEqualArea(south=48 + 2 / 3, north=53 + 2 / 3, latitude=51.0, longitude=10.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSheet:
    """The sheet that a map is drawn on: one unit is one kilometre, the origin is top left."""

    west: float
    top: float
    width: float
    height: float
    projection: _ConicEqualArea = GERMANY

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point lies on the sheet."""
        east, north = self.projection.forward(latitude, longitude)
        return east - self.west, self.top - north

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """The point of the Earth (latitude, longitude) under a point of the sheet."""
        return self.projection.inverse(x + self.west, self.top - y)

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= self.width and 0 <= y <= self.height


SHEET = MapSheet(west=-355.0, top=470.0, width=700.0, height=910.0)
