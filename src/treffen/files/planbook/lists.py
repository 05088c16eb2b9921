"""The plan as lists: every meeting, and every request that is not held, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

from treffen import words
from treffen.files.planbook.view import AND, View
from treffen.files.sheets.styles import Styles, finish, write_cell
from treffen.problem import EntityKind
from treffen.words import Text

ALL = Text("Alle Gespräche", "All meetings")
UNSCHEDULED = Text("Nicht angesetzt", "Not held")
YES = Text("ja", "yes")
MEETING_HEAD = (
    Text("Zeit", "Time"),
    Text("Ort", "Place"),
    Text("Wer", "Who"),
    Text("Organisationen", "Organisations"),
    Text("Anfrage", "Request"),
    Text("Wert", "Value"),
    Text("Muss", "Must"),
    Text("Dolmetscher:in", "Interpreter"),
)
MISSED_HEAD = (
    Text("Anfrage", "Request"),
    Text("Wer", "Who"),
    Text("Wert", "Value"),
    Text("Muss", "Must"),
    Text("Warum nicht", "Why not"),
    Text("Was helfen würde", "What would help"),
)
NONE_MISSED = Text("Alle Anfragen sind angesetzt.", "All requests are held.")
NONE_KNOWN = Text(
    "Es ist keine einzelne Änderung bewiesen, die hilft.", "No single change is proved to help."
)


def meetings(book: Workbook, styles: Styles, *, view: View) -> None:
    """A row a meeting, in order of time and place."""
    staff = {person.id: person.organisation for person in view.problem.participants}
    rows: list[list[str | int]] = []
    for held in view.held:
        companies = dict.fromkeys(staff.get(person) or "" for person in held.people)
        interpreter = held.meeting.interpreter
        rows.append(
            [
                view.time(held),
                view.name(EntityKind.PLACE, held.meeting.place),
                view.people(held),
                AND.join(company for company in companies if company),
                view.name(EntityKind.REQUEST, held.request.id),
                held.request.value,
                view.said(YES) if held.request.must else "",
                view.name(EntityKind.INTERPRETER, interpreter) if interpreter else "",
            ]
        )
    widths = [18, 16, 44, 44, 14, 9, 8, 18]
    _table(book, styles, view=view, title=ALL, head=MEETING_HEAD, rows=rows, widths=widths)


def unscheduled(book: Workbook, styles: Styles, *, view: View) -> None:
    """A row a request that is not held: why, and the cheapest change that is proved to help."""
    rows: list[list[str | int]] = []
    for missed in view.plan.unscheduled:
        request = view.requests.get(missed.request)
        people = (*request.participants, *request.delegates) if request else ()
        reason = words.reason(missed, view.language, name=view.name)
        remedy = missed.remedy
        rows.append(
            [
                view.name(EntityKind.REQUEST, missed.request),
                AND.join(view.name(EntityKind.PARTICIPANT, person) for person in people),
                request.value if request else "",
                view.said(YES) if request and request.must else "",
                words.capitalised(reason),
                words.capitalised(words.remedy(remedy, view.language, name=view.name))
                if remedy
                else view.said(NONE_KNOWN),
            ]
        )
    if not rows and view.held:
        rows.append(["", view.said(NONE_MISSED), "", "", "", ""])
    widths = [14, 44, 9, 8, 48, 48]
    _table(book, styles, view=view, title=UNSCHEDULED, head=MISSED_HEAD, rows=rows, widths=widths)


def _table(
    book: Workbook,
    styles: Styles,
    *,
    view: View,
    title: Text,
    head: Sequence[Text],
    rows: Iterable[Sequence[str | int]],
    widths: Sequence[int],
) -> None:
    page = book.add_worksheet(view.said(title))
    for column, text in enumerate(head):
        page.write_string(0, column, view.said(text), styles.header)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            write_cell(page, last, column, cell, styles=styles)
    finish(page, rows=last, widths=widths, language=view.language, frozen=1)
