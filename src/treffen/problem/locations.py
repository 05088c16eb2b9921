"""Where a fault stands in a file, and what can be wrong with a file as such.

A reader returns `LocatedFault`s: either a `Fault` of the problem itself (see
`treffen.problem.faults`), or a `ReadingFault` of the file it was read from. Both are data;
`treffen.words` puts them into sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treffen.problem.faults import Fault


class ReadingFaultKind(StrEnum):
    """What is wrong with a file, a sheet, a key or a cell.

    `value` is what was found, `expected` what would be right (a comma-separated list where
    there are several), `suggestion` on the located fault the nearest thing that exists.
    """

    # the file as a whole
    MISSING_FILE = "missing_file"
    NOT_READABLE = "not_readable"  # value: the system's word for it
    UNKNOWN_FORMAT = "unknown_format"  # value: the ending, expected: the endings that are read
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"  # value and expected: sizes such as "300 MB"
    WRONG_ENCODING = "wrong_encoding"  # bytes that are no text in any encoding tried
    NOT_A_WORKBOOK = "not_a_workbook"  # .xlsx that is no workbook, or is cut off
    ENCRYPTED = "encrypted"  # a workbook with a password, or one of the format before 2007
    SYNTAX = "syntax"  # value: what stands there, expected: what should
    TOO_DEEP = "too_deep"
    WRONG_FORMAT_NAME = "wrong_format_name"  # JSON key "format"; expected: the right one
    CUT_OFF_LIST = "cut_off_list"  # value: how many more faults there are
    # keys, sheets, columns
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    DUPLICATE_KEY = "duplicate_key"
    MISSING_SHEET = "missing_sheet"  # value: the sheet or file
    NOTHING_FILLED_IN = "nothing_filled_in"  # value: the sheet; expected: its required columns
    NO_HEADER = "no_header"  # no row of column names found; expected: names
    MISSING_COLUMN = "missing_column"
    DUPLICATE_COLUMN = "duplicate_column"
    NO_TABLES = "no_tables"  # neither places nor a number of tables
    # values
    MISSING_VALUE = "missing_value"
    WRONG_TYPE = "wrong_type"  # expected: "text", "list", "object", "whole number", "yes or no"
    BAD_CHARACTERS = "bad_characters"  # text that cannot be written down (lone surrogates)
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_BIG = "too_big"  # a number beyond what is meaningful; expected: the limit
    NOT_A_CHOICE = "not_a_choice"  # expected: the choices
    NOT_A_TIME = "not_a_time"
    TIME_SKIPPED = "time_skipped"  # the clocks are put forward over this local time
    TIME_TWICE = "time_twice"  # the clocks are put back: this local time occurs twice
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    AMBIGUOUS = "ambiguous"  # one text, several nouns; expected: the ids it could mean
    CELL_ERROR = "cell_error"  # "#REF!" and its like
    EXAMPLE_CHANGED = "example_changed"  # a row marked as example holds something else
    # MiniZinc data
    WRONG_SHAPE = "wrong_shape"  # value: the size found, expected: the size needed
    OUT_OF_RANGE = "out_of_range"  # expected: the range, such as "1..22"
    CONTRADICTION = "contradiction"  # value: what is said here, expected: what follows from elsewhere
    NOT_EXPRESSIBLE = "not_expressible"  # value: what the format to be written has no words for
    # only told, never refused (`Reading.notices`)
    IGNORED_SHEET = "ignored_sheet"
    IGNORED_COLUMN = "ignored_column"
    IGNORED_KEY = "ignored_key"
    NO_DATE = "no_date"  # times are known by the clock only
    NO_SLOT_IN_RANGE = "no_slot_in_range"  # "ab 19:00", and the last slot is earlier
    NOT_CARRIED_OVER = "not_carried_over"  # value: what there is no place for, counted
    LEFT_OUT = "left_out"  # value: what, expected: why (a key of the words)
    MATCHED = "matched"  # value: who of another system was taken for whom
    GOAL_ADDED = "goal_added"  # value: the goal
    ID_IS_DATE = "id_is_date"  # a spreadsheet turned an id such as 1-2 into a date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFault:
    """One thing wrong with a file: `field` is the key or column, in our own (JSON) names."""

    kind: ReadingFaultKind
    field: str = ""
    value: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in a file: what of it is known.

    `sheet` is the sheet of a workbook or the file of a folder; `row` and `column` count from 1
    (line and character in JSON and MiniZinc data); `header` is the column's name as written;
    `path` is a place in JSON such as `requests[3].value` (counting from 0).
    """

    sheet: str = ""
    row: int | None = None
    column: int | None = None
    header: str = ""
    path: str = ""

    @property
    def cell(self) -> str:
        """The spreadsheet's name of the cell.

        >>> Where(row=7, column=28).cell
        'AB7'
        """
        if self.row is None or self.column is None:
            return ""
        letters, rest = "", self.column
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedFault:
    """A fault and where it stands; `suggestion` is the nearest name that does exist, if any."""

    fault: Fault | ReadingFault
    where: Where = Where()
    suggestion: str = ""
