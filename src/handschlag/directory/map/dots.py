"""Dots and names on the map: what would touch becomes one, and a name covers nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import chain
from math import ceil, hypot, log2

from handschlag.directory.map.outlines import SHEET

SHARE_OF_LARGEST = 8
CROWD = 120  # more places than that cannot all have dots with names


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSeat:
    """A place on the Earth, in degrees, and how many entries have their seat there.

    `city` is the large city that it is, or lies at; empty far from all of them.
    """

    key: str
    name: str
    land: str
    latitude: float
    longitude: float
    count: int
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place on the sheet, and how many entries have their seat there."""

    key: str
    name: str
    land: str
    x: float
    y: float
    count: int
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large dots are, in units of the sheet. `reach` is what a finger or a pointer needs.

    A count grows by `step` with each doubling, up to `largest_count`.
    """

    dot: float
    smallest_count: float
    step: float
    largest_count: float
    reach: float
    gap: float

    def fitted(self, *, entries: int, places: int) -> Scale:
        """The same for so many entries at so many places.

        Steps become so small that only about an eighth of all entries would make the largest dot, and
        dots keep a distance where there are many, so that names have room.
        """
        doublings = max(1.0, log2(max(1, entries // SHARE_OF_LARGEST)) - 1)
        step = min(self.step, (self.largest_count - self.smallest_count) / doublings)
        return replace(self, step=step, gap=self.reach if places > CROWD else self.gap)

    def radius(self, count: int) -> float:
        """A single entry is a dot with nothing in it; a count grows with each doubling."""
        if count == 1:
            return self.dot
        return min(self.largest_count, self.smallest_count + self.step * (log2(count) - 1))

    def room(self, count: int) -> float:
        """The radius that belongs to a dot alone."""
        return max(self.radius(count), self.reach)

    @property
    def widest(self) -> float:
        """No two dots whose centres are farther apart than this can touch."""
        return 2 * max(self.largest_count, self.reach) + self.gap


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDot:
    """One dot: it stands where most of its entries are, and carries the name of that place.

    One for several places carries the name of the large city that most of them lie at, if there is one.
    """

    key: str
    name: str
    land: str
    x: float
    y: float
    count: int
    sites: tuple[Site, ...]

    @property
    def is_merged(self) -> bool:
        return len(self.sites) > 1


def merge(sites: Iterable[Site], scale: Scale) -> tuple[MapDot, ...]:
    """The fewest changes: a dot that would touch a larger one goes into it, until no two touch.

    The order of `sites` does not matter; no entry is lost.
    """
    marks = sorted(_heaps(sites, side=scale.reach), key=_rank)
    while True:
        merged = _pass(marks, scale)
        if len(merged) == len(marks):
            return tuple(merged)
        marks = sorted(merged, key=_rank)


def _heaps(sites: Iterable[Site], side: float) -> list[MapDot]:
    """Whatever lies in one square of this side is one dot at once: its dots would touch in any case.

    The diagonal of the square is shorter than two reaches. It spares most of the comparing.
    """
    squares: dict[tuple[int, int], list[Site]] = defaultdict(list)
    for site in sites:
        squares[ceil(site.x / side), ceil(site.y / side)].append(site)
    return [_joined(heap) for heap in squares.values()]


def _mark_of(site: Site) -> MapDot:
    return MapDot(
        key=site.key,
        name=site.name,
        land=site.land,
        x=site.x,
        y=site.y,
        count=site.count,
        sites=(site,),
    )


def _rank(mark: MapDot) -> tuple[int, str, float, float]:
    return -mark.count, mark.key, mark.x, mark.y


class _Grid:
    """Squares as wide as the widest touch: whatever touches a dot lies in nine of them."""

    def __init__(self, side: float) -> None:
        self.side = side
        self.squares: dict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, number: int, mark: MapDot) -> None:
        self.squares[ceil(mark.x / self.side), ceil(mark.y / self.side)].append(number)

    def near(self, mark: MapDot) -> Iterator[int]:
        column, row = ceil(mark.x / self.side), ceil(mark.y / self.side)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                yield from self.squares.get((column + dx, row + dy), ())


def _pass(marks: Sequence[MapDot], scale: Scale) -> list[MapDot]:
    """Every dot, largest first, either stays or goes into the nearest one that it touches.

    What takes others in may move to the largest place in it, so the next pass looks again.
    """
    grid, kept = _Grid(scale.widest), list[MapDot]()
    counts, absorbed = list[int](), list[list[Site]]()
    for mark in marks:
        room = scale.room(mark.count) + scale.gap
        near = [
            (far, number)
            for number in grid.near(mark)
            if (far := hypot(kept[number].x - mark.x, kept[number].y - mark.y))
            < room + scale.room(counts[number])
        ]
        if near:
            number = min(near)[1]
            counts[number] += mark.count
            absorbed[number].extend(mark.sites)
            continue
        grid.add(len(kept), mark)
        kept.append(mark)
        counts.append(mark.count)
        absorbed.append(list(mark.sites))
    return [_joined(sites) for sites in absorbed]


def _joined(sites: Sequence[Site]) -> MapDot:
    """One dot for several places, where the largest of them is."""
    ordered = tuple(sorted(sites, key=lambda site: (-site.count, site.key, site.x, site.y)))
    city = next((site.city for site in ordered if site.city), "") if len(ordered) > 1 else ""
    mark = _mark_of(ordered[0])
    count = sum(site.count for site in ordered)
    return replace(mark, name=city or mark.name, count=count, sites=ordered)


def alone(sites: Iterable[Site], key: str) -> MapDot | None:
    """The dot of one place, without those around it."""
    return next((_mark_of(site) for site in sites if site.key == key), None)


def found(marks: Iterable[MapDot], key: str) -> MapDot | None:
    """The dot that holds a place."""
    return next((mark for mark in marks if any(site.key == key for site in mark.sites)), None)


# Widths of letters of Fira Sans in parts of the type size: what is thin, what is wide, and the rest.
THIN, WIDE, CAPITAL, OTHER = 0.31, 0.87, 0.65, 0.57
THIN_LETTERS, WIDE_LETTERS = frozenset("fijlrtI.,:;'()|- "), frozenset("mwMW%@")
HEIGHT = 1.2


class Anchor(StrEnum):
    """Which end of a text its point is: the words of SVG."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of the sheet; `x` and `y` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def is_inside(self, other: Box) -> bool:
        return (
            other.x <= self.x
            and other.y <= self.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """What a name belongs to: a circle on the sheet, in the order in which names are placed.

    Where there is no room for the name, `short` is tried, if there is one.
    """

    key: str
    name: str
    x: float
    y: float
    radius: float
    short: str = ""

    def touches(self, box: Box) -> bool:
        """Whether a corner, an edge or the whole of a box lies in the circle."""
        right, below = max(box.x, min(self.x, box.x + box.width)), max(box.y, min(self.y, box.y + box.height))
        return (right - self.x) ** 2 + (below - self.y) ** 2 < self.radius**2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedName:
    """A name that has found its place; `x`, `y` is where the base line starts, ends or has its middle."""

    key: str
    text: str
    x: float
    y: float
    anchor: Anchor
    box: Box


def width_of(text: str, size: float) -> float:
    """About how wide a text is; rather too much than too little."""
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in THIN_LETTERS:
        return THIN
    if letter in WIDE_LETTERS:
        return WIDE
    return CAPITAL if letter.isupper() else OTHER


class Order(StrEnum):
    """Where a name is tried first: beside its dot, or under it."""

    BESIDE = "beside"
    UNDER = "under"


def place_all(
    dots: Sequence[Dot], *, size: float, sheet: Box, most: int | None = None, order: Order = Order.BESIDE
) -> tuple[PlacedName, ...]:
    """A place for as many names as fit (at most `most`), the first dots first.

    A name lies inside the sheet, and covers no dot and no other name.
    """
    placed: list[PlacedName] = []
    for dot in dots:
        if most is not None and len(placed) >= most:
            break
        reach = dot.radius + width_of(dot.name, size) + 2 * size
        around = Box(x=dot.x - reach, y=dot.y - reach, width=2 * reach, height=2 * reach)
        circles = [one for one in dots if one.touches(around)]
        boxes = [label.box for label in placed if label.box.overlaps(around)]
        ways = [dot, replace(dot, name=dot.short)] if dot.short else [dot]
        for label in chain.from_iterable(_candidates(way, size=size, order=order) for way in ways):
            if label.box.is_inside(sheet) and _is_free(label.box, circles, boxes):
                placed.append(label)
                break
    return tuple(placed)


def _is_free(box: Box, circles: Iterable[Dot], boxes: Iterable[Box]) -> bool:
    return not any(box.overlaps(other) for other in boxes) and not any(dot.touches(box) for dot in circles)


def _candidates(dot: Dot, *, size: float, order: Order = Order.BESIDE) -> Iterator[PlacedName]:
    """Right, left, above, below, and the corners: in the order in which maps are read best."""
    height = size * HEIGHT
    beside, off, corner = dot.radius + size * 0.4, dot.radius + height / 2, height * 0.6
    sides = [(Anchor.START, beside, 0.0), (Anchor.END, -beside, 0.0)]
    ends = [(Anchor.MIDDLE, 0.0, off), (Anchor.MIDDLE, 0.0, -off)]
    corners = [
        (anchor, sign * beside * 0.7, dy)
        for anchor, sign in ((Anchor.START, 1), (Anchor.END, -1))
        for dy in (-corner, corner)
    ]
    shifted = [
        (anchor, sign * dot.radius, dy)
        for anchor, sign in ((Anchor.START, -1), (Anchor.END, 1))
        for dy in (-off, off)
    ]
    first = [*sides, *ends[::-1]] if order is Order.BESIDE else [*ends, *sides]
    for anchor, dx, dy in (*first, *corners, *shifted):
        yield _label(dot, size, anchor=anchor, x=dot.x + dx, middle=dot.y + dy)


def _label(dot: Dot, size: float, *, anchor: Anchor, x: float, middle: float) -> PlacedName:
    width, height = width_of(dot.name, size), size * HEIGHT
    left = {Anchor.START: x, Anchor.MIDDLE: x - width / 2, Anchor.END: x - width}[anchor]
    return PlacedName(
        key=dot.key,
        text=dot.name,
        x=round(x, 1),
        y=round(middle + size * 0.35, 1),
        anchor=anchor,
        box=Box(x=left, y=middle - height / 2, width=width, height=height),
    )


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


class Size(StrEnum):
    LARGE = "large"
    SMALL = "small"


SCALES = {Size.LARGE: LARGE, Size.SMALL: SMALL}
TYPES = {Size.LARGE: LARGE_TYPE, Size.SMALL: SMALL_TYPE}
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
    merged = merge(sites, scale)
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
        names=place_all(dots, size=TYPES[size], sheet=WHOLE, most=MOST_NAMES[size]),
    )


