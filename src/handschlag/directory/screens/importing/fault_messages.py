"""Faults of the directory's tables as sentences: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.fault_messages import CELL_MESSAGES
from handschlag.directory.rules.imports.faults import ImportFaultKind
from handschlag.directory.rules.imports.import_fields import EntryField, field_and_line

_MESSAGES: Final[Mapping[str, str | Promise]] = {
    **CELL_MESSAGES,
    f"missing {EntryField.KIND}": _("The type is missing. Choose one."),
    f"missing {EntryField.PROJECT}": _("The number of the grant is missing."),
    ImportFaultKind.NO_KIND: _("We do not know this kind."),
    ImportFaultKind.NOT_A_COORDINATE: _("Enter degrees within Germany, for example 51.05."),
    ImportFaultKind.NOT_A_ROR: _(
        "This is not a valid ROR ID; perhaps a character is wrong. Example: 04aj4c181."
    ),
    ImportFaultKind.UNKNOWN_LAND: _("This federal state does not exist."),
    ImportFaultKind.PLACE_UNCLEAR: _("Several places have this name. Select the federal state."),
    ImportFaultKind.PLACE_ELSEWHERE: _("This place is not in this federal state. Check the federal state."),
    ImportFaultKind.UNKNOWN_FIELD: _("“%(name)s” is not a field in our vocabulary."),
    ImportFaultKind.TOO_MANY_FIELDS: _("At most %(most)s fields can be named."),
    ImportFaultKind.TOO_MANY_STATEMENTS: _(
        "At most %(number)s entries of at most %(most)s characters, separated by semicolons."
    ),
    ImportFaultKind.UNKNOWN_PARENT: _("“%(name)s” is neither in the directory nor a new row of this table."),
    ImportFaultKind.UNKNOWN_SLUG: _("No entry with this identifier, or you have no access to it."),
    ImportFaultKind.TWICE: _("Row %(row)s means the same organisation. Leave one of the two out."),
    ImportFaultKind.ROR_TAKEN: _("Another actor has this ROR id. It may be the same organisation."),
    ImportFaultKind.NOT_A_GRANT: _("Enter a valid catalogue number."),
    ImportFaultKind.NOT_AN_AMOUNT: _("Enter an amount as in the catalogue."),
    ImportFaultKind.ENDS_TOO_EARLY: _("The project would end before it begins."),
    ImportFaultKind.GRANT_TWICE: _(
        "Row %(row)s has the same number of the grant, and says something else of it."
    ),
}


def sentence(fault: Mapping[str, Any]) -> str:
    """A fault as the import keeps it, in words."""
    field, _line = field_and_line(fault["fact"], 0)
    own = _MESSAGES.get(f"{fault['reason']} {field}")
    details: Mapping[str, Any] = fault["details"]
    return str(own or _MESSAGES[fault["reason"]]) % details
