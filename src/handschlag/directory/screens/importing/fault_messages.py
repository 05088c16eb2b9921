"""Faults of the directory's tables as sentences: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.table_import.rules.faults import CellFault
from handschlag.directory.rules.imports.faults import ImportFaultKind
from handschlag.directory.rules.imports.import_fields import EntryField, field_and_line

_KINDS: Final = {kind.value: kind for kind in (*CellFault, *ImportFaultKind)}
_MISSING: Final = {
    EntryField.KIND: _("The type is missing. Choose one."),
    EntryField.PROJECT: _("The number of the grant is missing."),
}


def sentence(fault: Mapping[str, Any]) -> str:
    """A fault as the import keeps it, in words."""
    field, _line = field_and_line(fault["fact"], 0)
    kind = _KINDS[fault["reason"]]
    details: Mapping[str, Any] = fault["details"]
    if kind is CellFault.MISSING and field in _MISSING:
        return str(_MISSING[EntryField(field)])
    return refusal_message(kind) % details
