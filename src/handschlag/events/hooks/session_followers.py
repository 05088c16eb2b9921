"""Who is concerned by a changed session: higher floors know, and hang a teller here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

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


class _Teller(Protocol):
    """Knows people who are concerned: those who registered, say."""

    def readers(self, event_id: int, session_ids: Collection[int]) -> Iterable[Follower]:
        """Everybody who chose at least one of these sessions, with those of them that they chose."""


_tellers: list[_Teller] = []


def register(teller: _Teller) -> None:
    """Once, while the platform starts."""
    _tellers.append(teller)


def followers_of(event_id: int, session_ids: Collection[int]) -> tuple[Follower, ...]:
    """Each address once, with all its sessions; nobody where nothing has changed."""
    if not session_ids:
        return ()
    found: dict[str, Follower] = {}
    for teller in _tellers:
        for one in teller.readers(event_id, session_ids):
            known = found.get(one.email)
            ids = one.session_ids | known.session_ids if known else one.session_ids
            found[one.email] = Follower(
                email=one.email,
                language=one.language,
                session_ids=ids & frozenset(session_ids),
                name=one.name or (known.name if known else ""),
                url=one.url or (known.url if known else ""),
                person=one.person or (known.person if known else None),
            )
    return tuple(found.values())
