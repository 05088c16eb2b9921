"""How two people stand to each other by what was sent; never by what was wished in secret."""

from __future__ import annotations

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _


class PairState(Labelled):
    NOTHING = "nothing", ""
    # I asked, no answer yet
    SENT = "sent", _("Sent. No answer yet.")
    # the other one asks me
    ASKED = "asked", _("Has asked to meet you. If you send your request, the meeting is confirmed.")
    # takes place
    HELD = "held", _("Takes place.")
    # both said yes, answered in the next round
    ROUND = "round", _("You both said yes. You get the result in the next round.")
    # both said yes, not possible with what is agreed today
    WATCHED = "watched", _("You both said yes, but there is no time that suits everyone yet.")


OPEN = "open"
AGREED = {"accepted": PairState.HELD, "round": PairState.ROUND, "watched": PairState.WATCHED}


def pair_state_of(state: str, *, is_sender: bool) -> PairState:
    """From the state of the request between two people; empty where there is none.

    >>> pair_state_of("open", is_sender=True)
    <PairState.SENT: 'sent'>
    """
    if state == OPEN:
        return PairState.SENT if is_sender else PairState.ASKED
    return AGREED.get(state, PairState.NOTHING)


def may_wish(standing: PairState) -> bool:
    """Whether a wish can be changed: not once one has said yes oneself."""
    return standing in {PairState.NOTHING, PairState.ASKED}
