"""The personal feed at its secret address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.threads.memo import Memo
from handschlag.following.queries.followed import followed_by
from handschlag.following.queries.news import lines_for
from handschlag.following.queries.subscriptions import subscription_of_feed
from handschlag.following.rules.news import Followed
from handschlag.following.rules.weeks import BERLIN, FEED_KEPT, FEED_REACHES, MOST_IN_FEED, last_email
from handschlag.following.screens.feed import feed_of

_MOST_HELD: Final = 100
_feeds: Final = Memo[tuple[str, int, Sequence[Followed]], str](_MOST_HELD)


@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What is new about what its person follows, for a feed reader."""
    subscription = subscription_of_feed(token)
    if subscription is None:
        raise Http404
    now = timezone.now()
    followed = tuple(followed_by(subscription.user_id))
    key = (request.path, int(now.timestamp() // FEED_KEPT.total_seconds()), followed)
    found = _feeds.get(key, lambda: _written(followed, path=request.path, now=now))
    response = HttpResponse(found, content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _written(followed: Sequence[Followed], *, path: str, now: datetime) -> str:
    """From a Monday on: what stands for a week does not lose one after the other at the end."""
    since = last_email((now - FEED_REACHES).astimezone(BERLIN))
    return feed_of(lines_for(followed, since=since, until=now)[:MOST_IN_FEED], path=path)
