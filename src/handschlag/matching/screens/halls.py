"""The hall plan with the tables where somebody meets others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from handschlag.events.models import Event
from handschlag.events.queries.house.plan import shapes_of
from handschlag.events.rules.hall.shapes import ShapeKind
from handschlag.events.screens.house.drawing import Drawing, drawing_of


def hall_of(event: Event, places: Collection[int]) -> Drawing | None:
    """None where the house has no plan, or nobody has to be found on it."""
    if not event.plan_width or not places:
        return None
    shapes = [one for one in shapes_of(event.pk) if one.is_drawn]
    drawing = drawing_of(shapes, width=event.plan_width, depth=event.plan_depth)
    if drawing is None:
        return None
    boxes = tuple(
        replace(box, tone="goal") if shape.kind is ShapeKind.TABLE and shape.id in places else box
        for shape, box in zip(shapes, drawing.boxes, strict=True)
    )
    return replace(drawing, boxes=boxes)
