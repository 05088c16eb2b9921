"""How two people stand to each other by what was sent; never by what was wished in secret."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    NOTHING = "nothing"
    SENT = "sent"  # I asked, no answer yet
    ASKED = "asked"  # the other one asks me
    HELD = "held"  # takes place
    ROUND = "round"  # both said yes, answered in the next round
    WATCHED = "watched"  # both said yes, not possible with what is agreed today


OPEN = "open"
AGREED = {"accepted": Standing.HELD, "round": Standing.ROUND, "watched": Standing.WATCHED}


def standing_of(state: str, *, is_sender: bool) -> Standing:
    """From the state of the request between two people; empty where there is none.

    >>> standing_of("open", is_sender=True)
    <Standing.SENT: 'sent'>
    """
    if state == OPEN:
        return Standing.SENT if is_sender else Standing.ASKED
    return AGREED.get(state, Standing.NOTHING)


def may_wish(standing: Standing) -> bool:
    """Whether a wish can be changed: not once one has said yes oneself."""
    return standing in {Standing.NOTHING, Standing.ASKED}
