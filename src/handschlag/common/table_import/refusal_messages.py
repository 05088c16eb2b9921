"""Why a file, or a step of an import, is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import ngettext

from handschlag.common import refusal_messages
from handschlag.common.table_import.rules.refusals import ImportRefusal


def refusal_message(reason: StrEnum, details: Mapping[str, Any]) -> str:
    """The refusal of a file or of a step; `details` may name rows, or how many there are."""
    if reason is ImportRefusal.FAULTS_LEFT:
        return ngettext("%(rows)s row has errors.", "%(rows)s rows have errors.", details["rows"]) % details
    if reason is ImportRefusal.UNDECIDED:
        text = ngettext("%(rows)s row needs a decision.", "%(rows)s rows need a decision.", details["rows"])
        return text % details
    numbers = {
        name: number_format(value, force_grouping=True)
        for name, value in details.items()
        if isinstance(value, int)
    }
    sentence = refusal_messages.refusal_message(reason) % numbers
    if not (rows := details.get("rows")):
        return sentence
    concerned = ngettext("It concerns row %(rows)s.", "It concerns rows %(rows)s.", len(rows))
    return f"{sentence} {concerned % {'rows': ', '.join(map(str, rows))}}"


def message_of_job(result: Mapping[str, Any] | None) -> str:
    """The refusal that a job has kept."""
    reason = (result or {}).get("reason")
    if reason not in set(ImportRefusal):
        return ""
    return refusal_message(ImportRefusal(reason), (result or {}).get("details", {}))
