"""How two people stand to each other, in words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.chances import Chance

KINDS: Final[dict[str, str | Promise]] = {
    "must": _("Must meet"),
    "want": _("Want to meet"),
    "maybe": _("Maybe"),
    "rather_not": _("Rather not"),
}
RESULTS: Final[dict[str, tuple[str, str | Promise]]] = {
    "open": ("asked", _("sent")),
    "accepted": ("meets", _("Confirmed. We will tell you the time.")),
    "round": ("asked", _("You both said yes. You get the result in the next round.")),
    "watched": (
        "clash",
        _(
            "You both said yes, but there is no time that suits everyone yet. We try again whenever time "
            "becomes free."
        ),
    ),
}
CHANCES: Final[dict[Chance, tuple[str | Promise, str | Promise]]] = {
    Chance.POSSIBLE: (_("possible"), _("You are both free at the same time.")),
    Chance.YOU_FULL: (
        _("you are fully booked"),
        _("You have as many meetings as you want or have time for."),
    ),
    Chance.THEY_FULL: (
        _("full"),
        _("Is fully booked. You can still send a request; it goes on the waiting list."),
    ),
    Chance.NO_COMMON_TIME: (
        _("no common time"),
        _("You are not there at the same time, or one of you is in a session."),
    ),
}
NEVER_LISTED: Final = frozenset({"not_opted_in", "same_organisation", "no_common_language", "known"})
WHY_NOT: Final[dict[str, Promise]] = {
    "asked": _("You have already asked this person or confirmed a meeting."),
    "not_opted_in": _("No profile yet, so we cannot compare."),
    "same_organisation": _("Is from your own organisation."),
    "no_common_language": _("You have no language in common."),
    "known": _(
        "You have met at an earlier event and both allow us to remember it. To meet again, choose a wish."
    ),
    "no_fit": _("We found no match between what one of you offers and the other is looking for."),
    "organisation_full": _(
        "Someone from the same organisation is already on your list, or you have already asked them."
    ),
    "score": _("We recommend others first."),
}
