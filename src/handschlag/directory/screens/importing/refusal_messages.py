"""Why a file, or a step of an import, is refused; also what other parts of the directory refuse meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from handschlag.common.table_import import refusal_messages
from handschlag.common.table_import.rules.refusals import FileRefusal, ImportRefusal
from handschlag.directory.screens.editing import refusal_messages as editing


def refusal_message(reason: StrEnum, details: Mapping[str, Any]) -> str:
    """What to do about it, in words."""
    if isinstance(reason, FileRefusal | ImportRefusal):
        return refusal_messages.refusal_message(reason, details)
    return editing.refusal_message(reason)
