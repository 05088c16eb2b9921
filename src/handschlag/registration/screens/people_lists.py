"""An import of people: its columns, its dry run, its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_day_and_time
from handschlag.design.components.parts import Crumb, Link, Option
from handschlag.directory.rules.imports.faults import Reason
from handschlag.directory.rules.imports.grids import letters
from handschlag.directory.screens.importing import faults as cell_faults
from handschlag.events.models import Event
from handschlag.registration.models import ListState, PeopleList
from handschlag.registration.queries.people_lists import DryRun, columns_of, dry_run
from handschlag.registration.rules.people_lists import Fact, Fault, Line, More, Verdict
from handschlag.registration.screens.organising import Figure, tabs_of

SAMPLES: Final = 3
MOST_SHOWN: Final = 200
FACTS: Final[Mapping[Fact, str | Promise]] = {
    Fact.NAME: gettext_lazy("Name"),
    Fact.FIRST: gettext_lazy("First name"),
    Fact.LAST: gettext_lazy("Surname"),
    Fact.TITLE: gettext_lazy("Academic title"),
    Fact.EMAIL: gettext_lazy("Email address"),
    Fact.ORGANISATION: gettext_lazy("Organisation"),
    Fact.ROLE: gettext_lazy("Role"),
    Fact.PHONE: gettext_lazy("Telephone"),
    Fact.PLACE: gettext_lazy("Place"),
    Fact.LANGUAGE: gettext_lazy("Language"),
    Fact.DIET: gettext_lazy("Food"),
    Fact.NEEDS: gettext_lazy("Further needs"),
}
VERDICTS: Final[Mapping[Verdict, tuple[str | Promise, str]]] = {
    Verdict.NEW: (gettext_lazy("gets a place"), "ok"),
    Verdict.WAITS: (gettext_lazy("onto the waiting list"), "wait"),
    Verdict.REGISTERED: (gettext_lazy("already registered"), ""),
    Verdict.LEFT_OUT: (gettext_lazy("left out"), ""),
    Verdict.FAULTY: (gettext_lazy("has a error"), "bad"),
}
STATES: Final[Mapping[str, str | Promise]] = {
    ListState.COLUMNS: gettext_lazy("columns to be assigned"),
    ListState.CHECKED: gettext_lazy("checked, not applied"),
    ListState.APPLIED: gettext_lazy("applied"),
    ListState.UNDONE: gettext_lazy("undone"),
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
class _ColumnRow:
    index: int
    letter: str
    heading: str
    samples: Sequence[str]
    options: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class _FaultRow:
    cell: str
    what: str
    words: str
    value: str
    field: str  # the name of the input; empty where no other text helps


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonLine:
    number: int
    name: str
    email: str
    organisation: str
    is_known: bool
    verdict: str
    tone: str
    resembles: Sequence[str]
    faults: Sequence[_FaultRow]
    is_left_out: bool
    may_leave_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListScreen:
    crumbs: Sequence[Crumb]
    pk: int
    version: int
    file_name: str
    state: str
    answer: str
    grounds: str
    tone: str
    columns: Sequence[_ColumnRow]
    figures: Sequence[Figure]
    lines: Sequence[_PersonLine]
    hidden: int
    expected: int
    may_apply: bool
    may_undo: bool
    letters: int
    do_url: str
    back_url: str


def upload_screen(event: Event, form: forms.Form) -> _UploadScreen:
    rows = PeopleList.objects.filter(event=event).defer("packed")[:20]
    return _UploadScreen(
        tabs=tabs_of(event, "people_lists"),
        form=form,
        lists=tuple(
            _ListLink(
                name=row.file_name,
                state=str(STATES[row.state]),
                when=format_day_and_time(row.created_at),
                url=reverse("registration:people_list", args=[event.slug, row.pk]),
            )
            for row in rows
        ),
        headings=", ".join(str(words) for words in FACTS.values()),
    )


def people_list_screen(event: Event, row: PeopleList) -> _ListScreen:
    found = dry_run(row, event) if row.state == ListState.CHECKED else None
    answer, grounds, tone = _answer_of(row, found)
    back = reverse("registration:people_lists", args=[event.slug])
    is_open = row.state in {ListState.COLUMNS, ListState.CHECKED}
    shown = sorted(found.lines, key=_worth_a_look)[:MOST_SHOWN] if found else ()
    counts = found.counts if found else {}
    new = len(found.new) if found else 0
    return _ListScreen(
        crumbs=(Crumb(_("Import of people"), back), Crumb(row.file_name)),
        pk=row.pk,
        version=row.version,
        file_name=row.file_name,
        state=row.state,
        answer=answer,
        grounds=grounds,
        tone=tone,
        columns=tuple(_column_rows(row)) if is_open else (),
        figures=tuple(Figure(label=str(VERDICTS[one][0]), value=str(n)) for one, n in counts.items()),
        lines=tuple(_line_of(one, found) for one in shown) if found else (),
        hidden=len(found.lines) - len(shown) if found else 0,
        expected=new,
        may_apply=bool(new) and not counts.get(Verdict.FAULTY, 0),
        may_undo=row.state == ListState.APPLIED,
        letters=len(row.made) - row.told if row.state == ListState.APPLIED else 0,
        do_url=reverse("registration:people_list_do", args=[event.slug, row.pk]),
        back_url=back,
    )


def _worth_a_look(line: Line) -> tuple[int, int]:
    """Faults first, then likenesses, then the rest in the order of the file."""
    if line.verdict is Verdict.FAULTY:
        return 0, line.number
    return (1 if line.resembles else 2), line.number


def _column_rows(row: PeopleList) -> Iterator[_ColumnRow]:
    rows, chosen = row.rows, columns_of(row)
    for index, heading in enumerate(rows[0] if rows else ()):
        samples = [one[index] for one in rows[1:] if index < len(one) and one[index]][:SAMPLES]
        fact = chosen.get(index)
        yield _ColumnRow(
            index=index,
            letter=letters(index),
            heading=heading,
            samples=samples,
            options=tuple(
                Option(value=one.value, label=str(words), is_chosen=one is fact)
                for one, words in FACTS.items()
            ),
        )


def _line_of(line: Line, found: DryRun) -> _PersonLine:
    words, tone = VERDICTS[line.verdict]
    actor = found.actors.get(line.organisation)
    return _PersonLine(
        number=line.number,
        name=line.name,
        email=line.email,
        organisation=actor[1] if actor else line.organisation,
        is_known=actor is not None,
        verdict=str(words),
        tone=tone,
        resembles=line.resembles,
        faults=tuple(_fault_of(one, line) for one in line.faults),
        is_left_out=line.verdict is Verdict.LEFT_OUT,
        may_leave_out=line.verdict is not Verdict.REGISTERED,
    )


def _fault_of(fault: Fault, line: Line) -> _FaultRow:
    return _FaultRow(
        cell=fault.cell,
        what=str(FACTS[fault.fact]),
        words=_fault_words(fault),
        value=fault.value,
        field="" if fault.reason is More.FULL else f"t-{line.number}-{fault.fact.value}",
    )


def _fault_words(fault: Fault) -> str:
    if fault.reason is More.TWICE:
        return _("Row %(row)s has the same email address. Leave one of them out.") % {"row": fault.other_row}
    if fault.reason is More.FULL:
        return _("All places have been taken in the meantime and there is no waiting list.")
    if fault.reason is Reason.MISSING:
        return _("Enter an email address.") if fault.fact is Fact.EMAIL else _("Enter a name.")
    details = {"most": fault.most, "length": fault.length}
    return cell_faults.sentence({"fact": "", "reason": fault.reason.value, "details": details})


def _answer_of(row: PeopleList, found: DryRun | None) -> tuple[str, str, str]:
    """What would happen, in one sentence; what hinders it; the tone."""
    if found is None:
        number = len(row.made)
        said = {
            ListState.COLUMNS: _("Assign the columns."),
            ListState.APPLIED: ngettext("%(n)s person is registered.", "%(n)s people are registered.", number)
            % {"n": number},
            ListState.UNDONE: _("Undone: nobody is registered through this list now."),
        }
        told = _("Personal links sent by email: %(n)s") % {"n": row.told}
        return said[ListState(row.state)], told if row.state == ListState.APPLIED else "", ""
    new, waits = found.counts[Verdict.NEW], found.counts[Verdict.WAITS]
    answer = ngettext("%(n)s person would get a place.", "%(n)s people would get a place.", new) % {"n": new}
    said_more = []
    if waits:
        said_more.append(_("On the waiting list: %(n)s") % {"n": waits})
    if found.counts[Verdict.REGISTERED]:
        said_more.append(_("%(n)s are already registered.") % {"n": found.counts[Verdict.REGISTERED]})
    alike = sum(1 for line in found.new if line.resembles)
    if alike:
        said_more.append(
            ngettext(
                "%(n)s person may already be registered.", "%(n)s people may already be registered.", alike
            )
            % {"n": alike}
        )
    faulty = found.counts[Verdict.FAULTY]
    if faulty:
        text = ngettext(
            "%(n)s row has an error. Correct it or leave it out.",
            "%(n)s rows have errors. Correct them or leave them out.",
            faulty,
        )
        said_more.insert(0, text % {"n": faulty})
    return answer, " ".join(said_more), "wait" if faulty else ""
