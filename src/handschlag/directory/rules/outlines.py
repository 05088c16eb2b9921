"""Outlines of regions as paths of SVG: projected, thinned where asked, in tenths of a kilometre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from handschlag.directory.rules.projection import MapSheet

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
