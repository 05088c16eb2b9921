"""Funding calls from a table, for editors: checked, and taken over as drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common.language import pick
from handschlag.common.names import folded_name
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.table_files import table_download
from handschlag.common.table_import import cells
from handschlag.common.table_import.cells import (
    CellFault,
    ImportFault,
    ImportField,
    ParsedRow,
    Unreadable,
    guess_columns,
    likeliest,
)
from handschlag.common.table_import.drafts import TableForm, fault_message, table_field
from handschlag.common.table_import.drafts import refusal_message as import_message
from handschlag.common.table_import.reading import (
    FileRefusal,
    ImportRefusal,
    Sheet,
    read_tables,
    texts_by_field,
)
from handschlag.programmes import call_editing
from handschlag.programmes.call_editing import UNFIT, CallContent, require_editor
from handschlag.programmes.fit import Question, finder_questions
from handschlag.programmes.funding_calls import fault_of_times
from handschlag.programmes.hooks import call_fields
from handschlag.programmes.models import FundingCall, Programme

BERLIN: Final = ZoneInfo("Europe/Berlin")
NEEDED: Final = ("title_de",)
MOST_ROWS: Final = 1000
_MOMENT: Final = re.compile(
    r"(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4}))[T, ]+(\d{1,2}):(\d\d)(?::00)?"
)
_LINES: Final = {
    "title_de": 200,
    "title_en": 200,
    "programme_name_de": 160,
    "programme_name_en": 160,
    "funder_de": 200,
    "funder_en": 200,
    "applicants_de": 400,
    "applicants_en": 400,
    "amount_de": 300,
    "amount_en": 300,
    "contact": 300,
    "source_title": 160,
}
_MOMENTS: Final = ("opens_at", "closes_at", "second_closes_at")


class CallCellFault(Reason):
    NO_TITLE = "no_title", _("Enter a title.")
    NOT_A_MOMENT = "not_a_moment", _("Enter date and time in Germany, for example 31.12.2026 15:00.")
    NO_SUCH_PROGRAMME = "no_such_programme", _("There is no such programme here. Use the column of its name.")
    NO_SUCH_FIELD = "no_such_field", _("There is no technology field with this name.")
    NO_SUCH_ANSWER = "no_such_answer", _("The programme finder has no such answer to who you are.")
    TIMES_CLASH = "times_clash", _("This deadline comes too early.")
    READ_TOMORROW = "read_tomorrow", _("Enter a date that is not in the future.")
    KNOWN = "known", _("There is a funding call with this title and deadline.")


def _field(key: str, german: str, english: str, *others: str) -> ImportField:
    return ImportField(key=key, german=german, english=english, others=others)


FIELDS: Final = (
    _field("title_de", "Titel", "Title, German", "Titel deutsch", "title", "title_de"),
    _field("title_en", "Titel englisch", "Title, English", "title_en"),
    _field("programme", "Programm", "Programme"),
    _field("programme_name_de", "Anderes Programm", "Other programme, German", "programme_name_de"),
    _field("programme_name_en", "Anderes Programm englisch", "Other programme, English", "programme_name_en"),
    _field("funder_de", "Fördergeber", "Funder", "Mittelgeber", "funder_de"),
    _field("funder_en", "Fördergeber englisch", "Funder, English", "funder_en"),
    _field("opens_at", "Öffnet am", "Opens at", "Start", "opens_at"),
    _field("closes_at", "Frist", "Deadline", "Einreichungsfrist", "Stichtag", "closes_at"),
    _field("second_closes_at", "Frist Vollantrag", "Deadline for full proposals", "second_closes_at"),
    _field("applicants_de", "Wer sich bewerben kann", "Who may apply", "Antragsberechtigt", "applicants_de"),
    _field("applicants_en", "Wer sich bewerben kann, englisch", "Who may apply, English", "applicants_en"),
    _field("who", "Wer sind Sie", "Who are you", "who"),
    _field("fields", "Technologiefelder", "Technology fields", "Felder", "fields"),
    _field("amount_de", "Betrag", "Amount", "Fördersumme", "amount_de"),
    _field("amount_en", "Betrag englisch", "Amount, English", "amount_en"),
    _field("text_de", "Beschreibung", "Description", "text_de"),
    _field("text_en", "Beschreibung englisch", "Description, English", "text_en"),
    _field("contact", "Kontakt", "Contact"),
    _field("source_title", "Quelle", "Source", "source_title"),
    _field("source_url", "Adresse der Quelle", "Address of the source", "Link", "URL", "source_url"),
    _field("read_on", "Gelesen am", "Read on", "read_on"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """What a table holds: its sheet, what was read as what, how many calls, and every fault."""

    sheet: str
    columns: Sequence[tuple[str, str]]  # heading, and the key of its field; empty: not read
    count: int
    faults: Sequence[ImportFault]
    is_applied: bool


def _moment(cell: str) -> datetime:
    """`31.12.2026 15:00` or `2026-12-31 15:00`, on the clocks of Germany; a day alone is no deadline."""
    found = _MOMENT.fullmatch(cell)
    if found is None:
        raise Unreadable(CallCellFault.NOT_A_MOMENT)
    iso, german = found.groups()[:3], found.groups()[3:6][::-1]
    numbers = [int(one) for one in (*(iso if iso[0] else german), *found.groups()[6:])]
    try:
        at = datetime(*numbers, tzinfo=BERLIN)  # type: ignore[arg-type,misc]
    except ValueError:
        raise Unreadable(CallCellFault.NOT_A_MOMENT) from None
    if at.utcoffset() != at.replace(fold=1).utcoffset():  # an hour that does not exist, or comes twice
        raise Unreadable(CallCellFault.NOT_A_MOMENT)
    return at


def read_row(
    row: ParsedRow, *, programmes: Mapping[str, int], fields: Mapping[str, str], today: date
) -> dict[str, Any]:
    """What the row says, as far as it can be read; faults stand in the row.

    `programmes` are numbers by folded name, `fields` slugs by folded words.
    """
    if not row.text("title_de"):
        row.add_fault("title_de", CallCellFault.NO_TITLE)
    for name, longest in _LINES.items():
        row.read(name, partial(cells.line, longest=longest))
    for name in ("text_de", "text_en"):
        row.read(name, lambda cell: cells.text(cell, longest=4000))
    for name in _MOMENTS:
        row.read(name, _moment)
    row.read("source_url", cells.web_address)
    if (row.read("read_on", cells.day) or today) > today:
        row.add_fault("read_on", CallCellFault.READ_TOMORROW)
    values = dict(row.values)
    values["programme_id"] = _known(row, "programme", programmes, CallCellFault.NO_SUCH_PROGRAMME)
    values["fields"] = _several(row, "fields", fields, CallCellFault.NO_SUCH_FIELD)
    who = _several(row, "who", _answers(), CallCellFault.NO_SUCH_ANSWER)
    values["conditions"] = {Question.WHO.value: who} if who else {}
    odd = fault_of_times(*(values.get(name) for name in _MOMENTS))
    if odd and not any(fault.field in _MOMENTS for fault in row.faults):
        row.add_fault(odd[0], CallCellFault.TIMES_CLASH)
    return values


def _answers() -> dict[str, str]:
    who = next(one for one in finder_questions() if one.question is Question.WHO)
    return {
        folded_name(word): answer
        for answer, text in who.answers.items()
        for word in (answer, text.de, text.en)
    }


def _known(row: ParsedRow, name: str, ids: Mapping[str, int], kind: CallCellFault) -> int | None:
    text = folded_name(row.text(name))
    if text and text not in ids:
        row.add_fault(name, kind)
    return ids.get(text)


def _several(row: ParsedRow, name: str, names: Mapping[str, str], kind: CallCellFault) -> list[str]:
    parts = [part.strip() for part in re.split(r"[|;]", row.text(name)) if part.strip()]
    if any(folded_name(part) not in names for part in parts):
        row.add_fault(name, kind)
    return list(dict.fromkeys(names[folded_name(part)] for part in parts if folded_name(part) in names))


MESSAGES: Final = {kind: kind.label for kind in (*CellFault, *CallCellFault)}


@transaction.atomic
def take_over(*, content: bytes, is_trial: bool, by: Subject, now: datetime, today: date) -> TableReport:
    """Every row becomes a draft, or none of them: in a trial, or where one cell is wrong."""
    require(by, Action.EDIT_PROGRAMME)
    sheets = read_tables(content)
    sheet = sheets[likeliest(sheets, FIELDS, NEEDED)]
    columns = guess_columns(sheet.rows[0], FIELDS)
    if not set(NEEDED) <= set(columns.values()):
        raise Refusal(ImportRefusal.NO_NAME_COLUMN)
    rows = _rows(sheet, columns)
    if len(rows) > MOST_ROWS:
        raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
    contents = _contents(rows, today)
    faults = [fault for row in rows for fault in row.faults]
    is_applied = not (is_trial or faults or not contents)
    if is_applied:
        for one in contents:
            call_editing.add_call(content=one, by=by, now=now, today=today)
    return TableReport(
        sheet=sheet.name,
        columns=[(heading, columns.get(index, "")) for index, heading in enumerate(sheet.rows[0])],
        count=len(rows),
        faults=faults,
        is_applied=is_applied,
    )


def _rows(sheet: Sheet, columns: dict[int, str]) -> list[ParsedRow]:
    places = {key: index for index, key in columns.items()}
    found = texts_by_field(sheet.rows, columns=columns, first_row=sheet.first_row)
    return [ParsedRow(number=number, texts=texts, columns=places) for number, texts in found]


def _contents(rows: Sequence[ParsedRow], today: date) -> list[CallContent]:
    programmes = {
        folded_name(name): one.pk
        for one in Programme.objects.all()
        for name in (one.slug, one.short_name, one.name_de, one.name_en)
    }
    fields = {
        folded_name(word): one.slug
        for source in call_fields
        for one in source()
        for word in (one.slug, one.de, one.en)
    }
    known = set(FundingCall.objects.values_list("title_de", "closes_at"))
    contents = []
    for row in rows:
        values = read_row(row, programmes=programmes, fields=fields, today=today)
        key = (values.get("title_de", ""), values.get("closes_at"))
        if key in known:
            row.add_fault("title_de", CallCellFault.KNOWN)
        known.add(key)
        if not row.faults:
            contents.append(CallContent(**values))
    return contents


class CallTableForm(TableForm):
    """The file, and what is wanted of it."""

    table = table_field(gettext_lazy("Table"), gettext_lazy("XLSX or CSV, one funding call in each row."))


def report_context(report: TableReport) -> dict[str, Any]:
    """Its columns, and every fault with its cell, what stands there and what to write instead."""
    words = {field.key: pick(field.german, field.english) for field in FIELDS}
    messages = {kind: gettext(label) for kind, label in MESSAGES.items()}
    return {
        "sheet": report.sheet,
        "count": report.count,
        "columns": [(heading, words.get(key, "")) for heading, key in report.columns if heading],
        "faults": [
            (one.cell, words.get(one.field, ""), one.value, fault_message(one.kind, one.details, messages))
            for one in report.faults
        ],
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def table_page(request: HttpRequest) -> HttpResponse:
    """A table is checked, or taken over as drafts if nothing in it is wrong."""
    by, screen, is_sent = require_editor(request), None, request.method == "POST"
    form = CallTableForm(request.POST, request.FILES) if is_sent else CallTableForm()
    if is_sent and form.is_valid():
        try:
            report = take_over(
                content=form.content,
                is_trial="apply" not in request.POST,
                by=by,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except Refusal as no:
            form.add_error("table", import_message(no.reason, no.details))
        else:
            if report.is_applied:
                words = ngettext("%(n)s draft was added.", "%(n)s drafts were added.", report.count)
                messages.success(request, words % {"n": report.count})
                return redirect("programmes:call_desk")
            screen = report_context(report)
    context: dict[str, Any] = {"form": form, "report": screen}
    status = UNFIT if form.errors or (screen and screen["faults"]) else 200
    return render(request, "programmes/calls/table.html", context, status=status)


@require_safe
def table_template(request: HttpRequest) -> HttpResponse:
    """A table with the headings alone."""
    require_editor(request)
    return table_download([[field.german for field in FIELDS]], "handschlag-calls.xlsx")
