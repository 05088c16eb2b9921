"""The sentence of a refusal in the language of the page."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext

from handschlag.common.refusals import Reason


def refusal_message(reason: StrEnum) -> str:
    """What a reason says to people."""
    assert isinstance(reason, Reason), reason
    return gettext(reason.label)
