"""What somebody's page about what they follow shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handschlag.following.labels import where_news_stands
from handschlag.following.models import WeeklyEmail
from handschlag.following.queries.overview import FollowingOverview
from handschlag.following.rules.grouping import WrittenLine, grouped
from handschlag.following.rules.news import FollowedKind
from handschlag.following.rules.weeks import BERLIN, MOST_LINES, next_email


def overview_screen(overview: FollowingOverview, *, now: datetime) -> dict[str, Any]:
    """What is followed in the order of its kinds; what is not public any more apart."""
    return {
        "subscription": overview.subscription,
        "where": where_news_stands(overview.subscription),
        "kinds": _by_kind(overview),
        "lost": [one for one in overview.followed if one not in overview.things],
        "number": len(overview.followed),
        "coming": grouped(overview.coming, MOST_LINES),
        "coming_more": max(0, len(overview.coming) - MOST_LINES),
        "next_at": next_email(now.astimezone(BERLIN)),
        "emails": [(one, len(one.lines)) for one in overview.emails],
        "feed_url": _feed_url(overview),
    }


def email_screen(email: WeeklyEmail) -> dict[str, Any]:
    """All of its lines, as they were written."""
    lines = [WrittenLine.read(one) for one in email.lines]
    with translation.override(email.language):
        heading = _("What was new")
    return {"groups": grouped(lines, len(lines)), "number": len(lines), "heading": heading}


def _by_kind(overview: FollowingOverview) -> list[tuple[str, list[Any]]]:
    words = _kind_words()
    rows = {
        kind: [
            (one, overview.things[one])
            for one in overview.followed
            if one.kind == kind and one in overview.things
        ]
        for kind in FollowedKind
    }
    return [(words[kind], some) for kind, some in rows.items() if some]


def _kind_words() -> dict[FollowedKind, str]:
    return {
        FollowedKind.NETWORK: pgettext("followed", "Networks"),
        FollowedKind.FIELD: pgettext("followed", "Technology fields"),
        FollowedKind.LAND: pgettext("followed", "Federal states"),
        FollowedKind.PROGRAMME: pgettext("followed", "Funding programmes"),
        FollowedKind.SEARCH: pgettext("followed", "Searches"),
        FollowedKind.CALL: pgettext("followed", "Funding calls"),
    }


def _feed_url(overview: FollowingOverview) -> str:
    if overview.subscription is None or not overview.subscription.is_by_feed:
        return ""
    return settings.BASE_URL + reverse("following:feed", args=[overview.feed_token])
