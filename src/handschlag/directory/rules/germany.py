"""The outlines of the Länder, as `manage.py prepare_boundaries` has drawn them, and the scales of the map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from handschlag.directory.rules.map_dots import MapSeat, Scale, Site
from handschlag.directory.rules.map_labels import Box, width_of
from handschlag.directory.rules.projection import SHEET

WHOLE = Box(x=4.0, y=4.0, width=SHEET.width - 8.0, height=SHEET.height - 8.0)

# A drawing for sheets at least 600 pixels wide, and one that still serves at 320. `reach` keeps every dot
# 24 pixels wide for fingers there (WCAG 2.2, 2.5.8).
LARGE = Scale(dot=6.5, smallest_count=12.0, step=3.5, largest_count=25.0, reach=14.0, gap=1.0)
SMALL = Scale(dot=10.0, smallest_count=22.0, step=5.0, largest_count=42.0, reach=26.5, gap=1.0)
LARGE_TYPE, SMALL_TYPE = 16.0, 29.0
LARGE_NUMBER, SMALL_NUMBER = 20.0, 32.0
CITY_STATES = frozenset({"BE", "HB", "HH"})  # smaller than the number in them: drawn as a disc


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    """One Land: its path, a thinned one for small maps, and the middle of its name."""

    code: str
    path: str
    small: str
    x: float
    y: float


@cache
def outlines() -> Mapping[str, _Outline]:
    """Every Land by its code."""
    text = resources.files("handschlag.directory").joinpath("data", "outlines.json").read_text("utf-8")
    return {
        code: _Outline(
            code=code,
            path=land["path"],
            small=land["small"],
            x=land["name_at"][0],
            y=land["name_at"][1],
        )
        for code, land in json.loads(text)["lands"].items()
    }


def disc_of(code: str, text: str, size: float) -> float:
    """The radius of the disc around the number in a city state; 0.0 for the others."""
    return max(size * 0.75, width_of(text, size) / 2 + size * 0.25) if code in CITY_STATES else 0.0


def on_sheet(seats: Iterable[MapSeat]) -> tuple[Site, ...]:
    """The seats where the map draws them; one that lies off the sheet is left out."""
    placed = ((seat, SHEET.place(seat.latitude, seat.longitude)) for seat in seats)
    return tuple(
        Site(key=seat.key, name=seat.name, land=seat.land, x=x, y=y, count=seat.count, city=seat.city)
        for seat, (x, y) in placed
        if SHEET.holds(x, y)
    )
