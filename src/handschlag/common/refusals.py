"""An expected no. Actions raise it with a reason from an enum of their floor; the edge words it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Refusal(Exception):
    """Why an action did not happen; `details` holds what the wording needs."""

    def __init__(self, reason: StrEnum, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details = details
