"""Funding calls from a table: checked as a whole, and taken over as a whole, as drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.reading import read_tables
from handschlag.common.table_import.rules.fields import guess_columns, likeliest
from handschlag.common.table_import.rules.refusals import FileRefusal, ImportRefusal
from handschlag.common.table_import.rules.rows import ParsedRow
from handschlag.common.table_import.rules.sheets import Sheet, texts_by_field
from handschlag.programmes.actions import funding_calls
from handschlag.programmes.actions.funding_calls import CallContent
from handschlag.programmes.hooks.call_fields import call_fields
from handschlag.programmes.models import FundingCall, Programme
from handschlag.programmes.rules.call_table import (
    FIELDS,
    MOST_ROWS,
    NEEDED,
    CallCellFault,
    TableReport,
    read_row,
)


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
            funding_calls.add(content=one, by=by, now=now, today=today)
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
