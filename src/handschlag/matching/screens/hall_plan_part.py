"""The part of the hall plan where somebody meets others, large enough to be read on a phone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from django.utils.translation import gettext as _

from handschlag.events.models import Event
from handschlag.events.queries.venue.plan import shapes_of
from handschlag.events.rules.venue.shapes import Shape, ShapeKind, overlap
from handschlag.events.screens.venue.drawing import Box, Drawing, box, drawing_of

AROUND: Final = 45
WALL: Final = 4  # of the wall, so that its line is seen
LEAST: Final = (240, 150)  # of the part that is shown
# A table is drawn larger than it is, as long as it does not touch another one: its number is what counts.
SIZES: Final = ((36, 22), (30, 18), (24, 15))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    left: int
    top: int
    right: int
    bottom: int

    @property
    def view(self) -> str:
        return f"{self.left} {self.top} {self.right - self.left} {self.bottom - self.top}"

    def shows(self, shape: Shape) -> bool:
        return (
            shape.left < self.right
            and shape.right > self.left
            and shape.top < self.bottom
            and shape.bottom > self.top
        )


def hall_of(event: Event, places: Collection[int]) -> Drawing | None:
    """None where the house has no plan, or nobody has to be found on it."""
    if not event.plan_width or not places:
        return None
    shapes = [one for one in shapes_of(event.pk) if one.is_drawn]
    tables = [one for one in shapes if one.kind is ShapeKind.TABLE]
    goals = [one for one in tables if one.id in places]
    whole = drawing_of((), width=event.plan_width, depth=event.plan_depth)
    if whole is None or not goals:
        return None
    part = part_of(goals, whole)
    width, depth = size_of([one for one in tables if part.shows(one)])

    def drawn(shape: Shape) -> Box:
        if shape.kind is not ShapeKind.TABLE:
            return box(shape, tone=shape.kind.value)
        return numbered(shape, tone="goal" if shape in goals else "table", width=width, depth=depth)

    return replace(
        whole,
        view=part.view,
        boxes=tuple(drawn(one) for one in shapes if part.shows(one)),
        alt=_("Part of the hall plan with your meeting points: %(places)s")
        % {"places": ", ".join(one.label for one in goals)},
    )


def part_of(shapes: Sequence[Shape], whole: Drawing) -> _Part:
    """These tables and what stands around them, within the walls."""
    left, right = min(one.left for one in shapes) - AROUND, max(one.right for one in shapes) + AROUND
    top, bottom = min(one.top for one in shapes) - AROUND, max(one.bottom for one in shapes) + AROUND
    wide, deep = max(0, LEAST[0] - (right - left)) // 2, max(0, LEAST[1] - (bottom - top)) // 2
    return _Part(
        left=max(-WALL, left - wide),
        top=max(-WALL, top - deep),
        right=min(whole.width + WALL, right + wide),
        bottom=min(whole.depth + WALL, bottom + deep),
    )


def numbered(shape: Shape, *, tone: str, width: int, depth: int) -> Box:
    """A table with its number in its middle."""
    left, top = middle(shape)
    size = min(depth - 6, int((width - 4) / (0.62 * max(1, len(shape.label)))))
    return Box(
        tone=tone,
        left=left - width // 2,
        top=top - depth // 2,
        width=width,
        depth=depth,
        label=shape.label,
        text_left=left,
        text_top=top + size // 3,
        size=size,
    )


def size_of(tables: Sequence[Shape]) -> tuple[int, int]:
    """Width and depth at which no two tables touch; the smallest size where none is small enough."""
    for width, depth in SIZES:
        grown = [_grow(one, width, depth) for one in tables]
        if not any(overlap(one, other) for one, other in combinations(grown, 2)):
            return width, depth
    return SIZES[-1]


def _grow(shape: Shape, width: int, depth: int) -> Shape:
    left, top = middle(shape)
    return replace(shape, left=left - width // 2, top=top - depth // 2, width=width + 2, depth=depth + 2)


def middle(shape: Shape) -> tuple[int, int]:
    """The point in the centre of a shape, in whole units of the plan."""
    return shape.left + shape.width // 2, shape.top + shape.depth // 2
