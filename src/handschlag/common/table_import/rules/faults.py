"""What is wrong with a cell, as values that have their sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class CellFault(Reason):
    """What can be wrong with a cell of any table; whoever takes a table adds kinds of its own."""

    MISSING = "missing", _("Enter a name.")
    TOO_LONG = "too_long", _("These are %(length)s characters; there may be at most %(most)s.")
    FORMULA = "formula", _("This is a formula. Write the text itself.")
    FORMULA_ERROR = (
        "formula_error",
        _("The spreadsheet could not calculate this cell. Write the text itself."),
    )
    NOT_YES_OR_NO = "not_yes_or_no", _("Enter yes or no.")
    NOT_A_NUMBER = "not_a_number", _("Enter a whole number, for example 1250.")
    NOT_A_YEAR = "not_a_year", _("Enter a year, for example 2011.")
    NOT_A_DAY = "not_a_day", _("Enter a real date, for example 31.12.2026.")
    NOT_AN_ADDRESS = "not_an_address", _("Enter a web address, for example https://www.example.org.")
    NOT_AN_EMAIL = "not_an_email", _("Enter a valid email address.")


class Unreadable(Exception):
    """The cell says nothing that fits."""

    def __init__(self, kind: StrEnum, **details: Any) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.details: Mapping[str, Any] = details


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportFault:
    """One cell. `details` holds what the sentence needs: what is meant, how much is allowed."""

    field: str  # empty where it is the whole row
    kind: StrEnum
    cell: str = ""  # as its spreadsheet addresses it
    value: str = ""
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)
