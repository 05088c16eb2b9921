"""From one table to the next: the part of the hall plan that one walks through, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.models import Event
from handschlag.events.queries.venue.plan import shapes_of
from handschlag.events.rules.venue.shapes import Shape, ShapeKind
from handschlag.events.screens.venue.drawing import Box, Drawing, box, drawing_of
from handschlag.matching.screens.hall_plan_part import middle, numbered, part_of, size_of

PER_METRE: Final = 10  # the plan is in decimetres
AISLE: Final = 20  # from the middle of a table to the middle of the way beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Route:
    """`drawing` is None where the house has no plan, or the table is not on it."""

    drawing: Drawing | None
    words: str


def route_to(event: Event, *, goal: int, start: int | None) -> _Route:
    """From `start` if it is known; empty where there is no plan, or the table is not on it."""
    if not event.plan_width:
        return _Route(drawing=None, words="")
    shapes = [one for one in shapes_of(event.pk) if one.is_drawn]
    tables = {one.id: one for one in shapes if one.kind is ShapeKind.TABLE}
    whole = drawing_of((), width=event.plan_width, depth=event.plan_depth)
    if whole is None or goal not in tables:
        return _Route(drawing=None, words="")
    to, since = tables[goal], tables.get(start or 0)
    part = part_of([to] if since is None else [to, since], whole)
    words = _words_of(since, to)
    drawing = replace(
        whole,
        view=part.view,
        boxes=_boxes_of([one for one in shapes if part.shows(one)], goal=to, start=since),
        way=_path_of(since, to) if since and since is not to else "",
        alt=_("Part of the hall plan. %(way)s") % {"way": words},
    )
    return _Route(drawing=drawing, words=words)


def _boxes_of(shapes: Sequence[Shape], *, goal: Shape, start: Shape | None) -> tuple[Box, ...]:
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


def _path_of(start: Shape, goal: Shape) -> str:
    """Along the aisles, then to the table: nobody walks through tables."""
    (left, top), (to_left, to_top) = middle(start), middle(goal)
    down = AISLE if to_top >= top else -AISLE
    between = to_left + (AISLE if left > to_left else -AISLE)
    return f"M{left} {top}V{top + down}H{between}V{to_top - down}H{to_left}V{to_top}"


def _words_of(start: Shape | None, goal: Shape) -> str:
    if start is None:
        return _("Your meeting point is marked: %(place)s.") % {"place": goal.label}
    if start is goal:
        return _("Your next meeting is at the same meeting point.")
    (left, top), (to_left, to_top) = middle(start), middle(goal)
    parts = list(filter(None, (_across(to_left - left), _along(to_top - top))))
    way = _(", then ").join(parts) or _("right beside it")
    return _("On the plan from %(start)s: %(way)s, to %(goal)s.") % {
        "start": start.label,
        "way": way,
        "goal": goal.label,
    }


def _across(distance: int) -> str:
    """To the right or the left; nothing for less than half a metre."""
    metres = round(abs(distance) / PER_METRE)
    if not metres:
        return ""
    if distance > 0:
        text = ngettext("about %(n)s metre to the right", "about %(n)s metres to the right", metres)
    else:
        text = ngettext("about %(n)s metre to the left", "about %(n)s metres to the left", metres)
    return text % {"n": metres}


def _along(distance: int) -> str:
    """Down or up the plan; likewise."""
    metres = round(abs(distance) / PER_METRE)
    if not metres:
        return ""
    if distance > 0:
        text = ngettext("%(n)s metre down", "%(n)s metres down", metres)
    else:
        text = ngettext("%(n)s metre up", "%(n)s metres up", metres)
    return text % {"n": metres}
