"""The page of the hall plan: the answer, the drawing, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.models import Event
from handschlag.events.queries.venue.plan import shapes_of
from handschlag.events.rules.venue.shapes import PlanFault, PlanWarning, Shape, ShapeKind, plan_warnings
from handschlag.events.screens.venue.drawing import drawing_of
from handschlag.events.screens.venue.venue_labels import KINDS


def metres(decimetres: int) -> str:
    """Without the unit, with one decimal place, as the language of the page writes it."""
    return str(number_format(decimetres / 10, decimal_pos=1))


def plan_screen(event: Event) -> dict[str, Any]:
    """The page of the plan; without a size nothing is checked and nothing is right."""
    shapes = shapes_of(event.pk)
    width, depth = event.plan_width, event.plan_depth
    found = plan_warnings(shapes, width=width, depth=depth) if width else ()
    wrong = {(shape.kind, shape.id) for fault in found for shape in (fault.shape, fault.other) if shape}
    marked = {(fault.shape.kind, fault.shape.id) for fault in found}
    return {
        "answer": _answer(shapes, found, has_plan=bool(width)),
        "is_right": bool(width) and not found,
        "warnings": [_wording(warning) for warning in found],
        "drawing": drawing_of(shapes, width=width, depth=depth, wrong=wrong),
        "tables": [
            (KINDS[kind], [(shape, (kind, shape.id) in marked) for shape in shapes if shape.kind is kind])
            for kind in ShapeKind
            if any(shape.kind is kind for shape in shapes)
        ],
    }


def _answer(shapes: Sequence[Shape], found: Sequence[PlanWarning], *, has_plan: bool) -> str:
    if not has_plan:
        return _("There is no hall plan yet. Enter the size of the venue.")
    if found:
        number = len(found)
        text = ngettext("%(n)s conflict.", "%(n)s conflicts.", number)
        return text % {"n": number}
    number = sum(shape.is_drawn for shape in shapes)
    text = ngettext("%(n)s element placed, no conflicts.", "%(n)s elements placed, no conflicts.", number)
    return text % {"n": number}


def _wording(warned: PlanWarning) -> str:
    name = f"{KINDS[warned.shape.kind]} {warned.shape.label}"
    if warned.trouble is PlanFault.OUTSIDE or warned.other is None:
        return _("%(name)s reaches beyond the plan.") % {"name": name}
    other = f"{KINDS[warned.other.kind]} {warned.other.label}"
    return _("%(name)s and %(other)s overlap.") % {"name": name, "other": other}
