"""The hall plan: seen, sized, and each thing on it put in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.language import pick
from handschlag.design.components.parts import Crumb
from handschlag.events.access import own_event_or_404
from handschlag.events.fields import RowForm
from handschlag.events.models import Event, Place, PlaceKind, Room, Stand, Zone
from handschlag.events.venue.drawing import (
    PlanFault,
    PlanWarning,
    Shape,
    ShapeKind,
    drawing_of,
    plan_warnings,
    table,
)
from handschlag.events.venue.exhibits import by_stand
from handschlag.events.venue.objects import (
    SHAPE_KINDS,
    FormContext,
    PlanForm,
    ShapeForm,
    SpotForm,
    Task,
    answer_form,
    change_object,
    etag_of,
    locked_object,
    own_venue,
    unchanged,
    venue_object_or_none,
    venue_page,
)


def shapes_of(event_id: int) -> tuple[Shape, ...]:
    """From the ground up: what is drawn later lies on top."""
    return (
        *(_rectangle(ShapeKind.ZONE, row, _named(row)) for row in Zone.objects.filter(event_id=event_id)),
        *(_rectangle(ShapeKind.ROOM, row, _named(row)) for row in Room.objects.filter(event_id=event_id)),
        *(_rectangle(ShapeKind.STAND, row, row.code) for row in _stands_of(event_id)),
        *(
            table(id=row.pk, label=row.code, left=row.left, top=row.top)
            for row in Place.objects.filter(event_id=event_id, kind=PlaceKind.TABLE)
        ),
    )


def _stands_of(event_id: int) -> QuerySet[Stand]:
    return Stand.objects.filter(event_id=event_id).order_by(*by_stand(""))


def _named(row: Zone | Room) -> str:
    return pick(row.name_de, row.name_en)


def _rectangle(kind: ShapeKind, row: Zone | Room | Stand, label: str) -> Shape:
    return Shape(
        kind=kind,
        id=row.pk,
        label=label,
        left=row.left,
        top=row.top,
        width=row.width,
        depth=row.depth,
    )


MODELS: Mapping[ShapeKind, type[models.Model]] = {
    ShapeKind.ZONE: Zone,
    ShapeKind.ROOM: Room,
    ShapeKind.STAND: Stand,
    ShapeKind.TABLE: Place,
}


@transaction.atomic
def set_plan(*, event_id: int, width: int, depth: int, seen: str, by: Subject, now: datetime) -> None:
    """The plan is so large, in decimetres; zero takes it away, and what stands on it keeps its place."""
    event = own_venue(event_id, by)
    unchanged(event, seen, "plan_width", "plan_depth")
    change_object(event, {"plan_width": width, "plan_depth": depth}, by=by, now=now)


@transaction.atomic
def place_shape(
    *,
    event_id: int,
    kind: ShapeKind,
    pk: int,
    values: Mapping[str, Any],
    seen: str,
    by: Subject,
    now: datetime,
) -> None:
    """Something lies here, in decimetres: `left`, `top`, and, but for tables, `width` and `depth`."""
    own_venue(event_id, by)
    row = locked_object(MODELS[kind], pk=pk, event_id=event_id)
    unchanged(row, seen)
    change_object(row, values, by=by, now=now)


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
            (
                SHAPE_KINDS[kind],
                [(shape, (kind, shape.id) in marked) for shape in shapes if shape.kind is kind],
            )
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
    name = f"{SHAPE_KINDS[warned.shape.kind]} {warned.shape.label}"
    if warned.trouble is PlanFault.OUTSIDE or warned.other is None:
        return _("%(name)s reaches beyond the plan.") % {"name": name}
    other = f"{SHAPE_KINDS[warned.other.kind]} {warned.other.label}"
    return _("%(name)s and %(other)s overlap.") % {"name": name, "other": other}


PLAN = "events:plan"
SIZE = ("plan_width", "plan_depth")


@require_safe
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' page for the plan of the hall."""
    event, by = own_event_or_404(request, slug)
    asked = FormContext(request=request, event=event, by=by, current=PLAN)
    return venue_page(asked, "events/house/plan.html", **plan_screen(event))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_size(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for width and depth of the plan."""
    event, by = own_event_or_404(request, slug)

    def form_of(data: QueryDict | None) -> RowForm:
        values = {name: getattr(event, name) for name in SIZE}
        return PlanForm(data, values=values, seen=etag_of(event, *SIZE))

    def act(form: RowForm) -> None:
        values = form.values()
        set_plan(
            event_id=event.pk,
            width=values["plan_width"],
            depth=values["plan_depth"],
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
        )

    home = reverse(PLAN, args=[slug])
    task = Task(
        title=_("Size of the hall plan"),
        lead=_("The plan is a rectangle around the whole venue: measure the outer walls."),
        button=_("Save"),
        home=home,
        crumbs=(Crumb(_("Hall plan"), home), Crumb(_("Size"))),
        row=event,
        form_of=form_of,
        act=act,
        mark=lambda: etag_of(event, *SIZE),
    )
    return answer_form(FormContext(request=request, event=event, by=by, current=PLAN), task)


@require_http_methods(["GET", "HEAD", "POST"])
def place_shape_page(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """The form for where a zone, room, stand or table lies on the plan; 404 for anything else."""
    event, by = own_event_or_404(request, slug)
    if kind not in set(ShapeKind):
        raise Http404
    shape = ShapeKind(kind)
    row = venue_object_or_none("place" if shape is ShapeKind.TABLE else kind, event.pk, pk)
    if row is None:
        raise Http404
    form_class = SpotForm if shape is ShapeKind.TABLE else ShapeForm

    def form_of(data: QueryDict | None) -> RowForm:
        values = {name: getattr(row, name) for name in form_class.facts}
        return form_class(data, values=values, seen=etag_of(row))

    def act(form: RowForm) -> None:
        seen = form.cleaned_data["seen"]
        place_shape(
            event_id=event.pk, kind=shape, pk=pk, values=form.values(), seen=seen, by=by, now=timezone.now()
        )

    home = reverse(PLAN, args=[slug])
    task = Task(
        title=f"{SHAPE_KINDS[shape]} {row}",
        lead=_("Position and size"),
        button=_("Save"),
        home=home,
        crumbs=(Crumb(_("Hall plan"), home), Crumb(str(row))),
        row=row,
        form_of=form_of,
        act=act,
        mark=lambda: etag_of(row),
    )
    return answer_form(FormContext(request=request, event=event, by=by, current=PLAN), task)
