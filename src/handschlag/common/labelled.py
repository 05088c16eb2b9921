"""Codes that carry their own words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


def marked(text: str) -> str:
    """The text itself, found by the command that collects what is to be translated."""
    return text


class Labelled(StrEnum):
    """`HELD = "held", _("Takes place.")`; the label is translated where it is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
