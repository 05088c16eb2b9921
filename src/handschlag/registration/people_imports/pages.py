"""A list of participants: sent, its columns said, mended, applied, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import CellFault, ImportFault
from handschlag.common.table_import.drafts import (
    CELL_MESSAGES,
    Messages,
    TableForm,
    cells_in,
    column_views,
    columns_in,
    fault_message,
    field_labels,
    numbers_in,
    table_field,
)
from handschlag.common.table_import.drafts import refusal_message as import_refusal_message
from handschlag.common.table_import.reading import FileRefusal, ImportRefusal
from handschlag.common.times import format_date
from handschlag.common.web import number_in, refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration.access import CURRENT, GET_OR_POST, UNFIT, event_for_team
from handschlag.registration.emails import example_of
from handschlag.registration.models import ListState, PeopleList
from handschlag.registration.people_imports import actions
from handschlag.registration.people_imports.actions import DryRun, dry_run, newest_lists
from handschlag.registration.people_imports.rules import (
    NEED,
    OFFER,
    PERSON_FIELDS,
    ImportAction,
    ImportedPerson,
    PersonFault,
    PersonField,
    ProfileFault,
)


class PeopleListForm(TableForm):
    table = table_field(
        gettext_lazy("List of participants"),
        gettext_lazy("XLSX or CSV, up to 10 MB and 5,000 people, with column headings."),
    )


_MOST_SHOWN: Final = 200
_ACTIONS: Final[Mapping[ImportAction, tuple[str | Promise, str]]] = {
    ImportAction.NEW: (gettext_lazy("gets a place"), "ok"),
    ImportAction.WAITS: (gettext_lazy("onto the waiting list"), "wait"),
    ImportAction.REGISTERED: (gettext_lazy("already registered"), ""),
    ImportAction.LEFT_OUT: (gettext_lazy("left out"), ""),
    ImportAction.FAULTY: (gettext_lazy("has an error"), "bad"),
}
_STATES: Final[Mapping[str, str | Promise]] = {
    ListState.COLUMNS: gettext_lazy("columns to be assigned"),
    ListState.CHECKED: gettext_lazy("checked, not applied"),
    ListState.APPLIED: gettext_lazy("applied"),
    ListState.UNDONE: gettext_lazy("undone"),
}
_FAULTS: Final[Messages] = {
    **CELL_MESSAGES,
    **{fault: gettext_lazy(fault.label) for fault in ProfileFault},
    PersonFault.TWICE: gettext_lazy("Row %(row)s has the same email address. Leave one of them out."),
    PersonFault.FULL: gettext_lazy(
        "All places have been taken in the meantime and there is no waiting list."
    ),
}


def list_state(state: str) -> str:
    """How far a list is."""
    return str(_STATES[state])


def headings() -> str:
    """The columns that are recognised."""
    return ", ".join(field_labels(PERSON_FIELDS).values())


def people_list_screen(event: Event, row: PeopleList) -> dict[str, Any]:
    """What the list would do if applied, or what became of it; people worth a look come first."""
    back = reverse("registration:people_lists", args=[event.slug])
    is_open = row.state in {ListState.COLUMNS, ListState.CHECKED}
    rows = row.rows
    return {
        "crumbs": (Crumb(_("Import of people"), back), Crumb(row.file_name)),
        "row": row,
        "columns": column_views(rows[0], rows[1:], row.fields) if is_open else (),
        "labels": field_labels(PERSON_FIELDS),
        **(_dry_run_screen(dry_run(row, event)) if row.state == ListState.CHECKED else _end_screen(row)),
    }


def _dry_run_screen(found: DryRun) -> dict[str, Any]:
    shown = sorted(found.people, key=_worth_a_look)[:_MOST_SHOWN]
    answer, grounds = _answer_to(found)
    faulty = found.counts[ImportAction.FAULTY]
    return {
        "answer": answer,
        "grounds": grounds,
        "tone": "wait" if faulty else "",
        "figures": [(word, found.counts[action]) for action, (word, _tone) in _ACTIONS.items()],
        "lines": [_line(person, found) for person in shown],
        "hidden": len(found.people) - len(shown),
        "expected": len(found.new),
        "faulty": faulty,
        "may_apply": bool(found.new and not faulty),
    }


def _worth_a_look(person: ImportedPerson) -> tuple[int, int]:
    """Faults first, then likenesses, then the rest in the order of the file."""
    if person.action is ImportAction.FAULTY:
        return 0, person.number
    return (1 if person.resembles else 2), person.number


def _line(person: ImportedPerson, found: DryRun) -> dict[str, Any]:
    """What one row says and would do; with the organisation as the directory calls it, where it is there."""
    word, tone = _ACTIONS[person.action]
    _actor, organisation = found.actors.get(person.organisation, (0, ""))
    return {
        "person": person,
        "known_organisation": organisation,
        "brings": _brings(person),
        "action": word,
        "tone": tone,
        "faults": [_fault(fault, person) for fault in person.faults],
        "is_left_out": person.action is ImportAction.LEFT_OUT,
        "may_leave_out": person.action is not ImportAction.REGISTERED,
    }


def _brings(person: ImportedPerson) -> str:
    """What the row says for matchmaking, counted."""
    said = Counter(one.direction for one in person.statements)
    agreed = person.values.get(PersonField.CONSENT)
    parts = (
        ngettext("%(n)s offer", "%(n)s offers", said[OFFER]) % {"n": said[OFFER]} if said[OFFER] else "",
        ngettext("%(n)s need", "%(n)s needs", said[NEED]) % {"n": said[NEED]} if said[NEED] else "",
        _("agreed to matchmaking on %(day)s") % {"day": format_date(agreed)} if agreed else "",
    )
    return " · ".join(filter(None, parts))


def _fault(fault: ImportFault, person: ImportedPerson) -> dict[str, str]:
    """`field` is the name of the input; empty where no other text helps."""
    is_missing_email = fault.kind is CellFault.MISSING and fault.field == PersonField.EMAIL
    return {
        "cell": fault.cell,
        "column": field_labels(PERSON_FIELDS).get(fault.field, ""),
        "message": _("Enter an email address.")
        if is_missing_email
        else fault_message(fault.kind, fault.details, _FAULTS),
        "value": fault.value,
        "field": f"t-{person.number}-{fault.field}" if fault.field else "",
    }


def _end_screen(row: PeopleList) -> dict[str, Any]:
    answer, grounds = _end_of(row)
    is_applied = row.state == ListState.APPLIED
    return {
        "answer": answer,
        "grounds": grounds,
        "may_undo": is_applied,
        "letters": len(row.made) - row.told if is_applied else 0,
    }


def _end_of(row: PeopleList) -> tuple[str, str]:
    """Where the list is, and how many of it have a letter."""
    number = len(row.made)
    if row.state == ListState.COLUMNS:
        return _("Assign the columns."), ""
    if row.state == ListState.UNDONE:
        return _("Undone: nobody is registered through this list now."), ""
    text = ngettext("%(n)s person is registered.", "%(n)s people are registered.", number)
    return text % {"n": number}, _("Personal links sent by email: %(n)s") % {"n": row.told}


def _answer_to(found: DryRun) -> tuple[str, str]:
    """What would happen, in one sentence, and what hinders it."""
    counts = found.counts
    new, faulty = counts[ImportAction.NEW], counts[ImportAction.FAULTY]
    alike = sum(1 for person in found.new if person.resembles)
    more = (
        (
            faulty,
            ngettext(
                "%(n)s row has an error. Correct it or leave it out.",
                "%(n)s rows have errors. Correct them or leave them out.",
                faulty,
            ),
        ),
        (counts[ImportAction.WAITS], _("On the waiting list: %(n)s")),
        (counts[ImportAction.REGISTERED], _("%(n)s are already registered.")),
        (
            alike,
            ngettext(
                "%(n)s person resembles someone who is registered or on this list.",
                "%(n)s people resemble someone who is registered or on this list.",
                alike,
            ),
        ),
    )
    answer = ngettext("%(n)s person would get a place.", "%(n)s people would get a place.", new) % {"n": new}
    grounds = " ".join(text % {"n": number} for number, text in more if number)
    return answer, grounds


type Done = HttpResponse | None


def _message(no: Refusal) -> str:
    if isinstance(no.reason, FileRefusal | ImportRefusal):
        return import_refusal_message(no.reason, no.details)
    return refusal_message(no.reason)


@never_cache
@require_http_methods(GET_OR_POST)
def lists_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a list of people; a readable file leads to the page of the list."""
    event, by = event_for_team(request, slug)
    is_sent = request.method == "POST"
    form = PeopleListForm(request.POST, request.FILES) if is_sent else PeopleListForm()
    if is_sent and form.is_valid():
        try:
            row = actions.upload(
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
def list_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one uploaded list would do, or what became of it."""
    event, by = event_for_team(request, slug)
    screen = people_list_screen(event, _list(event, pk))
    if screen.get("letters"):
        screen["preview"] = example_of("registration.imported", event, now=timezone.now())
    context = console_context(event, by, current=CURRENT, **screen)
    return render(request, "registration/organising/people_import.html", context)


@require_POST
def change_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One step; whatever is refused leaves the list as it was, and says why."""
    event, by = event_for_team(request, slug)
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
    actions.choose_columns(list_id=row.pk, seen=number_in(request.POST, "seen"), columns=chosen, by=by)
    return None


def _correct(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    actions.correct_cells(
        list_id=row.pk,
        seen=number_in(request.POST, "seen"),
        texts=cells_in(request.POST),
        left_out=numbers_in(request.POST, "out"),
        shown=numbers_in(request.POST, "shown"),
        by=by,
    )
    return None


def _leave_out(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    actions.leave_out_faulty(list_id=row.pk, seen=number_in(request.POST, "seen"), by=by)
    return None


def _apply(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    seen, expected = number_in(request.POST, "seen"), number_in(request.POST, "expected")
    actions.apply(list_id=row.pk, seen=seen, expected=expected, by=by, now=timezone.now())
    messages.success(request, _("Import complete. No emails have been sent yet."))
    return None


def _undo(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    actions.undo(list_id=row.pk, seen=number_in(request.POST, "seen"), by=by, now=timezone.now())
    messages.success(request, _("Undone."))
    return None


def _letters(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    seen = number_in(request.POST, "seen")
    job = actions.ask_for_letters(list_id=row.pk, seen=seen, by=by, now=timezone.now())
    return redirect("common:job", job.pk)


def _discard(request: HttpRequest, row: PeopleList, by: Subject) -> Done:
    slug = row.event.slug
    actions.discard(list_id=row.pk, by=by, now=timezone.now())
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
