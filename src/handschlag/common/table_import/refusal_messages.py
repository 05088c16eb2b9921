"""Why a file, or a step of an import, is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handschlag.common.table_import.rules.refusals import FileRefusal, ImportRefusal

_MESSAGES: Final[Mapping[StrEnum, str | Promise]] = {
    FileRefusal.EMPTY: _("The file is empty."),
    FileRefusal.TOO_LARGE: _("The file is larger than %(most)s MB. Split it into several files."),
    FileRefusal.TOO_MANY_ROWS: _("The table has more than %(most)s rows. Split it into several files."),
    FileRefusal.TOO_MANY_COLUMNS: _(
        "The table has more than %(most)s columns. Delete those that are not needed."
    ),
    FileRefusal.NOT_A_TABLE: _("We cannot read this file as a table. Save it as XLSX or CSV."),
    FileRefusal.OLD_EXCEL: _("This is an old Excel file (XLS). Save it as XLSX and upload it again."),
    FileRefusal.ENCRYPTED: _("The file has a password. Save it without one."),
    FileRefusal.MACROS: _("The file contains macros. Save it as XLSX without macros."),
    FileRefusal.UNPACKS_TOO_LARGE: _(
        "Unpacked, the file is far larger than a table of organisations. Copy the table into a new file."
    ),
    FileRefusal.TOO_HEAVY: _(
        "This file takes too much time or memory to process. There is often a stray cell far away from the "
        "table: copy only the table into a new file, or upload it in parts."
    ),
    FileRefusal.BUSY: _("Many files are being processed. Please upload yours again in a minute."),
    FileRefusal.BROKEN: _("The file is damaged or incomplete. Save it again and upload it."),
    FileRefusal.OPEN_QUOTE: _("In line %(line)s a quotation mark is opened and never closed."),
    FileRefusal.NO_HEADINGS: _("We found no row with headings in this file."),
    ImportRefusal.GONE: _("This import has been deleted."),
    ImportRefusal.STALE: _("The import has changed in the meantime. This is its current status."),
    ImportRefusal.NOT_IN_THIS_STATE: _(
        "This is no longer possible. This is the current status of the import."
    ),
    ImportRefusal.NO_NAME_COLUMN: _("Select the column with the name. It is required."),
    ImportRefusal.COLUMN_TWICE: _(
        "Two columns are assigned to the same field. Choose one and leave the other out."
    ),
    ImportRefusal.NO_SOURCE: _("Enter where this can be found, so that others can check it."),
    ImportRefusal.NOTHING_TO_DO: _("There is nothing left to do."),
    ImportRefusal.NO_SUCH_ROW: _("There is no such row, sheet or choice in this import."),
    ImportRefusal.DIRECTORY_CHANGED: _(
        "The directory has changed since the check. Nothing was applied: check again."
    ),
    ImportRefusal.CHANGED_SINCE: _(
        "Some of it has been changed since by hand, or is used elsewhere. Nothing was undone."
    ),
}


def refusal_message(reason: StrEnum, details: Mapping[str, Any]) -> str:
    """The refusal of a file or of a step; `details` may name rows, or how many there are."""
    if reason is ImportRefusal.FAULTS_LEFT:
        return ngettext("%(rows)s row has errors.", "%(rows)s rows have errors.", details["rows"]) % details
    if reason is ImportRefusal.UNDECIDED:
        text = ngettext("%(rows)s row needs a decision.", "%(rows)s rows need a decision.", details["rows"])
        return text % details
    said = {
        name: number_format(value, force_grouping=True)
        for name, value in details.items()
        if isinstance(value, int)
    }
    rows = details.get("rows") or []
    concerned = ngettext("It concerns row %(rows)s.", "It concerns rows %(rows)s.", len(rows)) if rows else ""
    return " ".join(
        filter(None, [str(_MESSAGES[reason]) % said, concerned % {"rows": ", ".join(map(str, rows))}])
    )


def message_of_job(result: Mapping[str, Any] | None) -> str:
    """The refusal that a job has kept."""
    reason = (result or {}).get("reason")
    if reason not in set(ImportRefusal):
        return ""
    return refusal_message(ImportRefusal(reason), (result or {}).get("details", {}))
