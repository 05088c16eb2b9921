"""Faults as sentences: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from handschlag.directory.rules.imports.facts import Fact, where
from handschlag.directory.rules.imports.faults import Reason
from handschlag.directory.rules.imports.reading import MOST_STATEMENTS

Details = Mapping[str, Any]
STATEMENTS = {Fact.OFFERS_DE, Fact.OFFERS_EN, Fact.NEEDS_DE, Fact.NEEDS_EN}

SENTENCES: dict[Reason, Callable[[], str]] = {
    Reason.FORMULA: lambda: _("This is a formula. Write the text itself."),
    Reason.FORMULA_ERROR: lambda: _("The spreadsheet could not calculate this cell. Write the text itself."),
    Reason.NO_KIND: lambda: _("We do not know this kind."),
    Reason.NOT_YES_OR_NO: lambda: _("Enter yes or no."),
    Reason.NOT_A_NUMBER: lambda: _("Enter a whole number, for example 1250."),
    Reason.NOT_A_YEAR: lambda: _("Enter a year, for example 2011."),
    Reason.NOT_A_DAY: lambda: _("Enter a real date, for example 31.12.2026."),
    Reason.NOT_A_COORDINATE: lambda: _("Enter degrees within Germany, for example 51.05."),
    Reason.NOT_AN_ADDRESS: lambda: _("Enter a web address, for example https://www.example.org."),
    Reason.NOT_AN_EMAIL: lambda: _("Enter a valid email address."),
    Reason.NOT_A_ROR: lambda: _(
        "This is not a valid ROR ID; perhaps a character is wrong. Example: 04aj4c181."
    ),
    Reason.UNKNOWN_LAND: lambda: _("This federal state does not exist."),
    Reason.UNKNOWN_SLUG: lambda: _("No entry with this identifier, or you have no access to it."),
    Reason.NOT_A_GRANT: lambda: _("Enter a valid catalogue number."),
    Reason.NOT_AN_AMOUNT: lambda: _("Enter an amount as in the catalogue."),
    Reason.ENDS_TOO_EARLY: lambda: _("The project would end before it begins."),
    Reason.ROR_TAKEN: lambda: _("Another actor has this ROR id. It may be the same organisation."),
}


def _missing(fact: str, details: Details) -> str:
    del details
    if fact == Fact.KIND:
        return _("The type is missing. Choose one.")
    if fact == Fact.PROJECT:
        return _("The number of the grant is missing.")
    return _("Enter a name.")


def _too_long(fact: str, details: Details) -> str:
    if fact in STATEMENTS:
        text = _("At most %(number)s entries of at most %(most)s characters, separated by semicolons.")
        return text % {"number": MOST_STATEMENTS, "most": details["most"]}
    return _("These are %(length)s characters; there may be at most %(most)s.") % details


def _place_unclear(fact: str, details: Details) -> str:
    del fact, details
    return _("Several places have this name. Select the federal state.")


def _place_elsewhere(fact: str, details: Details) -> str:
    del fact, details
    return _("This place is not in this federal state. Check the federal state.")


def _unknown_field(fact: str, details: Details) -> str:
    del fact
    return _("“%(name)s” is not a field in our vocabulary.") % details


def _too_many_fields(fact: str, details: Details) -> str:
    del fact
    return _("At most %(most)s fields can be named.") % details


def _unknown_parent(fact: str, details: Details) -> str:
    del fact
    return _("“%(name)s” is neither in the directory nor a new row of this table.") % details


def _twice(fact: str, details: Details) -> str:
    del fact
    return _("Row %(row)s means the same organisation. Leave one of the two out.") % details


def _grant_twice(fact: str, details: Details) -> str:
    del fact
    return _("Row %(row)s has the same number of the grant, and says something else of it.") % details


WITH_DETAILS: dict[Reason, Callable[[str, Details], str]] = {
    Reason.MISSING: _missing,
    Reason.TOO_LONG: _too_long,
    Reason.PLACE_UNCLEAR: _place_unclear,
    Reason.PLACE_ELSEWHERE: _place_elsewhere,
    Reason.UNKNOWN_FIELD: _unknown_field,
    Reason.TOO_MANY_FIELDS: _too_many_fields,
    Reason.UNKNOWN_PARENT: _unknown_parent,
    Reason.TWICE: _twice,
    Reason.GRANT_TWICE: _grant_twice,
}


def sentence(fault: Mapping[str, Any]) -> str:
    """A fault as the import keeps it, in words."""
    reason = Reason(fault["reason"])
    if reason in SENTENCES:
        return SENTENCES[reason]()
    fact, _line = where(fault["fact"], 0)
    return WITH_DETAILS[reason](fact, fault["details"])
