"""The page on which somebody says what the columns of a file hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.common.table_import.screens import column_views, field_labels
from handschlag.directory.models import Import
from handschlag.directory.queries.importing.imports import has_rows, sheets_of
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.import_fields import fields_for
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.head import head_of


def columns_screen(
    of: Import,
    *,
    chosen: Mapping[int, str],
    source: forms.Form | None,
    refused: ImportRefusal | None = None,
    note: str = "",
) -> dict[str, Any]:
    """The columns with what they were taken for; sheets can be chosen where the file has several."""
    sheets = sheets_of(of)
    sheet = next(one for one in sheets if one.position == of.sheet)
    columns = column_views(of.headings, sheet.rows[1:], chosen)
    return {
        **head_of(of, step="columns"),
        "catalogue": labels.catalogue(of.catalogue),
        "columns": columns,
        "labels": field_labels(fields_for(Kind(of.kind), of.catalogue)),
        "sheets": sheets,
        "rows": sheet.height - 1,
        "left_out": sum(not column.chosen for column in columns),
        "source": source,
        "fault": refusal_message(refused, {}) if refused else "",
        "has_mended": has_rows(of),
        "note": note,
    }
