"""Why something that organisers wanted did not happen, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext

from handschlag.common.refusals import Refusal
from handschlag.common.refusals import marked as _
from handschlag.matching.rules.refusals import MatchingRefusal, PreparingRefusal

# What organisers are told where participants would read other words.
_ORGANISERS: Final[Mapping[StrEnum, str]] = {
    MatchingRefusal.NOT_OFFERED: _("Matchmaking is not open yet. Open it first."),
    MatchingRefusal.NOT_IN_THIS_PHASE: _("This is not possible in this phase."),
    MatchingRefusal.NO_CONSENT: _("The person has not given consent to matchmaking."),
    MatchingRefusal.NOT_CONFIRMED: _("The registration of this person is not confirmed."),
    MatchingRefusal.LEFT: _("One of the two people is no longer taking part."),
    MatchingRefusal.ALREADY: _("There is already a request between these two."),
    MatchingRefusal.TOO_MANY_SENT: _("This person has no requests left."),
    MatchingRefusal.TOO_MANY_RECEIVED: _("The other person has too many unanswered requests."),
    MatchingRefusal.TOO_MANY_MUSTS: _("This person has used all “must meet” choices."),
    MatchingRefusal.NO_PURPOSE: _("Enter in one line what the two would talk about."),
}


def refusal_message(no: Refusal) -> str:
    """One sentence; what is not in the list is not possible, for reasons that are nobody's business."""
    if isinstance(no.reason, PreparingRefusal):
        text = no.reason.label
    else:
        text = _ORGANISERS.get(no.reason, MatchingRefusal.NOT_POSSIBLE.label)
    return gettext(text) % no.details
