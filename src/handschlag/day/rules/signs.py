"""By what it is known that a meeting took place. Without a sign nobody knows, and nothing is claimed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from handschlag.day.rules.marks import MeetingVerdict


class Sign(StrEnum):
    """Who has seen it; the first that fits counts."""

    MARK = "mark"  # one side says so, and nobody denies it
    CONFIRMED = "confirmed"  # somebody reports afterwards what came of it
    CHECK_IN = "check_in"  # everybody of it had checked in that day before it was over, and nobody was missed


def sign_of(verdict: MeetingVerdict, *, is_confirmed: bool, is_everybody_here: bool) -> Sign | None:
    """None where nobody knows, and where the sides contradict each other.

    >>> sign_of(MeetingVerdict.OPEN, is_confirmed=False, is_everybody_here=True)
    <Sign.CHECK_IN: 'check_in'>
    >>> sign_of(MeetingVerdict.DISPUTED, is_confirmed=True, is_everybody_here=True) is None
    True
    """
    if verdict is MeetingVerdict.HELD:
        return Sign.MARK
    if verdict is not MeetingVerdict.OPEN:
        return None
    if is_confirmed:
        return Sign.CONFIRMED
    return Sign.CHECK_IN if is_everybody_here else None


def was_here(since: datetime | None, *, left: Iterable[datetime], ends_at: datetime) -> bool:
    """Whether somebody who checked in at `since` that day was there until the meeting was over.

    >>> nine, ten, eleven = (datetime(2027, 4, 14, hour) for hour in (9, 10, 11))
    >>> was_here(nine, left=(), ends_at=ten), was_here(nine, left=[eleven], ends_at=ten)
    (True, True)
    >>> was_here(None, left=(), ends_at=ten), was_here(nine, left=[ten], ends_at=eleven)
    (False, False)
    """
    if since is None or since >= ends_at:
        return False
    return not any(since <= at < ends_at for at in left)
