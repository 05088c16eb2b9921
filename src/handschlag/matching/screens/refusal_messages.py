"""Why something in matching did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.refusals import MatchingRefusal

WORDS: Final[dict[StrEnum, str | Promise]] = {
    MatchingRefusal.NOT_OFFERED: _("This event has no matchmaking at the moment."),
    MatchingRefusal.NOT_IN_THIS_PHASE: _("This is not possible now. See the dates on your first page."),
    MatchingRefusal.NO_CONSENT: _("Without your consent you are not compared with anyone."),
    MatchingRefusal.NOT_CONFIRMED: _(
        "Your registration is not confirmed. You need a confirmed place to join matchmaking."
    ),
    MatchingRefusal.ALREADY: _("There is already a request between the two of you."),
    MatchingRefusal.LEFT: _("This person is no longer taking part."),
    MatchingRefusal.STALE: _(
        "This was changed in another browser window. Your entries are still here: compare them "
        "with the saved version and save again."
    ),
    MatchingRefusal.NO_PURPOSE: _("Enter the topic in one line."),
    MatchingRefusal.TOO_MANY_MUSTS: _(
        "You have used all your “must meet” choices. Change one of them to “want to meet” first."
    ),
    MatchingRefusal.TOO_MANY_SENT: _("You have sent all your requests. Withdraw one first."),
    MatchingRefusal.TOO_MANY_RECEIVED: _(
        "This person has so many requests that no further ones are possible at the moment."
    ),
    MatchingRefusal.NOT_POSSIBLE: _("That is not possible."),
    MatchingRefusal.NOT_YOURS: _("This request is not yours."),
    MatchingRefusal.NOT_IN_THIS_STATE: _(
        "This is no longer possible: the request has been answered or withdrawn."
    ),
    MatchingRefusal.ENDANGERS: _("This would cancel confirmed meetings."),
    MatchingRefusal.FIXED: _("The times are fixed. A change needs the consent of everyone concerned."),
    MatchingRefusal.NOT_A_SLOT: _("There is no such time."),
    MatchingRefusal.TOO_LATE: _("It is too late to answer. Nothing has changed."),
    MatchingRefusal.TRY_AGAIN: _("Someone else was faster. Please try again."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[reason])
