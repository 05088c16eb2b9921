"""Why something that organisers wanted did not happen, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.refusals import Refusal
from handschlag.matching.rules.refusals import MatchingRefusal, PreparingRefusal

WORDS: Final[Mapping[str, str | Promise]] = {
    PreparingRefusal.DATES_CROSSED: _(
        "The dates are in the wrong order. The order is: profiles, requests, end of answers, cut-off date."
    ),
    PreparingRefusal.AFTER_THE_EVENT: _("Times have to be fixed before the event begins."),
    PreparingRefusal.STALE: _(
        "Someone in your team was faster. Nothing was overwritten. Check the current version and save again."
    ),
    PreparingRefusal.NOT_SOUND: _("This value is not allowed for this rule."),
    PreparingRefusal.BREAKS_PROMISES: _(
        "Not saved: this rule would affect %(number)s confirmed meetings. Cancel them with the "
        "people concerned first."
    ),
    PreparingRefusal.NO_TIME: _(
        "There are no time slots yet. Add a block with tables, then open matchmaking."
    ),
    PreparingRefusal.SAME_PERSON: _("Choose two different people."),
    PreparingRefusal.UNKNOWN_PERSON: _("This person is not taking part in matchmaking."),
    PreparingRefusal.IS_FORBIDDEN_ALREADY: _("This pair is already blocked."),
    PreparingRefusal.GONE: _("This has been deleted."),
    PreparingRefusal.NO_CONSENT_BY_PHONE: _("Only fill this in after the person has agreed by telephone."),
    PreparingRefusal.HAS_MEETINGS: _("Confirmed meetings need this interpreter."),
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
    text = WORDS.get(no.reason)
    return str(text) % no.details if text else str(_("That is not possible."))
