"""The page of the hall plan: the answer, the drawing, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.models import Event
from handschlag.events.queries.venue.plan import shapes_of
from handschlag.events.rules.venue.shapes import PlanFault, PlanWarning, Shape, ShapeKind, plan_warnings
from handschlag.events.screens.venue.drawing import Drawing, drawing_of
from handschlag.events.screens.venue.venue_labels import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class _ShapeLine:
    label: str
    place: str
    size: str
    warning: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ShapeTable:
    title: str
    lines: Sequence[_ShapeLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlanScreen:
    answer: str
    grounds: str
    is_right: bool
    warnings: Sequence[str]
    drawing: Drawing | None
    tables: Sequence[_ShapeTable]
    size_url: str
    stands_url: str


def metres(decimetres: int) -> str:
    """Without the unit, with one decimal place, as the language of the page writes it."""
    return str(number_format(decimetres / 10, decimal_pos=1))


def plan_screen(event: Event) -> _PlanScreen:
    """The page of the plan; without a size nothing is checked and nothing is right."""
    shapes = shapes_of(event.pk)
    width, depth = event.plan_width, event.plan_depth
    found = plan_warnings(shapes, width=width, depth=depth) if width else ()
    wrong = {(one.kind, one.id) for warned in found for one in (warned.shape, warned.other) if one}
    told = {(one.shape.kind, one.shape.id): _wording(one) for one in reversed(found)}
    return _PlanScreen(
        answer=_answer(shapes, found, has_plan=bool(width)),
        grounds=_("The plan is %(width)s m wide and %(depth)s m deep.")
        % {"width": metres(width), "depth": metres(depth)}
        if width
        else "",
        is_right=bool(width) and not found,
        warnings=tuple(_wording(one) for one in found),
        drawing=drawing_of(shapes, width=width, depth=depth, wrong=wrong),
        tables=tuple(
            _ShapeTable(title=str(KINDS[kind]), lines=lines)
            for kind in ShapeKind
            if (lines := [_line(event, one, told) for one in shapes if one.kind is kind])
        ),
        size_url=reverse("events:plan_size", args=[event.slug]),
        stands_url=reverse("events:new_thing", args=[event.slug, "stand"]),
    )


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


def _line(event: Event, shape: Shape, told: dict[tuple[ShapeKind, int], str]) -> _ShapeLine:
    place = f"{metres(shape.left)} · {metres(shape.top)}" if shape.is_drawn else ""
    size = f"{metres(shape.width)} × {metres(shape.depth)}" if shape.is_drawn else ""
    return _ShapeLine(
        label=shape.label,
        place=place,
        size=size,
        warning=told.get((shape.kind, shape.id), ""),
        url=reverse("events:place_shape", args=[event.slug, shape.kind.value, shape.id]),
    )
