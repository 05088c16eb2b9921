"""Faults as sentences: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.rules.faults import CellFault

type Messages = Mapping[str, str | Promise]
CELL_MESSAGES: Final[Messages] = {
    CellFault.MISSING: _("Enter a name."),
    CellFault.TOO_LONG: _("These are %(length)s characters; there may be at most %(most)s."),
    CellFault.FORMULA: _("This is a formula. Write the text itself."),
    CellFault.FORMULA_ERROR: _("The spreadsheet could not calculate this cell. Write the text itself."),
    CellFault.NOT_YES_OR_NO: _("Enter yes or no."),
    CellFault.NOT_A_NUMBER: _("Enter a whole number, for example 1250."),
    CellFault.NOT_A_YEAR: _("Enter a year, for example 2011."),
    CellFault.NOT_A_DAY: _("Enter a real date, for example 31.12.2026."),
    CellFault.NOT_AN_ADDRESS: _("Enter a web address, for example https://www.example.org."),
    CellFault.NOT_AN_EMAIL: _("Enter a valid email address."),
}


def fault_message(kind: StrEnum, details: Mapping[str, Any], messages: Messages = CELL_MESSAGES) -> str:
    """The sentence for a fault."""
    return str(messages[kind]) % details
