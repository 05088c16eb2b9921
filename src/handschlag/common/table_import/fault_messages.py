"""Faults as sentences: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.common.table_import.rules.faults import CellFault

type Messages = Mapping[str, str | Promise]
CELL_MESSAGES: Final[Messages] = {fault: gettext_lazy(fault.label) for fault in CellFault}


def fault_message(kind: StrEnum, details: Mapping[str, Any], messages: Messages = CELL_MESSAGES) -> str:
    """The sentence for a fault."""
    return str(messages[kind]) % details
