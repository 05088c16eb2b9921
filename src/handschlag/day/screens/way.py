"""From one table to the next: the part of the hall plan that one walks through, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.models import Event
from handschlag.events.queries.house.plan import shapes_of
from handschlag.events.rules.hall.shapes import Shape, ShapeKind, overlap
from handschlag.events.screens.house.drawing import Box, Drawing, box, drawing_of

PER_METRE: Final = 10  # the plan is in decimetres
AROUND: Final = 45
AISLE: Final = 20  # from the middle of a table to the middle of the way beside it
LEAST: Final = (240, 150)  # of the part that is shown
# A table is drawn larger than it is, as long as it does not touch another one: its number is what counts.
SIZES: Final = ((36, 22), (30, 18), (24, 15))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`drawing` is None where the house has no plan, or the table is not on it."""

    drawing: Drawing | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    left: int
    top: int
    right: int
    bottom: int

    def shows(self, shape: Shape) -> bool:
        return (
            shape.left < self.right
            and shape.right > self.left
            and shape.top < self.bottom
            and shape.bottom > self.top
        )


def way_of(event: Event, *, goal: int, start: int | None) -> Way:
    if not event.plan_width:
        return Way(drawing=None, words="")
    shapes = [one for one in shapes_of(event.pk) if one.is_drawn]
    tables = {one.id: one for one in shapes if one.kind is ShapeKind.TABLE}
    whole = drawing_of((), width=event.plan_width, depth=event.plan_depth)
    if whole is None or goal not in tables:
        return Way(drawing=None, words="")
    to, since = tables[goal], tables.get(start or 0)
    part = part_of([to] if since is None else [to, since])
    words = words_of(since, to)
    drawing = replace(
        whole,
        view=f"{part.left} {part.top} {part.right - part.left} {part.bottom - part.top}",
        boxes=boxes_of([one for one in shapes if part.shows(one)], goal=to, start=since),
        way=path_of(since, to) if since and since is not to else "",
        alt=_("Part of the hall plan. %(way)s") % {"way": words},
    )
    return Way(drawing=drawing, words=words)


def part_of(shapes: Sequence[Shape]) -> Part:
    """Both tables and what stands around them."""
    left, right = min(one.left for one in shapes) - AROUND, max(one.right for one in shapes) + AROUND
    top, bottom = min(one.top for one in shapes) - AROUND, max(one.bottom for one in shapes) + AROUND
    wide, deep = max(0, LEAST[0] - (right - left)) // 2, max(0, LEAST[1] - (bottom - top)) // 2
    return Part(left=left - wide, top=top - deep, right=right + wide, bottom=bottom + deep)


def boxes_of(shapes: Sequence[Shape], *, goal: Shape, start: Shape | None) -> tuple[Box, ...]:
    tables = [one for one in shapes if one.kind is ShapeKind.TABLE]
    width, depth = size_of(tables)
    drawn = []
    for shape in shapes:
        if shape.kind is not ShapeKind.TABLE:
            drawn.append(box(shape, tone=shape.kind.value))
            continue
        tone = "goal" if shape is goal else "here" if shape is start else "table"
        drawn.append(numbered(shape, tone=tone, width=width, depth=depth))
    return tuple(drawn)


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
    for width, depth in SIZES:
        grown = [grow(one, width, depth) for one in tables]
        if not any(overlap(one, other) for one, other in combinations(grown, 2)):
            return width, depth
    return SIZES[-1]


def grow(shape: Shape, width: int, depth: int) -> Shape:
    left, top = middle(shape)
    return replace(shape, left=left - width // 2, top=top - depth // 2, width=width + 2, depth=depth + 2)


def middle(shape: Shape) -> tuple[int, int]:
    return shape.left + shape.width // 2, shape.top + shape.depth // 2


def path_of(start: Shape, goal: Shape) -> str:
    """Along the aisles, then to the table: nobody walks through tables."""
    (left, top), (to_left, to_top) = middle(start), middle(goal)
    down = AISLE if to_top >= top else -AISLE
    between = to_left + (AISLE if left > to_left else -AISLE)
    return f"M{left} {top}V{top + down}H{between}V{to_top - down}H{to_left}V{to_top}"


def words_of(start: Shape | None, goal: Shape) -> str:
    if start is None:
        return _("Your table is marked: %(table)s.") % {"table": goal.label}
    if start is goal:
        return _("You stay where you are.")
    (left, top), (to_left, to_top) = middle(start), middle(goal)
    metres = max(1, round((abs(to_left - left) + abs(to_top - top)) / PER_METRE))
    text = ngettext(
        "From %(start)s to %(goal)s it is about %(n)s metre.",
        "From %(start)s to %(goal)s it is about %(n)s metres.",
        metres,
    )
    return text % {"start": start.label, "goal": goal.label, "n": metres}
