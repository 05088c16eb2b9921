"""What is wrong with a cell, or worth a word, as values; the edge makes sentences of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Nothing is applied as long as one of these is left."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    FORMULA_ERROR = "formula_error"
    NO_KIND = "no_kind"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_YEAR = "not_a_year"
    NOT_A_DAY = "not_a_day"
    NOT_A_COORDINATE = "not_a_coordinate"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_ROR = "not_a_ror"
    UNKNOWN_LAND = "unknown_land"
    PLACE_UNCLEAR = "place_unclear"
    PLACE_ELSEWHERE = "place_elsewhere"
    UNKNOWN_FIELD = "unknown_field"
    TOO_MANY_FIELDS = "too_many_fields"
    UNKNOWN_PARENT = "unknown_parent"
    UNKNOWN_SLUG = "unknown_slug"
    TWICE = "twice"
    ROR_TAKEN = "ror_taken"
    NOT_A_GRANT = "not_a_grant"
    NOT_AN_AMOUNT = "not_an_amount"
    ENDS_TOO_EARLY = "ends_too_early"
    GRANT_TWICE = "grant_twice"


class Hint(StrEnum):
    """Worth a word, and no obstacle."""

    PLACE_UNKNOWN = "place_unknown"
    KIND_GUESSED = "kind_guessed"
    OF_OTHERS = "of_others"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One cell. `details` holds what the sentence needs: what is meant, how much is allowed."""

    fact: str
    reason: Reason
    value: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"fact": self.fact, "reason": self.reason.value, "value": self.value, "details": self.details}
