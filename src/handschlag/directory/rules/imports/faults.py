"""What only tables of the directory can have wrong, and what is worth a word."""

from __future__ import annotations

from enum import StrEnum


class ImportFaultKind(StrEnum):
    """Nothing is applied as long as one of these, or of the faults of any table, is left."""

    NO_KIND = "no_kind"
    NOT_A_COORDINATE = "not_a_coordinate"
    NOT_A_ROR = "not_a_ror"
    UNKNOWN_LAND = "unknown_land"
    PLACE_UNCLEAR = "place_unclear"
    PLACE_ELSEWHERE = "place_elsewhere"
    UNKNOWN_FIELD = "unknown_field"
    TOO_MANY_FIELDS = "too_many_fields"
    TOO_MANY_STATEMENTS = "too_many_statements"
    UNKNOWN_PARENT = "unknown_parent"
    UNKNOWN_SLUG = "unknown_slug"
    TWICE = "twice"
    ROR_TAKEN = "ror_taken"
    NOT_A_GRANT = "not_a_grant"
    NOT_AN_AMOUNT = "not_an_amount"
    ENDS_TOO_EARLY = "ends_too_early"
    GRANT_TWICE = "grant_twice"


class ImportHint(StrEnum):
    """Worth a word, and no obstacle."""

    PLACE_UNKNOWN = "place_unknown"
    KIND_GUESSED = "kind_guessed"
    OF_OTHERS = "of_others"
    REVIEWED = "reviewed"