def _as_read(mark: MapDot) -> tuple[float, float]:
    """From north to south in bands of fifty kilometres, from west to east in each."""
    return mark.y // 50, mark.x


STEPS = 4
TINTS = {1: (2,), 2: (1, 3), 3: (1, 2, 4), 4: (1, 2, 3, 4)}  # few classes lie far apart


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourClass:
    """One tint, 1 the lightest; the least and the largest value that have it."""

    tint: int
    least: float
    largest: float


def steps_of(values: Iterable[float]) -> tuple[ColourClass, ...]:
    """At most four classes of about as many regions each; equal values are never parted.

    Nothing (0) has no class: it is white. The legend shows what is really there, so no class is empty.
    """
    found = sorted(value for value in values if value > 0)
    classes: list[list[float]] = []
    for number in range(STEPS):
        part = found[len(found) * number // STEPS : len(found) * (number + 1) // STEPS]
        fresh = [value for value in part if not classes or value > classes[-1][-1]]
        if classes:
            classes[-1].extend(value for value in part if value == classes[-1][-1])
        if fresh:
            classes.append(fresh)
    if not classes:
        return ()
    tints = TINTS[len(classes)]
    return tuple(
        ColourClass(tint=tint, least=one[0], largest=one[-1])
        for tint, one in zip(tints, classes, strict=True)
    )


def tint_of(value: float, steps: Iterable[ColourClass]) -> int:
    """The tint of a value; 0 is white."""
    return next((step.tint for step in steps if step.least <= value <= step.largest), 0)
