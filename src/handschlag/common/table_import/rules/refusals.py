"""Why a file, or an import, is refused as a whole; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class FileRefusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NOT_A_TABLE = "not_a_table"
    OLD_EXCEL = "old_excel"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_HEAVY = "too_heavy"
    BUSY = "busy"
    BROKEN = "broken"
    OPEN_QUOTE = "open_quote"
    NO_HEADINGS = "no_headings"


class ImportRefusal(StrEnum):
    GONE = "gone"
    STALE = "stale"
    NOT_IN_THIS_STATE = "not_in_this_state"
    NO_NAME_COLUMN = "no_name_column"
    COLUMN_TWICE = "column_twice"
    NO_SOURCE = "no_source"
    FAULTS_LEFT = "faults_left"
    UNDECIDED = "undecided"
    NOTHING_TO_DO = "nothing_to_do"
    DIRECTORY_CHANGED = "directory_changed"
    CHANGED_SINCE = "changed_since"
    NO_SUCH_ROW = "no_such_row"
