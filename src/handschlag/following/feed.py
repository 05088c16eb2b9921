"""Somebody's personal feed in Atom (RFC 4287), at its secret address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.memo import Memo
from handschlag.following import news
from handschlag.following.models import Subscription
from handschlag.following.news import Followed, WrittenLine
from handschlag.following.templatetags.following import reason

REACHES: Final = timedelta(days=60)
KEPT: Final = timedelta(minutes=15)
MOST_LINES: Final = 100
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NEWS: Final = UUID("7c3d0d2e-0d0c-5a3c-8d0f-5f0f1a7f2b64")  # the namespace of the lines' ids
_feeds: Final = Memo[tuple[str, int, Sequence[Followed]], str](100)


class _Feed(Atom1Feed):
    """One without entries still has to say when it changed."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_EPOCH)


@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def feed_page(request: HttpRequest, token: str) -> HttpResponse:
    """What is new about what its person follows, for a feed reader."""
    subscription = Subscription.objects.of_feed(token).first()
    if subscription is None:
        raise Http404
    now = timezone.now()
    followed = tuple(news.followed_by([subscription.user_id]).get(subscription.user_id, ()))
    key = (request.path, int(now.timestamp() // KEPT.total_seconds()), followed)
    written = _feeds.get(key, lambda: _written(followed, path=request.path, now=now))
    response = HttpResponse(written, content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _written(followed: Sequence[Followed], *, path: str, now: datetime) -> str:
    """From a Monday on: what stands for a week does not lose one after the other at the end."""
    since = news.last_email((now - REACHES).astimezone(news.BERLIN))
    lines = news.lines_for(followed, news.things_of(followed), since=since, until=now)
    return feed_of(lines[:MOST_LINES], path=path)


def feed_of(lines: Sequence[WrittenLine], *, path: str) -> str:
    """`path` is the secret address; it stands in the feed only where readers look for it."""
    feed = _Feed(
        title=_("What you follow"),
        link=settings.BASE_URL + reverse("following:overview"),
        description=_("What is new about what you follow."),
        language=get_language(),
        feed_url=settings.BASE_URL + path,
        feed_guid=uuid5(_NEWS, path).urn,
        author_name="Handschlag",
    )
    for line in lines:
        at, because = datetime.fromisoformat(line["at"]), f"{reason(line['because'])}."
        title = _("%(title)s (invented)") % {"title": line["title"]} if line["is_invented"] else line["title"]
        name = f"{line['url']} {line['week'] or '{at} {title}'.format_map(line)}"
        feed.add_item(
            title=_plain(title),
            link=settings.BASE_URL + line["url"],
            unique_id=uuid5(_NEWS, name).urn,
            description=_plain(" ".join(filter(None, (escape(line["sentence"]), escape(because))))),
            pubdate=at,
            updateddate=at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _plain(text: str) -> str:
    """A text without what XML may not hold at all."""
    return "".join(sign for sign in text if sign.isprintable())
