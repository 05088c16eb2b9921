"""A set of tables on A4, as tagged PDF."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.printing import render
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.documents import Cell, Document, Sheet

WIDE = 9  # columns up to which a table is set in the usual size, with its heads upright


def pdf_of(document: Document, *, language: str, now: datetime) -> bytes:
    """The document as PDF in this language; sheets without rows are left out."""
    data = {
        "title": document.title,
        "facts": [[name, value] for name, value in document.facts.items()],
        "sheets": [sheet(one) for one in document.sheets if one.rows],
        "page": _("Page"),
    }
    return render("statistics/printing/document.typ", data, language=language, now=now)


def sheet(one: Sheet) -> dict[str, object]:
    """One table as the print template takes it; `on_paper` replaces the rows where it is given."""
    return {
        "title": one.title,
        "heads": list(one.heads),
        "rows": [[_told(cell) for cell in row] for row in one.on_paper or one.rows],
        "numbers": [_is_number(one, column) for column in range(len(one.heads))],
        "is_wide": len(one.heads) > WIDE,
    }


def _told(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return figure_labels.fixed(cell, 2).removesuffix("00").rstrip(",.")
    return str(cell)


def _is_number(one: Sheet, column: int) -> bool:
    """Whether a column holds numbers, which stand on the right."""
    return any(isinstance(row[column], int | float) for row in one.rows)
