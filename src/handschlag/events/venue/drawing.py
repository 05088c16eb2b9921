"""The hall plan as a drawing: rectangles in decimetres, what is wrong with them, the scale."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class ShapeKind(StrEnum):
    ZONE = "zone"
    ROOM = "room"
    STAND = "stand"
    TABLE = "table"


class PlanFault(StrEnum):
    OUTSIDE = "outside"
    OVERLAP = "overlap"


# A table has a middle only; so much floor is drawn for it and its two chairs.
TABLE_WIDTH, TABLE_DEPTH = 14, 10
# What stands on the floor must not stand in each other; a stand in a zone is as it should be.
FLOOR = frozenset({ShapeKind.STAND, ShapeKind.TABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Something on the plan; without a width it is not drawn."""

    kind: ShapeKind
    id: int
    label: str
    left: int = 0
    top: int = 0
    width: int = 0
    depth: int = 0

    @property
    def is_drawn(self) -> bool:
        return self.width > 0 and self.depth > 0

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.depth


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWarning:
    """One thing that is wrong; `other` is the second of two that overlap."""

    trouble: PlanFault
    shape: Shape
    other: Shape | None = None


def table(*, id: int, label: str, left: int | None, top: int | None) -> Shape:
    """A table around its middle; one without a middle is not drawn."""
    if left is None or top is None:
        return Shape(kind=ShapeKind.TABLE, id=id, label=label)
    return Shape(
        kind=ShapeKind.TABLE,
        id=id,
        label=label,
        left=max(0, left - TABLE_WIDTH // 2),
        top=max(0, top - TABLE_DEPTH // 2),
        width=TABLE_WIDTH,
        depth=TABLE_DEPTH,
    )


def overlap(one: Shape, other: Shape) -> bool:
    """Whether two rectangles share floor; walls may touch."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def plan_warnings(shapes: Sequence[Shape], *, width: int, depth: int) -> tuple[PlanWarning, ...]:
    """What lies outside the plan, and what lies on each other though it cannot."""
    drawn = [shape for shape in shapes if shape.is_drawn]
    return (*_outside(drawn, width=width, depth=depth), *_overlaps(drawn))


def _outside(drawn: Sequence[Shape], *, width: int, depth: int) -> Iterator[PlanWarning]:
    for shape in drawn:
        if shape.right > width or shape.bottom > depth:
            yield PlanWarning(trouble=PlanFault.OUTSIDE, shape=shape)


def _overlaps(drawn: Sequence[Shape]) -> Iterator[PlanWarning]:
    for one, other in combinations(drawn, 2):
        is_alike = one.kind == other.kind or {one.kind, other.kind} <= FLOOR
        if is_alike and overlap(one, other):
            yield PlanWarning(trouble=PlanFault.OVERLAP, shape=one, other=other)


NICE = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the floor, in decimetres."""

    left: int
    top: int
    width: int
    depth: int


def in_rows(count: int, *, area: Area, width: int, depth: int, gap: int) -> tuple[tuple[int, int], ...]:
    """Upper left corners, row by row; what does not fit any more goes on below the area, and is warned."""
    per_row = max(1, (area.width + gap) // (width + gap))
    return tuple(
        (area.left + number % per_row * (width + gap), area.top + number // per_row * (depth + gap))
        for number in range(count)
    )


def bar_length(width: int) -> int:
    """Metres of a scale bar for a plan so many decimetres wide: a round number, about a fifth."""
    return max((length for length in NICE if length * 10 <= width / 4), default=1)


LETTER = 0.62  # how wide a letter is, in heights
SIZES = {ShapeKind.ZONE: 12, ShapeKind.ROOM: 12, ShapeKind.STAND: 9, ShapeKind.TABLE: 6}
SMALLEST = 5
EDGE, FOOT = 4, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle, the class that colours it, and its label where there is room for one."""

    tone: str
    left: int
    top: int
    width: int
    depth: int
    label: str
    text_left: int
    text_top: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    view: str
    width: int
    depth: int
    boxes: Sequence[Box]
    bar: int
    bar_top: int
    bar_label: str
    bar_text: int
    alt: str
    way: str = ""  # where somebody walks


def drawing_of(
    shapes: Sequence[Shape],
    *,
    width: int,
    depth: int,
    wrong: Collection[tuple[ShapeKind, int]] = (),
    goal: int = 0,
) -> Drawing | None:
    """None where the plan has no size. `goal` is a stand to find; `wrong` are warned of."""
    if not (width and depth):
        return None
    drawn = [shape for shape in shapes if shape.is_drawn]
    metres = bar_length(width)
    return Drawing(
        view=f"{-EDGE} {-EDGE} {width + 2 * EDGE} {depth + EDGE + FOOT}",
        width=width,
        depth=depth,
        boxes=tuple(box(shape, tone=_tone_of(shape, wrong, goal)) for shape in drawn),
        bar=metres * 10,
        bar_top=depth + 14,
        bar_label=_("%(metres)s m") % {"metres": metres},
        bar_text=metres * 10 + 6,
        alt=_alt_of(drawn, width=width, depth=depth),
    )


def _alt_of(drawn: Sequence[Shape], *, width: int, depth: int) -> str:
    stands = sum(shape.kind is ShapeKind.STAND for shape in drawn)
    tables = sum(shape.kind is ShapeKind.TABLE for shape in drawn)
    return _("Hall plan, %(width)s by %(depth)s metres: %(stands)s, %(tables)s") % {
        "width": round(width / 10),
        "depth": round(depth / 10),
        "stands": ngettext("%(n)s stand", "%(n)s stands", stands) % {"n": stands},
        "tables": ngettext("%(n)s table", "%(n)s tables", tables) % {"n": tables},
    }


def _tone_of(shape: Shape, wrong: Collection[tuple[ShapeKind, int]], goal: int) -> str:
    if shape.kind is ShapeKind.STAND and shape.id == goal:
        return "goal"
    return "wrong" if (shape.kind, shape.id) in wrong else shape.kind.value


def box(shape: Shape, *, tone: str) -> Box:
    """In decimetres; a label that does not fit even in small type stays only in zones and rooms."""
    is_area = shape.kind in {ShapeKind.ZONE, ShapeKind.ROOM}
    size = SIZES[shape.kind]
    room = shape.width - 4
    while size > SMALLEST and len(shape.label) * size * LETTER > room:
        size -= 1
    fits = len(shape.label) * size * LETTER <= room + 4 and shape.depth >= size
    is_zone = shape.kind is ShapeKind.ZONE
    return Box(
        tone=tone,
        left=shape.left,
        top=shape.top,
        width=shape.width,
        depth=shape.depth,
        label=shape.label if fits or is_area else "",
        text_left=shape.left + 4 if is_zone else shape.left + shape.width // 2,
        text_top=shape.top + size + 3 if is_zone else shape.top + shape.depth // 2 + size // 3,
        size=size,
    )
