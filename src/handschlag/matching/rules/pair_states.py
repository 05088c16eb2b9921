"""How two people stand to each other by what was sent; never by what was wished in secret."""

from __future__ import annotations

from enum import StrEnum


class PairState(StrEnum):
    NOTHING = "nothing"
    SENT = "sent"  # I asked, no answer yet
    ASKED = "asked"  # the other one asks me
    HELD = "held"  # takes place
    ROUND = "round"  # both said yes, answered in the next round
    WATCHED = "watched"  # both said yes, not possible with what is agreed today


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
