"""Why something was not noted, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.refusal_messages import refusal_message as matching_words
from handschlag.day.rules.afterwards import AfterwardsRefusal
from handschlag.day.rules.signals import SignalResult

OUTCOMES: Final[Mapping[SignalResult, str | Promise]] = {
    SignalResult.KEY_USED: _("Something went wrong. Press the button again."),
    SignalResult.NOT_YOURS: _("This meeting has been given to someone else."),
    SignalResult.NOT_THE_DAY: _("You can only report this on the day of the event."),
}

REFUSALS: Final[Mapping[StrEnum, str | Promise]] = {
    AfterwardsRefusal.NOT_YOURS: _("This meeting has been given to someone else."),
    AfterwardsRefusal.NOT_YET: _("This meeting has not begun yet."),
    AfterwardsRefusal.DID_NOT_TAKE_PLACE: _("You reported that this meeting did not take place."),
    AfterwardsRefusal.NOTHING_TO_OBJECT_TO: _("Nobody says any longer that it did not take place."),
    AfterwardsRefusal.OVER: _("This offer has expired."),
    AfterwardsRefusal.NO_CONTACT: _("This contact has not been released or is no longer shared."),
    AfterwardsRefusal.NOT_ASKED_YET: _("We ask this 30 days after the event at the earliest."),
}


def refusal_message(reason: StrEnum) -> str:
    """The refusal in the reader's language, also one that comes from matching."""
    return str(REFUSALS[reason]) if reason in REFUSALS else matching_words(reason)
