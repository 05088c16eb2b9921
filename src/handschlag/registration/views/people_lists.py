"""A list of participants: sent, its columns said, mended, applied as a whole, taken back as a whole."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.directory.rules.imports.refusals import FileRefusal
from handschlag.directory.screens.importing.refusals import wording as file_wording
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.registration.actions import applying_lists, people_lists
from handschlag.registration.forms.people_lists import PeopleListForm
from handschlag.registration.models import PeopleList
from handschlag.registration.screens.people_lists import people_list_screen, upload_screen
from handschlag.registration.screens.refusal_messages import refusal_message
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.organising import CURRENT, own
from handschlag.registration.views.registering import GET_OR_POST

type Done = HttpResponse | None


def _words_of(no: Refusal) -> str:
    if isinstance(no.reason, FileRefusal):
        return file_wording(no.reason, no.details)
    return refusal_message(no.reason)


@never_cache
@require_http_methods(GET_OR_POST)
def lists(request: HttpRequest, slug: str) -> HttpResponse:
    event, by = own(request, slug)
    is_sent = request.method == "POST"
    form = PeopleListForm(request.POST, request.FILES) if is_sent else PeopleListForm()
    if is_sent and form.is_valid():
        try:
            row = people_lists.upload(
                event_id=event.pk,
                content=form.content,
                file_name=form.file_name,
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error("table", _words_of(no))
        else:
            return redirect("registration:people_list", slug=slug, pk=row.pk)
    context = console_context(event, by, current=CURRENT, screen=upload_screen(event, form))
    template = "registration/organising/people_lists.html"
    return render(request, template, context, status=UNFIT if is_sent else 200)


def _list_of(event: Event, pk: int) -> PeopleList:
    row = PeopleList.objects.filter(event=event, pk=pk).first()
    if row is None:
        raise Http404
    return row


@never_cache
@require_safe
def one_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event, by = own(request, slug)
    context = console_context(
        event, by, current=CURRENT, screen=people_list_screen(event, _list_of(event, pk))
    )
    return render(request, "registration/organising/people_list.html", context)


@require_POST
def do(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One step; whatever is refused leaves the list as it was, and says why."""
    event, by = own(request, slug)
    row = _list_of(event, pk)
    step = STEPS.get(request.POST.get("do", ""))
    answer: Done = None
    try:
        answer = step(request, row, by) if step else None
    except Refusal as no:
        messages.error(request, _words_of(no))
    return answer or redirect("registration:people_list", slug=slug, pk=pk)


def _number_in(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _columns(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    chosen = {
        int(name[2:]): fact
        for name, fact in request.POST.items()
        if name.startswith("c-") and name[2:].isdecimal() and len(name) < 6 and isinstance(fact, str) and fact
    }
    seen = _number_in(request.POST, "seen")
    people_lists.choose_columns(list_id=row.pk, seen=seen, columns=chosen, by=by)
    return None


def _mend(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    data = request.POST
    texts: dict[int, dict[str, str]] = {}
    for name, text in data.items():
        kind, _dash, rest = name.partition("-")
        number, _dash, fact = rest.partition("-")
        if kind == "t" and number.isdecimal() and len(number) < 8 and isinstance(text, str):
            texts.setdefault(int(number), {})[fact] = text.replace("\0", "")
    people_lists.mend(
        list_id=row.pk,
        seen=_number_in(data, "seen"),
        texts=texts,
        left_out=_numbers_in(data, "out"),
        shown=_numbers_in(data, "shown"),
        by=by,
    )
    return None


def _numbers_in(data: QueryDict, name: str) -> list[int]:
    return [int(text) for text in data.getlist(name) if text.isdecimal() and len(text) < 8]


def _apply(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    seen, expected = _number_in(request.POST, "seen"), _number_in(request.POST, "expected")
    applying_lists.apply(list_id=row.pk, seen=seen, expected=expected, by=by, now=timezone.now())
    messages.success(request, _("Import complete. No emails have been sent yet."))
    return None


def undo(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    applying_lists.undo(list_id=row.pk, seen=_number_in(request.POST, "seen"), by=by, now=timezone.now())
    messages.success(request, _("Undone."))
    return None


def letters(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    seen = _number_in(request.POST, "seen")
    job = applying_lists.ask_for_letters(list_id=row.pk, seen=seen, by=by, now=timezone.now())
    return redirect("common:job", job.pk)


def discard(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    slug = row.event.slug
    people_lists.discard(list_id=row.pk, by=by, now=timezone.now())
    messages.success(request, _("Import discarded. Nobody was registered."))
    return redirect("registration:people_lists", slug=slug)


STEPS: dict[str, Callable[[HttpRequest, PeopleList, Subject], Done]] = {
    "columns": _columns,
    "mend": _mend,
    "apply": _apply,
    "undo": undo,
    "letters": letters,
    "discard": discard,
}
