"""An expected no. Actions raise it with a reason from an enum of their floor, which says it to people too."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from handschlag.common.labelled import Labelled
from handschlag.common.labelled import marked as marked


class Reason(Labelled):
    """`STALE = "stale", _("Someone has changed this.")`."""


class Refusal(Exception):
    """Why an action did not happen; `details` holds what the wording needs."""

    def __init__(self, reason: StrEnum, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details = details
