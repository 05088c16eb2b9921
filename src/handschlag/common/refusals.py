"""An expected no. Actions raise it with a reason from an enum of their floor, which says it to people too."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self


def marked(text: str) -> str:
    """The text itself, found by the command that collects what is to be translated."""
    return text


class Labelled(StrEnum):
    """A code and its words: `HELD = "held", _("Takes place.")`; translated where they are shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Reason(Labelled):
    """Why something does not happen: `STALE = "stale", _("Someone has changed this.")`."""


class Refusal(Exception):
    """Why an action did not happen; `details` holds what the wording needs."""

    def __init__(self, reason: StrEnum, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details = details
