"""What these views share: the shell around a screen, a form that is shown, sent, refused or out of date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Crumb
from handschlag.events.forms.fields import RowForm
from handschlag.events.models import Event
from handschlag.events.rules.house import VenueRefusal
from handschlag.events.screens.organise.forms import Conflict, FormScreen, SecondaryLink, conflict_about
from handschlag.events.screens.venue.venue_labels import refusal_message
from handschlag.events.web.console import console_context

CONFLICT, UNFIT = 409, 422


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContext:
    """Who asks for what: the request, the event, the person, and the entry of the rail that is marked."""

    request: HttpRequest
    event: Event
    by: Subject
    current: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A form page: how it is made, what it does, and where it leads. `row` is None for something new."""

    title: str
    lead: str
    button: str
    home: str
    crumbs: tuple[Crumb, ...]
    row: models.Model | None
    form_of: Callable[[QueryDict | None], RowForm]
    act: Callable[[RowForm], object]
    mark: Callable[[], str]
    remove: SecondaryLink | None = None
    again: str = ""  # where the next new one is added


def console_page(
    asked: FormContext, template: str, screen: object = None, status: int = 200, **values: object
) -> HttpResponse:
    """A page of the console: its event, its screen, and plain values that its template reads."""
    context = console_context(asked.event, asked.by, current=asked.current, screen=screen, **values)
    return render(asked.request, template, context, status=status)


def answer_form(asked: FormContext, task: Task) -> HttpResponse:
    """The form, or what came of it."""
    data = asked.request.POST if asked.request.method == "POST" else None
    form = task.form_of(data)
    if data is None or not form.is_valid():
        return _shown(asked, task, form, status=UNFIT if data is not None else 200)
    try:
        task.act(form)
    except Refusal as no:
        return _refused(asked, task, form, no)
    messages.success(asked.request, _("Saved."))
    return HttpResponseRedirect(task.again if task.again and "then" in asked.request.POST else task.home)


def _refused(asked: FormContext, task: Task, form: RowForm, no: Refusal) -> HttpResponse:
    if no.reason is not VenueRefusal.STALE or task.row is None:
        form.add_error(None, refusal_message(no))
        return _shown(asked, task, form, status=UNFIT)
    task.row.refresh_from_db()
    data = asked.request.POST.copy()
    data["seen"] = task.mark()  # whoever sends this again has seen it
    again = task.form_of(data)
    again.is_valid()
    conflict = conflict_about(task.row, task.form_of(None), again)
    return _shown(asked, task, again, conflict=conflict, status=CONFLICT)


def _shown(
    asked: FormContext, task: Task, form: RowForm, *, conflict: Conflict | None = None, status: int = 200
) -> HttpResponse:
    screen = FormScreen(
        title=task.title,
        lead=task.lead,
        form=form,
        button=task.button,
        then=_("Save and add another") if task.again else "",
        back_url=task.home,
        crumbs=task.crumbs,
        conflict=conflict,
        remove=task.remove,
    )
    return console_page(asked, "events/organise/form.html", screen, status)
