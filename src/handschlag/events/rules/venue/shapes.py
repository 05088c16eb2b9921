"""Rectangles on the hall plan, and what an organiser should hear about them. Lengths are decimetres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations


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
