"""Funding calls as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.times import format_deadline
from handschlag.programmes.models import FundingCall
from handschlag.programmes.screens.funding_calls import giver_of

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
CALLS: Final = UUID("0b8f6f5c-3a0e-5d57-8a55-6d0c1f1f7c21")  # the space in which a slug names a call


class _Feed(Atom1Feed):
    """One without entries still has to say when it changed."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def calls_feed(calls: Iterable[FundingCall]) -> str:
    """For calls that were fetched with their programmes."""
    base = settings.BASE_URL
    own = base + reverse("programmes:funding_calls_feed")
    feed = _Feed(
        title=_("Funding calls"),
        link=base + reverse("programmes:funding_calls"),
        description=_("Funding calls for networks and their members, with deadlines."),
        language=get_language(),
        feed_url=own,
        feed_guid=own,
        author_name="Handschlag",
    )
    for call in calls:
        feed.add_item(
            title=_plain(told_title(call)),
            link=base + reverse("programmes:funding_call", args=[call.slug]),
            unique_id=id_of(call).urn,
            description=_plain("\n".join(part for part in (_dates(call), call.text) if part)),
            author_name=_plain(giver_of(call)) or "Handschlag",
            pubdate=call.published_at,
            updateddate=call.changed_at,
        )
    written: str = feed.writeString("utf-8")
    return written


def id_of(call: FundingCall) -> UUID:
    """For ever the same: whatever the host is called, in whatever language it is read."""
    return uuid5(CALLS, call.slug)


def told_title(call: FundingCall) -> str:
    """What does not exist says so where nothing else of its page is seen."""
    return _("%(title)s (invented)") % {"title": call.title} if call.is_demo else call.title


def _dates(call: FundingCall) -> str:
    return _("Deadline: %(moment)s.") % {"moment": format_deadline(call.closes_at)} if call.closes_at else ""


def _plain(text: str) -> str:
    """A text without what XML may not hold at all."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
