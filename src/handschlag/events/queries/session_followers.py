"""Who is told of changed sessions, whichever app knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handschlag.events.hooks.session_followers import Follower, session_followers
from handschlag.events.rules.programme import (
    Difference,
    is_worth_a_letter,
)


def followers_of(event_id: int, session_ids: Collection[int]) -> tuple[Follower, ...]:
    """Each address once, with all its sessions; nobody where nothing has changed."""
    if not session_ids:
        return ()
    followers: dict[str, Follower] = {}
    for plugin in session_followers:
        for follower in plugin(event_id, session_ids):
            before = followers.get(follower.email, follower)
            followers[follower.email] = Follower(
                email=follower.email,
                language=follower.language,
                session_ids=(follower.session_ids | before.session_ids) & frozenset(session_ids),
                name=follower.name or before.name,
                url=follower.url or before.url,
                person=follower.person or before.person,
            )
    return tuple(followers.values())


def concerned_by(event_id: int, changes: Iterable[Difference]) -> tuple[Follower, ...]:
    """Who gets a letter about these changes."""
    return followers_of(event_id, [one.id for one in changes if is_worth_a_letter(one)])
