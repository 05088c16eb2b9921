"""The explanations and example rows of a template, and whether a row is still one of them."""

from __future__ import annotations

from treffen.files.sheets.cell_grid import SheetRow, Table, text_of
from treffen.files.sheets.columns import NOTE
from treffen.files.sheets.template_texts import EXAMPLES, EXPLANATIONS
from treffen.words import LANGUAGES


def _rows_of(key: str) -> list[dict[str, str]]:
    """The cells of every marked row that we write, by field."""
    known: list[dict[str, str]] = []
    for language in LANGUAGES:
        known += [
            {field: text.said(language) for field, text in row.items()} for row in EXAMPLES.get(key, ())
        ]
        known.append({field: text.said(language) for field, text in EXPLANATIONS.get(key, {}).items()})
    return known


def is_untouched(table: Table, row: SheetRow) -> bool:
    """Whether a marked row is as the template has it (cells may have been emptied)."""
    cells = {
        (field, index): text_of(row.raw(number))
        for field, columns in table.columns.items()
        for index, (number, _) in enumerate(columns)
        if field != NOTE
    }
    for known in _rows_of(table.sheet.key):
        if all(
            text in ("", known.get(f"{field}{index or ''}", "")) for (field, index), text in cells.items()
        ):
            return True
    return False
