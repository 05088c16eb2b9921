"""How two people stand to each other, in words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.chances import Chance
from handschlag.matching.rules.pair_states import PairState

STANDINGS: Final[dict[PairState, str | Promise]] = {
    PairState.SENT: _("Sent. The answer is open."),
    PairState.ASKED: _("Asks you. Your wish, sent, is a yes."),
    PairState.HELD: _("Takes place."),
    PairState.ROUND: _("Both said yes. The answer comes with the next round."),
    PairState.WATCHED: _("Both said yes. It does not work out yet."),
}
KINDS: Final[dict[str, str | Promise]] = {
    "must": _("Must"),
    "want": _("Want"),
    "maybe": _("Maybe"),
    "rather_not": _("Rather not"),
}
RESULTS: Final[dict[str, tuple[str, str | Promise]]] = {
    "open": ("asked", _("Sent. You hear from us as soon as there is an answer.")),
    "accepted": ("meets", _("It will take place. Time to follow.")),
    "round": ("asked", _("Both said yes. The answer comes with the next round.")),
    "watched": ("clash", _("Both said yes. It does not work out yet; we try again as soon as time is free.")),
}
CHANCES: Final[dict[Chance, tuple[str | Promise, str | Promise]]] = {
    Chance.POSSIBLE: (_("possible"), _("You have time in common.")),
    Chance.YOU_FULL: (_("you are full"), _("You have as many meetings as you want or as your time holds.")),
    Chance.THEY_FULL: (_("full"), _("Has as many meetings as the time holds. A wish can wait for a place.")),
    Chance.NO_COMMON_TIME: (
        _("no common time"),
        _("When one of you is there, the other one is not, or hears a talk."),
    ),
}
WHY_NOT: Final[dict[str, str | Promise]] = {
    "listed": _("Stands on your list."),
    "not_opted_in": _("Has not described themselves yet; so nothing can be compared."),
    "blocked": _("Others fit better, in the weaker of the two directions."),
    "same_organisation": _("Comes from your own organisation; you know the way."),
    "no_common_language": _("You have named no language in common."),
    "score": _("Others fit better, in the weaker of the two directions."),
    "in_demand": _(
        "Fits, but very many want to meet this person. So that everybody gets meetings, others go first."
    ),
    "organisation_full": _("Somebody else of the same organisation stands on your list already."),
    "network_full": _("Enough people of the same network stand on your list already."),
    "need_covered": _("Others on your list serve the same need already."),
    "places_kept": _(
        "The last places of your list are kept for bridges to other networks and for people seldom seen."
    ),
}
