"""What somebody follows, and what that stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from handschlag.following.hooks.followed_things import Thing, followed_things
from handschlag.following.models import Following
from handschlag.following.rules.news import Followed


def followed_by(user_id: int) -> list[Followed]:
    """In the order of the page; what is not public any more as well."""
    return [Followed(one.kind, one.key) for one in Following.objects.filter(user=user_id)]


def follows(user_id: int, followed: Followed) -> bool:
    """Whether somebody follows this."""
    return Following.objects.filter(user=user_id, kind=followed.kind, key=followed.key).exists()


def followed_by_each(user_ids: Iterable[int]) -> Mapping[int, Sequence[Followed]]:
    """The same for many at once."""
    found: defaultdict[int, list[Followed]] = defaultdict(list)
    for one in Following.objects.filter(user__in=list(user_ids)):
        found[one.user_id].append(Followed(one.kind, one.key))
    return found


def things_of(followed: Iterable[Followed]) -> dict[Followed, Thing]:
    """What each stands for, in the language that is spoken now; what is not public is left out."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for one in followed:
        keys[one.kind].append(one.key)
    return {
        Followed(source.kind.value, key): thing
        for source in followed_things
        if source.kind in keys
        for key, thing in source.things(keys[source.kind]).items()
    }
