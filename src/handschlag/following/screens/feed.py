"""Somebody's personal feed in Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.following.labels import reason_of
from handschlag.following.rules.grouping import WrittenLine

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NEWS: Final = UUID("7c3d0d2e-0d0c-5a3c-8d0f-5f0f1a7f2b64")  # the space in which a line has its name


class _Feed(Atom1Feed):
    """One without entries still has to say when it changed."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_EPOCH)


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
        at, because = datetime.fromisoformat(line.at), f"{reason_of(line.because)}."
        title = _("%(title)s (invented)") % {"title": line.title} if line.is_invented else line.title
        feed.add_item(
            title=_plain(title),
            link=settings.BASE_URL + line.url,
            unique_id=uuid5(_NEWS, f"{line.url} {line.week or f'{line.at} {line.title}'}").urn,
            description=_plain(" ".join(filter(None, (escape(line.sentence), escape(because))))),
            pubdate=at,
            updateddate=at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _plain(text: str) -> str:
    """A text without what XML may not hold at all."""
    return "".join(sign for sign in text if sign.isprintable())
