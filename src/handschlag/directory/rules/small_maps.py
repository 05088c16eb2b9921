"""Small maps inside other pages: where dots, lines and names go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Protocol

from handschlag.directory.rules import germany, map_labels
from handschlag.directory.rules.map_labels import Dot, PlacedName
from handschlag.directory.rules.projection import SHEET

TYPE = 27.0  # units: 13 pixels on a map of 340
HERE, THERE = 15.0, 9.0  # radii
BEND = 0.12  # how far a line bows out, in parts of its length


class Locatable(Protocol):
    """Something with a name and perhaps a place."""

    @property
    def name(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A dot, and all that stand at it."""

    names: tuple[str, ...]
    x: float
    y: float

    @property
    def name(self) -> str:
        """The first name, and how many more stand at the same point."""
        more = len(self.names) - 1
        return self.names[0] + (f" +{more}" if more else "")


def on_sheet(point: Locatable) -> tuple[float, float] | None:
    """Where it is drawn; nowhere without a place, or with one that lies off the sheet."""
    if point.latitude is None or point.longitude is None:
        return None
    x, y = SHEET.place(point.latitude, point.longitude)
    return (x, y) if SHEET.holds(x, y) else None


def spots(points: Iterable[Locatable], without: tuple[float, float] | None = None) -> list[Spot]:
    """One dot for all that stand closer than a dot is wide, from north to south; none on top of `without`."""
    found = list[Spot]()
    placed = [(point.name, at) for point in points if (at := on_sheet(point))]
    for name, (x, y) in sorted(placed, key=lambda one: (one[1][1], one[0])):
        if without and hypot(x - without[0], y - without[1]) < HERE + THERE:
            continue
        near = next((n for n, one in enumerate(found) if hypot(one.x - x, one.y - y) < 2 * THERE), None)
        if near is None:
            found.append(Spot(names=(name,), x=x, y=y))
        else:
            one = found[near]
            found[near] = Spot(names=(*one.names, name), x=one.x, y=one.y)
    return found


def bow(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, ...]:
    """A line from one dot to another that keeps apart from others: its start, control point and end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x, y = (start[0] + end[0]) / 2 - dy * BEND, (start[1] + end[1]) / 2 + dx * BEND
    return (*start, x, y, *end)


def names_of(here: str, origin: tuple[float, float], placed: Sequence[Spot]) -> tuple[PlacedName, ...]:
    """The names that fit; that of the place in the middle has the key "here"."""
    dots = [Dot(key="here", name=here, x=origin[0], y=origin[1], radius=HERE)]
    dots += [Dot(key=str(n), name=one.name, x=one.x, y=one.y, radius=THERE) for n, one in enumerate(placed)]
    return map_labels.place_all(dots, size=TYPE, sheet=germany.WHOLE)
