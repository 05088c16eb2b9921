"""Names on the map: each stands beside its dot and covers nothing, or is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

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
