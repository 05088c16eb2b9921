"""The hall plan as a drawing: rectangles, labels that fit, a bar for the scale. Units are decimetres."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.rules.venue.shapes import Shape, ShapeKind
from handschlag.events.rules.venue.stand_layout import bar_length

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
