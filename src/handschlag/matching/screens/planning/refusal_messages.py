"""Why something in planning did not happen, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext

from handschlag.common import refusal_messages
from handschlag.common.refusals import marked as _
from handschlag.matching.rules.refusals import MatchingRefusal

# What organisers are told where participants would read other words.
_ORGANISERS: Final[Mapping[StrEnum, str]] = {
    MatchingRefusal.NOT_IN_THIS_STATE: _(
        "This is no longer possible because it has been decided in the meantime."
    ),
    MatchingRefusal.NOT_YOURS: _("This person was not asked."),
}


def refusal_message(reason: StrEnum) -> str:
    """The sentence for organisers who plan."""
    return gettext(_ORGANISERS[reason]) if reason in _ORGANISERS else refusal_messages.refusal_message(reason)
