"""An expected no. Actions raise it with a reason from an enum of their floor; the edge words it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from handschlag.common.rules.reasons import Reason


class Refusal(Exception):
    """Why an action did not happen; `details` holds what the wording needs."""

    def __init__(self, reason: StrEnum, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details = details


def refusal_message(reason: StrEnum) -> str:
    """The sentence of a reason in the language of the page."""
    assert isinstance(reason, Reason), reason
    return gettext(reason.label)
