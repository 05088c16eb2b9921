"""The personal feed at its secret address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.following.queries.news import lines_for
from handschlag.following.queries.subscriptions import subscription_of_feed
from handschlag.following.queries.things import followed_by
from handschlag.following.rules.weeks import FEED_REACHES, MOST_IN_FEED
from handschlag.following.screens.feed import feed_of


@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What is new about what its person follows, for a feed reader."""
    subscription = subscription_of_feed(token)
    if subscription is None:
        raise Http404
    now = timezone.now()
    lines = lines_for(followed_by(subscription.user_id), since=now - FEED_REACHES, until=now)
    found = feed_of(lines[:MOST_IN_FEED], path=request.path)
    response = HttpResponse(found, content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
