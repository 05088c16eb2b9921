"""By what it is known that a meeting took place. Without a sign nobody knows, and nothing is claimed."""

from __future__ import annotations

from enum import StrEnum

from handschlag.day.rules.marks import Verdict


class Sign(StrEnum):
    """Who has seen it; the first that fits counts."""

    MARK = "mark"  # one side says so, and nobody denies it
    CONFIRMED = "confirmed"  # somebody reports afterwards what came of it
    CHECK_IN = "check_in"  # everybody of it had checked in before it was over, and nobody was missed


def sign_of(verdict: Verdict, *, is_confirmed: bool, is_everybody_here: bool) -> Sign | None:
    """None where nobody knows, and where the sides contradict each other.

    >>> sign_of(Verdict.OPEN, is_confirmed=False, is_everybody_here=True)
    <Sign.CHECK_IN: 'check_in'>
    >>> sign_of(Verdict.DISPUTED, is_confirmed=True, is_everybody_here=True) is None
    True
    """
    if verdict is Verdict.HELD:
        return Sign.MARK
    if verdict is not Verdict.OPEN:
        return None
    if is_confirmed:
        return Sign.CONFIRMED
    return Sign.CHECK_IN if is_everybody_here else None
