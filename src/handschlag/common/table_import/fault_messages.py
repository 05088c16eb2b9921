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
    CellFault.MISSING: _("The name is missing."),
    CellFault.TOO_LONG: _("These are %(length)s characters; there may be at most %(most)s."),
    CellFault.FORMULA: _("This is a formula. Write the text itself."),
    CellFault.FORMULA_ERROR: _("The spreadsheet could not calculate this cell. Write the text itself."),
    CellFault.NOT_YES_OR_NO: _("Only yes or no can stand here."),
    CellFault.NOT_A_NUMBER: _("Only a whole number can stand here, such as 1250."),
    CellFault.NOT_A_YEAR: _("Only a year can stand here, such as 2011."),
    CellFault.NOT_A_DAY: _("There is no such day. Write it like 31.12.2026."),
    CellFault.NOT_AN_ADDRESS: _("This is no web address. Write it like https://www.example.org."),
    CellFault.NOT_AN_EMAIL: _("This is no e-mail address."),
}


def fault_message(kind: StrEnum, details: Mapping[str, Any], messages: Messages = CELL_MESSAGES) -> str:
    """The sentence for a fault."""
    return str(messages[kind]) % details
