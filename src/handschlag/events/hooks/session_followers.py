"""Who is told when a session changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.common.mail import ConcernedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Somebody who chose sessions and is told when they change; `url` is their own page, whole.

    `person` is what letters call them, so that a letter is erased with its reader.
    """

    email: str
    language: str
    session_ids: frozenset[int]
    name: str = ""
    url: str = ""
    person: ConcernedPerson | None = None


# Called with the ids of an event and of sessions: everybody who chose one of these, with those they chose.
session_followers: Final = Hook[Callable[[int, Collection[int]], Iterable[Follower]]](
    "events.session_followers"
)
