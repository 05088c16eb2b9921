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
    FileRefusal.EMPTY: _("There is nothing in this file."),
    FileRefusal.TOO_LARGE: _("The file is larger than %(most)s MB. Bring it in parts."),
    FileRefusal.TOO_MANY_ROWS: _("The table has more than %(most)s rows. Bring it in parts."),
    FileRefusal.TOO_MANY_COLUMNS: _(
        "The table has more than %(most)s columns. Delete those that are not needed."
    ),
    FileRefusal.NOT_A_TABLE: _("This is no table that we can read. Save it as XLSX or CSV."),
    FileRefusal.OLD_EXCEL: _("This is an old Excel file (XLS). Save it as XLSX and send that."),
    FileRefusal.ENCRYPTED: _("The file has a password. Save it without one."),
    FileRefusal.MACROS: _("The file holds programs (macros). Save it as XLSX without them."),
    FileRefusal.UNPACKS_TOO_LARGE: _(
        "Unpacked, the file is far larger than a table of organisations. Copy the table into a new file."
    ),
    FileRefusal.TOO_HEAVY: _(
        "Reading this file takes more time or memory than it may. Often there is a stray cell far away from "
        "the table: copy the table alone into a new file, or bring it in parts."
    ),
    FileRefusal.BUSY: _("Many files are being read just now. Please send yours again in a minute."),
    FileRefusal.BROKEN: _("The file is damaged or incomplete. Save it once more and send it again."),
    FileRefusal.OPEN_QUOTE: _("In line %(line)s a quotation mark is opened and never closed."),
    FileRefusal.NO_HEADINGS: _("We found no row with headings in this file."),
    ImportRefusal.GONE: _("This import does not exist any more."),
    ImportRefusal.STALE: _("The import has moved on in the meantime: here is how it stands now."),
    ImportRefusal.NOT_IN_THIS_STATE: _("That is not possible any more: here is how the import stands now."),
    ImportRefusal.NO_NAME_COLUMN: _("Say which column holds the name. Nothing works without it."),
    ImportRefusal.COLUMN_TWICE: _("Two columns hold the same. Choose one, and leave the other out."),
    ImportRefusal.NO_SOURCE: _("Say where this stands: others must be able to look it up."),
    ImportRefusal.NOTHING_TO_DO: _("Nothing is left to be done here."),
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
        return ngettext("%(rows)s row has faults.", "%(rows)s rows have faults.", details["rows"]) % details
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
