"""A room around its time, and who comes. Nothing is kept: its name follows from what takes place in it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

OPENS_BEFORE: Final = timedelta(minutes=10)
CLOSES_AFTER: Final = timedelta(minutes=10)


class RoomPhase(Enum):
    EARLY = "early"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineRoom:
    """`name` tells a stranger nothing; `title` is what people read at the top of the room."""

    name: str
    title: str
    opens_at: datetime
    closes_at: datetime
    back: str  # where the way out leads


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineGuest:
    """`id` tells the provider one guest from another, not who it is."""

    id: str
    name: str
    is_host: bool


def phase_at(now: datetime, *, starts_at: datetime, ends_at: datetime) -> RoomPhase:
    """Whether the room of what takes place from `starts_at` until `ends_at` is open.

    >>> ten, eleven = datetime(2027, 4, 14, 10), datetime(2027, 4, 14, 11)
    >>> moments = (datetime(2027, 4, 14, *at) for at in ((9, 49, 59), (9, 50), (11, 9, 59), (11, 10)))
    >>> [phase_at(now, starts_at=ten, ends_at=eleven).value for now in moments]
    ['early', 'open', 'open', 'over']
    """
    if now < starts_at - OPENS_BEFORE:
        return RoomPhase.EARLY
    return RoomPhase.OPEN if now < ends_at + CLOSES_AFTER else RoomPhase.OVER


def secret_name(what: str, uid: str, *, key: str) -> str:
    """A name that nobody guesses, always the same for one thing.

    >>> first, again = (secret_name("meeting", "1", key="k") for _ in range(2))
    >>> first == again, first == secret_name("meeting", "2", key="k"), len(first)
    (True, False, 40)
    """
    return hmac.new(key.encode(), f"online {what} {uid}".encode(), hashlib.sha256).hexdigest()[:40]
