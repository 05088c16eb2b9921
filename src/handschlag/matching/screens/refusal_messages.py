"""Why something in matching did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.refusals import MatchingRefusal

WORDS: Final[dict[StrEnum, str | Promise]] = {
    MatchingRefusal.NOT_OFFERED: _("This event offers no matching at present."),
    MatchingRefusal.NOT_IN_THIS_PHASE: _(
        "That is not possible at this time. The dates stand on the first page."
    ),
    MatchingRefusal.NO_CONSENT: _("Without your consent nobody is compared with you."),
    MatchingRefusal.NOT_CONFIRMED: _("Your registration is not confirmed. Matching needs a confirmed place."),
    MatchingRefusal.ALREADY: _("There is a request between the two of you already."),
    MatchingRefusal.LEFT: _("This person takes no part any more."),
    MatchingRefusal.STALE: _(
        "This was changed in another window in the meantime. Your entries are still here: "
        "compare them with what is saved now, and save once more."
    ),
    MatchingRefusal.NO_PURPOSE: _("Say in one line what it is about."),
    MatchingRefusal.TOO_MANY_MUSTS: _("All your musts are given. Make another one a “want” first."),
    MatchingRefusal.TOO_MANY_SENT: _("You have sent all your requests. Take one back first."),
    MatchingRefusal.TOO_MANY_RECEIVED: _(
        "So many have asked this person that no more requests get there now."
    ),
    MatchingRefusal.NOT_POSSIBLE: _("That is not possible."),
    MatchingRefusal.NOT_YOURS: _("This request is not yours."),
    MatchingRefusal.NOT_IN_THIS_STATE: _("That is not possible any more: it was answered or taken back."),
    MatchingRefusal.ENDANGERS: _("This would cost agreed meetings."),
    MatchingRefusal.FIXED: _("The times are fixed. A change needs the consent of everybody concerned."),
    MatchingRefusal.NOT_A_SLOT: _("There is no such time."),
    MatchingRefusal.TOO_LATE: _("The time for this answer is over. Everything stays as it was."),
    MatchingRefusal.TRY_AGAIN: _("Somebody else was faster. Please try again."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[reason])
