"""An import of people: its columns, its dry run, its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.table_import.fault_messages import CELL_MESSAGES, Messages, fault_message
from handschlag.common.table_import.rules.faults import CellFault, ImportFault
from handschlag.common.table_import.screens import ColumnView, column_views, field_labels
from handschlag.common.times import format_day_and_time
from handschlag.design.components.parts import Crumb, Link
from handschlag.events.models import Event
from handschlag.registration.models import ListState, PeopleList
from handschlag.registration.queries.people_imports import DryRun, dry_run
from handschlag.registration.rules.people_imports import (
    PERSON_FIELDS,
    ImportAction,
    ImportedPerson,
    PersonFault,
    PersonField,
)
from handschlag.registration.screens.organising import Figure, tabs_of

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
    PersonFault.TWICE: gettext_lazy("Row %(row)s has the same email address. Leave one of them out."),
    PersonFault.FULL: gettext_lazy(
        "All places have been taken in the meantime and there is no waiting list."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListLink:
    name: str
    state: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _UploadScreen:
    tabs: Sequence[Link]
    form: forms.Form
    lists: Sequence[_ListLink]
    headings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _FaultRow:
    cell: str
    what: str
    words: str
    value: str
    field: str  # the name of the input; empty where no other text helps


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonLine:
    """What one row says and would do; `organisation` as the directory calls it, where it is known there."""

    person: ImportedPerson
    organisation: str
    is_known: bool
    action: str
    tone: str
    faults: Sequence[_FaultRow]
    is_left_out: bool
    may_leave_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListScreen:
    crumbs: Sequence[Crumb]
    row: PeopleList
    answer: str
    grounds: str
    tone: str
    columns: Sequence[ColumnView]
    labels: Mapping[str, str]
    figures: Sequence[Figure]
    lines: Sequence[_PersonLine]
    hidden: int
    expected: int
    may_apply: bool
    may_undo: bool
    letters: int


def upload_screen(event: Event, form: forms.Form) -> _UploadScreen:
    """The form for a file, and the twenty newest lists of the event."""
    rows = PeopleList.objects.filter(event=event).defer("packed")[:20]
    return _UploadScreen(
        tabs=tabs_of(event, "people_lists"),
        form=form,
        lists=tuple(
            _ListLink(
                name=row.file_name,
                state=str(_STATES[row.state]),
                when=format_day_and_time(row.created_at),
                url=reverse("registration:people_list", args=[event.slug, row.pk]),
            )
            for row in rows
        ),
        headings=", ".join(field_labels(PERSON_FIELDS).values()),
    )


def people_list_screen(event: Event, row: PeopleList) -> _ListScreen:
    """What the list would do if applied, or what became of it; people worth a look come first."""
    found = dry_run(row, event) if row.state == ListState.CHECKED else None
    answer, grounds, tone = _answer_to(found) if found else (*_end_of(row), "")
    is_open = row.state in {ListState.COLUMNS, ListState.CHECKED}
    is_applied = row.state == ListState.APPLIED
    shown = sorted(found.people, key=_worth_a_look)[:_MOST_SHOWN] if found else ()
    back = reverse("registration:people_lists", args=[event.slug])
    rows = row.rows
    return _ListScreen(
        crumbs=(Crumb(_("Import of people"), back), Crumb(row.file_name)),
        row=row,
        answer=answer,
        grounds=grounds,
        tone=tone,
        columns=column_views(rows[0], rows[1:], row.fields) if is_open else (),
        labels=field_labels(PERSON_FIELDS),
        figures=[
            Figure(label=str(words), value=str(found.counts[action]))
            for action, (words, _tone) in _ACTIONS.items()
        ]
        if found
        else (),
        lines=[_line(person, found) for person in shown] if found else (),
        hidden=len(found.people) - len(shown) if found else 0,
        expected=len(found.new) if found else 0,
        may_apply=bool(found and found.new and not found.counts[ImportAction.FAULTY]),
        may_undo=is_applied,
        letters=len(row.made) - row.told if is_applied else 0,
    )


def _worth_a_look(person: ImportedPerson) -> tuple[int, int]:
    """Faults first, then likenesses, then the rest in the order of the file."""
    if person.action is ImportAction.FAULTY:
        return 0, person.number
    return (1 if person.resembles else 2), person.number


def _line(person: ImportedPerson, found: DryRun) -> _PersonLine:
    words, tone = _ACTIONS[person.action]
    actor = found.actors.get(person.organisation)
    return _PersonLine(
        person=person,
        organisation=actor[1] if actor else person.organisation,
        is_known=actor is not None,
        action=str(words),
        tone=tone,
        faults=[_fault_row(fault, person) for fault in person.faults],
        is_left_out=person.action is ImportAction.LEFT_OUT,
        may_leave_out=person.action is not ImportAction.REGISTERED,
    )


def _fault_row(fault: ImportFault, person: ImportedPerson) -> _FaultRow:
    is_email = fault.field == PersonField.EMAIL
    return _FaultRow(
        cell=fault.cell,
        what=field_labels(PERSON_FIELDS).get(fault.field, ""),
        words=_("Enter an email address.")
        if fault.kind is CellFault.MISSING and is_email
        else fault_message(fault.kind, fault.details, _FAULTS),
        value=fault.value,
        field=f"t-{person.number}-{fault.field}" if fault.field else "",
    )


def _end_of(row: PeopleList) -> tuple[str, str]:
    """Where the list is, and how many of it have a letter."""
    number = len(row.made)
    if row.state == ListState.COLUMNS:
        return _("Assign the columns."), ""
    if row.state == ListState.UNDONE:
        return _("Undone: nobody is registered through this list now."), ""
    text = ngettext("%(n)s person is registered.", "%(n)s people are registered.", number)
    return text % {"n": number}, _("Personal links sent by email: %(n)s") % {"n": row.told}


def _answer_to(found: DryRun) -> tuple[str, str, str]:
    """What would happen, in one sentence; what hinders it; the tone."""
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
                "%(n)s person may already be registered.", "%(n)s people may already be registered.", alike
            ),
        ),
    )
    answer = ngettext("%(n)s person would get a place.", "%(n)s people would get a place.", new) % {"n": new}
    grounds = " ".join(text % {"n": number} for number, text in more if number)
    return answer, grounds, "wait" if faulty else ""
