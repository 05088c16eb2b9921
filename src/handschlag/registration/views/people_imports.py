"""A list of participants: sent, its columns said, mended, applied as a whole, taken back as a whole."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.forms import cells_in, columns_in, numbers_in
from handschlag.common.table_import.refusal_messages import refusal_message as import_refusal_message
from handschlag.common.table_import.rules.refusals import FileRefusal, ImportRefusal
from handschlag.common.web.parameters import number_in
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.registration.actions import applying_lists, people_imports
from handschlag.registration.emails.preview import example_of
from handschlag.registration.forms.people_imports import PeopleListForm
from handschlag.registration.models import PeopleList
from handschlag.registration.queries.people_imports import newest_lists
from handschlag.registration.screens.people_imports import headings, people_list_screen
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.organising import CURRENT, own
from handschlag.registration.views.registering import GET_OR_POST

type Done = HttpResponse | None


def _message(no: Refusal) -> str:
    if isinstance(no.reason, FileRefusal | ImportRefusal):
        return import_refusal_message(no.reason, no.details)
    return refusal_message(no.reason)


@never_cache
@require_http_methods(GET_OR_POST)
def lists(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a list of people; a readable file leads to the page of the list."""
    event, by = own(request, slug)
    is_sent = request.method == "POST"
    form = PeopleListForm(request.POST, request.FILES) if is_sent else PeopleListForm()
    if is_sent and form.is_valid():
        try:
            row = people_imports.upload(
                event_id=event.pk,
                content=form.content,
                file_name=form.file_name,
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error("table", _message(no))
        else:
            return redirect("registration:people_list", slug=slug, pk=row.pk)
    context = console_context(
        event, by, current=CURRENT, form=form, lists=newest_lists(event), headings=headings()
    )
    template = "registration/organising/people_imports.html"
    return render(request, template, context, status=UNFIT if is_sent else 200)


def _list(event: Event, pk: int) -> PeopleList:
    row = PeopleList.objects.filter(event=event, pk=pk).first()
    if row is None:
        raise Http404
    return row


@never_cache
@require_safe
def one_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one uploaded list would do, or what became of it."""
    event, by = own(request, slug)
    screen = people_list_screen(event, _list(event, pk))
    if screen.get("letters"):
        screen["preview"] = example_of("registration.imported", event, now=timezone.now())
    context = console_context(event, by, current=CURRENT, **screen)
    return render(request, "registration/organising/people_import.html", context)


@require_POST
def do(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One step; whatever is refused leaves the list as it was, and says why."""
    event, by = own(request, slug)
    row = _list(event, pk)
    step = _STEPS.get(request.POST.get("do", ""))
    answer: Done = None
    try:
        answer = step(request, row, by) if step else None
    except Refusal as no:
        messages.error(request, _message(no))
    return answer or redirect("registration:people_list", slug=slug, pk=pk)


def _columns(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    chosen = columns_in(request.POST)
    people_imports.choose_columns(list_id=row.pk, seen=number_in(request.POST, "seen"), columns=chosen, by=by)
    return None


def _correct(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    people_imports.correct_cells(
        list_id=row.pk,
        seen=number_in(request.POST, "seen"),
        texts=cells_in(request.POST),
        left_out=numbers_in(request.POST, "out"),
        shown=numbers_in(request.POST, "shown"),
        by=by,
    )
    return None


def _leave_out(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    people_imports.leave_out_faulty(list_id=row.pk, seen=number_in(request.POST, "seen"), by=by)
    return None


def _apply(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    seen, expected = number_in(request.POST, "seen"), number_in(request.POST, "expected")
    applying_lists.apply(list_id=row.pk, seen=seen, expected=expected, by=by, now=timezone.now())
    messages.success(request, _("Import complete. No emails have been sent yet."))
    return None


def _undo(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    applying_lists.undo(list_id=row.pk, seen=number_in(request.POST, "seen"), by=by, now=timezone.now())
    messages.success(request, _("Undone."))
    return None


def _letters(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    seen = number_in(request.POST, "seen")
    job = applying_lists.ask_for_letters(list_id=row.pk, seen=seen, by=by, now=timezone.now())
    return redirect("common:job", job.pk)


def _discard(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    slug = row.event.slug
    people_imports.discard(list_id=row.pk, by=by, now=timezone.now())
    messages.success(request, _("Import discarded. Nobody was registered."))
    return redirect("registration:people_lists", slug=slug)


_STEPS: dict[str, Callable[[HttpRequest, PeopleList, Subject], Done]] = {
    "columns": _columns,
    "mend": _correct,
    "leave_out": _leave_out,
    "apply": _apply,
    "undo": _undo,
    "letters": _letters,
    "discard": _discard,
}
