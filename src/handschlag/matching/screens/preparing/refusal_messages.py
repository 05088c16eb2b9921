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
        "The dates are not in order. First profiles, then wishes, then the end of answers, then the fix date."
    ),
    PreparingRefusal.AFTER_THE_EVENT: _("Times have to be fixed before the event begins."),
    PreparingRefusal.STALE: _(
        "Somebody of your team was faster. Nothing was overwritten: look at what it says now, and save again."
    ),
    PreparingRefusal.NOT_SOUND: _("This rule cannot say that."),
    PreparingRefusal.BREAKS_PROMISES: _(
        "Not saved: %(number)s guaranteed meetings could not be held under this rule. Give them up first, "
        "with those whom they concern."
    ),
    PreparingRefusal.NO_TIME: _(
        "There is no time to meet yet: add a block and open places in it, then open matching."
    ),
    PreparingRefusal.SAME_PERSON: _("Choose two different people."),
    PreparingRefusal.UNKNOWN_PERSON: _("This person does not take part in matching."),
    PreparingRefusal.IS_FORBIDDEN_ALREADY: _("These two are kept apart already."),
    PreparingRefusal.GONE: _("That does not exist any more."),
    PreparingRefusal.NO_CONSENT_BY_PHONE: _(
        "Fill in for somebody only after the person has agreed to it on the telephone."
    ),
    PreparingRefusal.HAS_MEETINGS: _("Guaranteed meetings need this interpreter."),
    MatchingRefusal.NOT_OFFERED: _("Matching is not open yet. Open it first."),
    MatchingRefusal.NOT_IN_THIS_PHASE: _("That is not possible in this phase."),
    MatchingRefusal.NO_CONSENT: _("The person has not consented to matching."),
    MatchingRefusal.NOT_CONFIRMED: _("The registration of this person is not confirmed."),
    MatchingRefusal.LEFT: _("One of the two takes no part any more."),
    MatchingRefusal.ALREADY: _("There is a request between these two already."),
    MatchingRefusal.TOO_MANY_SENT: _("This person has used all requests."),
    MatchingRefusal.TOO_MANY_RECEIVED: _("The other person has too many unanswered requests."),
    MatchingRefusal.TOO_MANY_MUSTS: _("This person has used all “must” wishes."),
    MatchingRefusal.NO_PURPOSE: _("Say in a line what the two would talk about."),
}


def refusal_message(no: Refusal) -> str:
    """One sentence; what is not in the list is not possible, for reasons that are nobody's business."""
    text = WORDS.get(no.reason)
    return str(text) % no.details if text else str(_("That is not possible."))
