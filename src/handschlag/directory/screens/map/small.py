"""Small maps inside other pages: a network and its relatives, and a Land among the Länder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from django.utils.translation import gettext, ngettext

from handschlag.directory.rules import germany, map_labels
from handschlag.directory.rules.map_labels import Dot, PlacedName
from handschlag.directory.rules.projection import SHEET
from handschlag.directory.screens.map.drawing import text_of

TYPE = 27.0  # units: 13 pixels on a map of 340
HERE, THERE = 15.0, 9.0  # radii
BEND = 0.12  # how far a line bows out, in parts of its length


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """Something with a name and perhaps a place; without a place it is counted as missing."""

    name: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LandMap:
    """One Land, by its code, among the others, and the dots in it."""

    title: str
    code: str
    dots: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    names: tuple[str, ...]
    x: float
    y: float

    @property
    def name(self) -> str:
        """The first name, and how many more stand at the same point."""
        more = len(self.names) - 1
        return self.names[0] + (f" +{more}" if more else "")


def network_map(here: MapPoint, related: Iterable[MapPoint]) -> dict[str, Any] | None:
    """A network joined with its relatives by lines; None where its own place is not known."""
    related = list(related)
    origin = _on_sheet(here)
    if origin is None:
        return None
    placed = _placed(related, without=origin)
    return {
        "name": here.name,
        "origin": origin,
        "dots": [(one.x, one.y) for one in placed],
        "lines": [_line(origin, (one.x, one.y)) for one in placed],
        "names": _names(here.name, origin, placed),
        "description": _described(here.name, placed, related),
        "missing": sum(1 for spot in related if _on_sheet(spot) is None),
    }


def land_map(code: str, *, title: str, spots: Iterable[MapPoint] = ()) -> LandMap:
    """One Land stands out among the others; a dot for each place in it."""
    return LandMap(title=title, code=code, dots=[(one.x, one.y) for one in _placed(spots)])


def _on_sheet(spot: MapPoint) -> tuple[float, float] | None:
    if spot.latitude is None or spot.longitude is None:
        return None
    x, y = SHEET.place(spot.latitude, spot.longitude)
    return (x, y) if SHEET.holds(x, y) else None


def _placed(spots: Iterable[MapPoint], without: tuple[float, float] | None = None) -> tuple[_Placed, ...]:
    """One dot for all that stand closer than a dot is wide, from north to south; none on top of `without`."""
    found = list[_Placed]()
    points = [(spot.name, point) for spot in spots if (point := _on_sheet(spot))]
    for name, (x, y) in sorted(points, key=lambda one: (one[1][1], one[0])):
        if without and hypot(x - without[0], y - without[1]) < HERE + THERE:
            continue
        near = next((n for n, one in enumerate(found) if hypot(one.x - x, one.y - y) < 2 * THERE), None)
        if near is None:
            found.append(_Placed(names=(name,), x=x, y=y))
        else:
            one = found[near]
            found[near] = _Placed(names=(*one.names, name), x=one.x, y=one.y)
    return tuple(found)


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A bow from one dot to another, so that two lines in one direction stay apart."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x, y = (start[0] + end[0]) / 2 - dy * BEND, (start[1] + end[1]) / 2 + dx * BEND
    numbers = [text_of(number) for number in (*start, x, y, *end)]
    return "M{} {}Q{} {} {} {}".format(*numbers)


def _names(here: str, origin: tuple[float, float], placed: Sequence[_Placed]) -> tuple[PlacedName, ...]:
    dots = [Dot(key="here", name=here, x=origin[0], y=origin[1], radius=HERE)]
    dots += [Dot(key=str(n), name=one.name, x=one.x, y=one.y, radius=THERE) for n, one in enumerate(placed)]
    return map_labels.place_all(dots, size=TYPE, sheet=germany.WHOLE)


def _described(here: str, placed: Sequence[_Placed], related: Sequence[MapPoint]) -> str:
    """The picture in one sentence."""
    if not placed:
        return gettext("A dot marks the location of %(name)s.") % {"name": here}
    names = ", ".join(name for one in placed for name in one.names)
    text = ngettext(
        "A line leads from %(name)s to one related network: %(names)s.",
        "Lines lead from %(name)s to related networks: %(names)s.",
        len(related),
    )
    return text % {"name": here, "names": names}
