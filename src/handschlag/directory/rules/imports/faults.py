"""What only tables of the directory can have wrong, and what is worth a word."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class ImportFaultKind(Reason):
    """Nothing is applied as long as one of these, or of the faults of any table, is left."""

    NO_KIND = "no_kind", _("We do not know this kind.")
    NOT_A_COORDINATE = "not_a_coordinate", _("Enter degrees within Germany, for example 51.05.")
    NOT_A_ROR = (
        "not_a_ror",
        _("This is not a valid ROR ID; perhaps a character is wrong. Example: 04aj4c181."),
    )
    UNKNOWN_LAND = "unknown_land", _("This federal state does not exist.")
    PLACE_UNCLEAR = "place_unclear", _("Several places have this name. Select the federal state.")
    PLACE_ELSEWHERE = (
        "place_elsewhere",
        _("This place is not in this federal state. Check the federal state."),
    )
    UNKNOWN_FIELD = "unknown_field", _("“%(name)s” is not a field in our vocabulary.")
    TOO_MANY_FIELDS = "too_many_fields", _("At most %(most)s fields can be named.")
    TOO_MANY_STATEMENTS = (
        "too_many_statements",
        _("At most %(number)s entries of at most %(most)s characters, separated by semicolons."),
    )
    UNKNOWN_PARENT = (
        "unknown_parent",
        _("“%(name)s” is neither in the directory nor a new row of this table."),
    )
    UNKNOWN_SLUG = "unknown_slug", _("No entry with this identifier, or you have no access to it.")
    TWICE = "twice", _("Row %(row)s means the same organisation. Leave one of the two out.")
    ROR_TAKEN = "ror_taken", _("Another actor has this ROR id. It may be the same organisation.")
    NOT_A_GRANT = "not_a_grant", _("Enter a valid catalogue number.")
    NOT_AN_AMOUNT = "not_an_amount", _("Enter an amount as in the catalogue.")
    ENDS_TOO_EARLY = "ends_too_early", _("The project would end before it begins.")
    GRANT_TWICE = (
        "grant_twice",
        _("Row %(row)s has the same number of the grant, and says something else of it."),
    )


class ImportHint(Reason):
    """Worth a word, and no obstacle."""

    PLACE_UNKNOWN = (
        "place_unknown",
        _("The place is not in our list: there will be no point on the map."),
    )
    KIND_GUESSED = "kind_guessed", _("The type was derived from the name.")
    OF_OTHERS = "of_others", _("Others manage this entry; its facts stay unchanged.")
    REVIEWED = "reviewed", _("An editor reviews the changes first.")
