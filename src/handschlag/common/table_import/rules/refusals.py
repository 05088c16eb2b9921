"""Why a file, or an import, is refused as a whole; with the sentence for people."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class FileRefusal(Reason):
    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = "too_large", _("The file is larger than %(most)s MB. Split it into several files.")
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("The table has more than %(most)s rows. Split it into several files."),
    )
    TOO_MANY_COLUMNS = (
        "too_many_columns",
        _("The table has more than %(most)s columns. Delete those that are not needed."),
    )
    NOT_A_TABLE = "not_a_table", _("We cannot read this file as a table. Save it as XLSX or CSV.")
    OLD_EXCEL = "old_excel", _("This is an old Excel file (XLS). Save it as XLSX and upload it again.")
    ENCRYPTED = "encrypted", _("The file has a password. Save it without one.")
    MACROS = "macros", _("The file contains macros. Save it as XLSX without macros.")
    UNPACKS_TOO_LARGE = (
        "unpacks_too_large",
        _("Unpacked, the file is far larger than a table of organisations. Copy the table into a new file."),
    )
    TOO_HEAVY = (
        "too_heavy",
        _(
            "This file takes too much time or memory to process. There is often a stray cell far away from "
            "the table: copy only the table into a new file, or upload it in parts."
        ),
    )
    BUSY = "busy", _("Many files are being processed. Please upload yours again in a minute.")
    BROKEN = "broken", _("The file is damaged or incomplete. Save it again and upload it.")
    OPEN_QUOTE = "open_quote", _("In line %(line)s a quotation mark is opened and never closed.")
    NO_HEADINGS = "no_headings", _("We found no row with headings in this file.")


class ImportRefusal(Reason):
    GONE = "gone", _("This import has been deleted.")
    STALE = "stale", _("The import has changed in the meantime. This is its current status.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This is no longer possible. This is the current status of the import."),
    )
    NO_NAME_COLUMN = "no_name_column", _("Select the column with the name. It is required.")
    COLUMN_TWICE = (
        "column_twice",
        _("Two columns are assigned to the same field. Choose one and leave the other out."),
    )
    NO_SOURCE = "no_source", _("Enter where this can be found, so that others can check it.")
    FAULTS_LEFT = "faults_left"
    UNDECIDED = "undecided"
    NOTHING_TO_DO = "nothing_to_do", _("There is nothing left to do.")
    DIRECTORY_CHANGED = (
        "directory_changed",
        _("The directory has changed since the check. Nothing was applied: check again."),
    )
    CHANGED_SINCE = (
        "changed_since",
        _("Some of it has been changed since by hand, or is used elsewhere. Nothing was undone."),
    )
    NO_SUCH_ROW = "no_such_row", _("There is no such row, sheet or choice in this import.")
