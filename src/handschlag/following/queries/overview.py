"""Everything on somebody's page about what they follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.following.hooks.followed_things import Thing
from handschlag.following.models import Subscription, WeeklyEmail
from handschlag.following.queries.news import news_of, written
from handschlag.following.queries.subscriptions import emails_of, feed_token, subscription_of
from handschlag.following.queries.things import followed_by, things_of
from handschlag.following.rules.grouping import WrittenLine
from handschlag.following.rules.news import Followed
from handschlag.following.rules.weeks import LONGEST_BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingOverview:
    """What is followed, what it stands for, and what would be told now."""

    subscription: Subscription | None
    followed: Sequence[Followed]
    things: Mapping[Followed, Thing]
    coming: Sequence[WrittenLine]
    emails: Sequence[WeeklyEmail]
    feed_token: str


def overview_of(user_id: int, *, now: datetime) -> FollowingOverview:
    """In the language that is spoken now."""
    subscription = subscription_of(user_id)
    followed = followed_by(user_id)
    things = things_of(followed)
    coming: Sequence[WrittenLine] = ()
    if subscription is not None and followed:
        since = max(subscription.told_until, now - LONGEST_BACK)
        shown = [one for one in followed if one in things]
        titles = {one: thing.title for one, thing in things.items()}
        news = news_of(shown, since=since, until=now)
        coming = written(news, shown, titles, since=since, until=now)
    return FollowingOverview(
        subscription=subscription,
        followed=followed,
        things=things,
        coming=coming,
        emails=emails_of(user_id),
        feed_token=feed_token(subscription) if subscription else "",
    )
