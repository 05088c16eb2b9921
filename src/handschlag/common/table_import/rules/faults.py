"""What is wrong with a cell, as values; the edge makes sentences of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class CellFault(StrEnum):
    """What can be wrong with a cell of any table; whoever takes a table adds kinds of its own."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    FORMULA_ERROR = "formula_error"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_YEAR = "not_a_year"
    NOT_A_DAY = "not_a_day"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_AN_EMAIL = "not_an_email"


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
