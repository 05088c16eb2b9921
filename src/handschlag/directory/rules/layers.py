"""One size of the drawing: which dots there are, and which of them have room for their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handschlag.directory.rules import germany, map_dots, map_labels
from handschlag.directory.rules.map_dots import MapDot, Scale, Site
from handschlag.directory.rules.map_labels import Dot, PlacedName


class Size(StrEnum):
    LARGE = "large"
    SMALL = "small"


SCALES = {Size.LARGE: germany.LARGE, Size.SMALL: germany.SMALL}
TYPES = {Size.LARGE: germany.LARGE_TYPE, Size.SMALL: germany.SMALL_TYPE}
MOST_NAMES = {Size.LARGE: 40, Size.SMALL: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerPlan:
    """Dots from north to south, and the names that fit; it does not depend on what was chosen."""

    size: Size
    scale: Scale
    marks: tuple[MapDot, ...]
    names: tuple[PlacedName, ...]


def layer_plan(sites: Sequence[Site], size: Size, *, named: Callable[[MapDot], str]) -> LayerPlan:
    """Sites too close to draw apart share a dot; the larger drawing has room for more names."""
    scale = SCALES[size].fitted(entries=sum(site.count for site in sites), places=len(sites))
    merged = map_dots.merge(sites, scale)
    dots = [
        Dot(
            key=mark.key,
            name=named(mark),
            short=mark.name if mark.is_merged else "",
            x=mark.x,
            y=mark.y,
            radius=scale.radius(mark.count),
        )
        for mark in merged
    ]
    return LayerPlan(
        size=size,
        scale=scale,
        marks=tuple(sorted(merged, key=_as_read)),
        names=map_labels.place_all(dots, size=TYPES[size], sheet=germany.WHOLE, most=MOST_NAMES[size]),
    )


def _as_read(mark: MapDot) -> tuple[float, float]:
    """From north to south in bands of fifty kilometres, from west to east in each."""
    return mark.y // 50, mark.x
