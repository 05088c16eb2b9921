"""Why a file, or a step of an import, is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.directory.rules.imports.refusals import FileRefusal, ImportRefusal
from handschlag.directory.screens.editing import refusal_messages as editing

Details = Mapping[str, Any]

FILES: dict[FileRefusal, Callable[[], str]] = {
    FileRefusal.EMPTY: lambda: _("The file is empty."),
    FileRefusal.TOO_LARGE: lambda: _("The file is larger than %(most)s MB. Split it into several files."),
    FileRefusal.TOO_MANY_ROWS: lambda: _(
        "The table has more than %(most)s rows. Split it into several files."
    ),
    FileRefusal.TOO_MANY_COLUMNS: lambda: _(
        "The table has more than %(most)s columns. Delete those that are not needed."
    ),
    FileRefusal.NOT_A_TABLE: lambda: _("We cannot read this file as a table. Save it as XLSX or CSV."),
    FileRefusal.OLD_EXCEL: lambda: _("This is an old Excel file (XLS). Save it as XLSX and upload it again."),
    FileRefusal.ENCRYPTED: lambda: _("The file has a password. Save it without one."),
    FileRefusal.MACROS: lambda: _("The file contains macros. Save it as XLSX without macros."),
    FileRefusal.UNPACKS_TOO_LARGE: lambda: _(
        "Unpacked, the file is far larger than a table of organisations. Copy the table into a new file."
    ),
    FileRefusal.TOO_HEAVY: lambda: _(
        "This file takes too much time or memory to process. There is often a stray cell far away "
        "from the table: copy only the table into a new file, or upload it in parts."
    ),
    FileRefusal.BUSY: lambda: _("Many files are being processed. Please upload yours again in a minute."),
    FileRefusal.BROKEN: lambda: _("The file is damaged or incomplete. Save it again and upload it."),
    FileRefusal.OPEN_QUOTE: lambda: _("In line %(line)s a quotation mark is opened and never closed."),
    FileRefusal.NO_HEADINGS: lambda: _("We found no row with headings in this file."),
}
STEPS: dict[ImportRefusal, Callable[[], str]] = {
    ImportRefusal.GONE: lambda: _("This import has been deleted."),
    ImportRefusal.STALE: lambda: _("The import has changed in the meantime. This is its current status."),
    ImportRefusal.NOT_IN_THIS_STATE: lambda: _(
        "This is no longer possible. This is the current status of the import."
    ),
    ImportRefusal.NO_NAME_COLUMN: lambda: _("Select the column with the name. It is required."),
    ImportRefusal.COLUMN_TWICE: lambda: _(
        "Two columns are assigned to the same field. Choose one and leave the other out."
    ),
    ImportRefusal.NO_SOURCE: lambda: _("Enter where this can be found, so that others can check it."),
    ImportRefusal.NOTHING_TO_DO: lambda: _("There is nothing left to do."),
    ImportRefusal.NO_SUCH_ROW: lambda: _("There is no such row, sheet or choice in this import."),
}


def _faults_left(details: Details) -> str:
    text = ngettext("%(rows)s row has errors.", "%(rows)s rows have errors.", details["rows"])
    return text % details


def _undecided(details: Details) -> str:
    text = ngettext("%(rows)s row needs a decision.", "%(rows)s rows need a decision.", details["rows"])
    return text % details


def _directory_changed(details: Details) -> str:
    text = _("The directory has changed since the check. Nothing was applied: check again.")
    return f"{text} {_rows_of(details)}".strip()


def _changed_since(details: Details) -> str:
    text = _("Some of it has been changed since by hand, or is used elsewhere. Nothing was undone.")
    return f"{text} {_rows_of(details)}".strip()


def _rows_of(details: Details) -> str:
    rows = details.get("rows") or []
    if not rows:
        return ""
    numbers = ", ".join(map(str, rows))
    return ngettext("It concerns row %(rows)s.", "It concerns rows %(rows)s.", len(rows)) % {"rows": numbers}


WITH_ROWS: dict[ImportRefusal, Callable[[Details], str]] = {
    ImportRefusal.FAULTS_LEFT: _faults_left,
    ImportRefusal.UNDECIDED: _undecided,
    ImportRefusal.DIRECTORY_CHANGED: _directory_changed,
    ImportRefusal.CHANGED_SINCE: _changed_since,
}


def wording(reason: StrEnum, details: Details) -> str:
    """Also what other parts of the directory refuse while a table is applied."""
    if isinstance(reason, FileRefusal):
        figures = {name: number_format(value, force_grouping=True) for name, value in details.items()}
        return FILES[reason]() % figures
    if not isinstance(reason, ImportRefusal):
        return editing.refusal_message(reason)
    return WITH_ROWS[reason](details) if reason in WITH_ROWS else STEPS[reason]()


def wording_of(result: Mapping[str, Any] | None) -> str:
    """The refusal that a job has kept."""
    reason = (result or {}).get("reason")
    if reason not in set(ImportRefusal):
        return ""
    return wording(ImportRefusal(reason), (result or {}).get("details", {}))
