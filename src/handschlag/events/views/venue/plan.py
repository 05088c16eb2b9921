"""The hall plan: seen, sized, and each thing on it put in its place."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.design.components.parts import Crumb
from handschlag.events.actions.venue import plan as actions
from handschlag.events.actions.venue.venue_objects import etag_of
from handschlag.events.forms.fields import RowForm
from handschlag.events.forms.venue.metres import PlanForm, ShapeForm, SpotForm
from handschlag.events.queries.venue.form_choices import venue_object_or_none
from handschlag.events.rules.venue.shapes import ShapeKind
from handschlag.events.screens.venue.plan import plan_screen
from handschlag.events.screens.venue.venue_labels import KINDS
from handschlag.events.views.venue.form_pages import FormContext, Task, answer_form, console_page
from handschlag.events.web.access import own_event_or_404

PLAN = "events:plan"
SIZE = ("plan_width", "plan_depth")


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' page for the plan of the hall."""
    event, by = own_event_or_404(request, slug)
    asked = FormContext(request=request, event=event, by=by, current=PLAN)
    return console_page(asked, "events/house/plan.html", **plan_screen(event))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_size(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for width and depth of the plan."""
    event, by = own_event_or_404(request, slug)

    def form_of(data: QueryDict | None) -> RowForm:
        values = {name: getattr(event, name) for name in SIZE}
        return PlanForm(data, values=values, seen=etag_of(event, *SIZE))

    def act(form: RowForm) -> None:
        values = form.values()
        actions.set_plan(
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
def place_shape(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
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
        actions.place_shape(
            event_id=event.pk, kind=shape, pk=pk, values=form.values(), seen=seen, by=by, now=timezone.now()
        )

    home = reverse(PLAN, args=[slug])
    task = Task(
        title=f"{KINDS[shape]} {row}",
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
