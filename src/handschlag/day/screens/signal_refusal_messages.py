"""Why something was not noted, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.day.rules.afterwards import AfterwardsRefusal
from handschlag.day.rules.signals import SignalResult
from handschlag.matching.screens.refusal_messages import refusal_message as matching_words

OUTCOMES: Final[Mapping[SignalResult, str | Promise]] = {
    SignalResult.KEY_USED: _("That did not work. Please press once more."),
    SignalResult.NOT_YOURS: _("This meeting is not yours any more."),
    SignalResult.NOT_THE_DAY: _("That can be said on the day of the event only."),
}

REFUSALS: Final[Mapping[StrEnum, str | Promise]] = {
    AfterwardsRefusal.NOT_YOURS: _("This meeting is not yours any more."),
    AfterwardsRefusal.NOT_YET: _("This meeting has not begun yet."),
    AfterwardsRefusal.DID_NOT_TAKE_PLACE: _("You have said that this meeting did not take place."),
    AfterwardsRefusal.NOTHING_TO_OBJECT_TO: _("Nobody says any more that it did not take place."),
    AfterwardsRefusal.OVER: _("This offer is over."),
    AfterwardsRefusal.NO_CONTACT: _("This contact is not released, or not any more."),
    AfterwardsRefusal.NOT_ASKED_YET: _("This is asked 30 days after the event at the earliest."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(REFUSALS[reason]) if reason in REFUSALS else matching_words(reason)
