"""From degrees to the plane of the map, and the outlines of regions as paths of SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
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


Point = tuple[float, float]
Ring = Sequence[Point]


def thin(ring: Ring, tolerance: float) -> list[Point]:
    """A ring without the points that lie closer than `tolerance` to the line without them.

    Douglas and Peucker's method, on both halves of the ring: its first point and the one farthest from it
    are kept.
    """
    farthest = max(range(len(ring)), key=lambda i: _squared(ring[0], ring[i]))
    return [*_thin_line(ring[: farthest + 1], tolerance)[:-1], *_thin_line(ring[farthest:], tolerance)]


def _squared(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _thin_line(line: Ring, tolerance: float) -> list[Point]:
    if len(line) < 3:
        return list(line)
    far = max(range(1, len(line) - 1), key=lambda i: _off(line[i], line[0], line[-1]))
    if _off(line[far], line[0], line[-1]) <= tolerance**2:
        return [line[0], line[-1]]
    return [*_thin_line(line[: far + 1], tolerance)[:-1], *_thin_line(line[far:], tolerance)]


def _off(point: Point, a: Point, b: Point) -> float:
    """The squared distance of a point from the stretch between two others."""
    length = _squared(a, b)
    if length == 0:
        return _squared(point, a)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length
    along = min(1.0, max(0.0, along))
    return _squared(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))


def roomiest(rings: Sequence[Ring], *, flat: float = 0.5) -> Point:
    """The point inside an outline that is farthest from its edge: the middle of the largest fitting oval.

    The oval is `1 / flat` times as wide as it is high, as a name is. Rings inside others are holes. The
    search goes over a grid, and over finer ones around the best point so far.
    """
    squeezed = [[(x * flat, y) for x, y in ring] for ring in rings]
    points = [point for ring in squeezed for point in ring]
    (left, right), (top, bottom) = _span(x for x, _ in points), _span(y for _, y in points)
    best, step = ((left + right) / 2, (top + bottom) / 2), max(right - left, bottom - top) / 2
    while step > 0.05:
        step /= 8
        cells = range(-8, 9)
        tried = [(best[0] + i * step, best[1] + j * step) for i in cells for j in cells]
        best = max(tried, key=lambda point: _room(point, squeezed))
    return best[0] / flat, best[1]


def _span(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    return min(found), max(found)


def _room(point: Point, rings: Iterable[Ring]) -> float:
    """How far a point is from the nearest edge; negative outside."""
    nearest, is_inside = float("inf"), False
    for ring in rings:
        for a, b in pairwise(ring):
            nearest = min(nearest, _off(point, a, b))
            if (a[1] > point[1]) != (b[1] > point[1]):
                crossing = a[0] + (point[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
                is_inside ^= point[0] < crossing
    return nearest if is_inside else -nearest


def area(ring: Ring) -> float:
    """Square kilometres inside a ring; negative where it runs the other way round."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def projected_ring(ring: Iterable[Sequence[float]], frame: MapSheet) -> list[Point]:
    """A ring of GeoJSON (longitude, latitude) on the sheet."""
    return [frame.place(latitude, longitude) for longitude, latitude in ring]


def path_of(rings: Iterable[Ring]) -> str:
    """The path that draws closed rings: absolute starts, then steps, in tenths of a unit.

    Steps come from rounded corners, so that two Länder still meet on one line after rounding.
    """
    return "".join(_ring_path(ring) for ring in rings if len(ring) > 3)


def _ring_path(ring: Ring) -> str:
    corners = [(round(x * 10), round(y * 10)) for x, y in ring]
    while len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    text, (x, y) = f"M{_tenths(corners[0][0])} {_tenths(corners[0][1])}l", corners[0]
    steps = []
    for nx, ny in corners[1:]:
        if (nx, ny) != (x, y):
            steps.append(_pair(nx - x, ny - y))
        x, y = nx, ny
    return text + _joined(steps) + "z"


def _tenths(value: int) -> str:
    """The shortest text of a number of tenths: 12 -> 1.2, -5 -> -.5, 30 -> 3."""
    whole, rest = divmod(abs(value), 10)
    digits = (str(whole) if whole or not rest else "") + (f".{rest}" if rest else "")
    return ("-" if value < 0 else "") + digits


def _pair(dx: int, dy: int) -> str:
    return _tenths(dx) + ("" if dy < 0 else " ") + _tenths(dy)


def _joined(steps: Iterable[str]) -> str:
    text = ""
    for step in steps:
        text += ("" if not text or step.startswith("-") else " ") + step
    return text
