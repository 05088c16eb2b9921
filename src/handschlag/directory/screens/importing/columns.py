"""The page on which somebody says what the columns of a file hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.common.table_import.screens import ColumnView, column_views, field_labels
from handschlag.directory.models import Import, ImportSheet
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.import_fields import fields_for
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.head import Head, head_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _ColumnsScreen:
    head: Head
    catalogue: str
    columns: Sequence[ColumnView]
    labels: Mapping[str, str]
    sheets: Sequence[ImportSheet]  # where there are several
    sheet: ImportSheet
    rows: int
    left_out: int
    source: forms.Form | None
    fault: str
    has_mended: bool
    note: str


def columns_screen(
    row: Import,
    *,
    chosen: Mapping[int, str],
    source: forms.Form | None,
    refused: ImportRefusal | None = None,
    note: str = "",
) -> _ColumnsScreen:
    """The columns with what they were taken for; sheets can be chosen where the file has several."""
    sheets = list(row.sheets.all())
    sheet = next(one for one in sheets if one.position == row.sheet)
    columns = column_views(row.headings, sheet.rows[1:], chosen)
    return _ColumnsScreen(
        head=head_of(row, step="columns"),
        catalogue=labels.catalogue(row.catalogue),
        columns=columns,
        labels=field_labels(fields_for(Kind(row.kind), row.catalogue)),
        sheets=sheets if len(sheets) > 1 else (),
        sheet=sheet,
        rows=sheet.height - 1,
        left_out=sum(not column.chosen for column in columns),
        source=source,
        fault=refusal_message(refused, {}) if refused else "",
        has_mended=row.rows.exists(),
        note=note,
    )
