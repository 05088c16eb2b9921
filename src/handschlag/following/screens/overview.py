"""What somebody's page about what they follow shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handschlag.common.times import USUAL_ZONE
from handschlag.following.models import WeeklyEmail
from handschlag.following.queries.overview import FollowingOverview
from handschlag.following.rules.grouping import WrittenLine, grouped
from handschlag.following.rules.news import FollowedKind
from handschlag.following.rules.weeks import MOST_LINES, next_email


def overview_screen(found: FollowingOverview, *, now: datetime) -> dict[str, Any]:
    """What is followed in the order of its kinds; what is not public any more apart."""
    return {
        "subscription": found.subscription,
        "kinds": _by_kind(found),
        "lost": [one for one in found.followed if one not in found.things],
        "number": len(found.followed),
        "coming": grouped(found.coming, MOST_LINES),
        "coming_number": len(found.coming),
        "coming_more": max(0, len(found.coming) - MOST_LINES),
        "next_at": next_email(now.astimezone(ZoneInfo(USUAL_ZONE))),
        "emails": [(one, len(one.lines)) for one in found.emails],
        "feed_url": _feed_url(found),
    }


def email_screen(email: WeeklyEmail) -> dict[str, Any]:
    """All of its lines, as they were written."""
    lines = [WrittenLine.read(one) for one in email.lines]
    with translation.override(email.language):
        heading = _("What was new")
    return {"groups": grouped(lines, len(lines)), "number": len(lines), "heading": heading}


def _by_kind(found: FollowingOverview) -> list[tuple[str, list[Any]]]:
    words = _kind_words()
    rows = {
        kind: [(one, found.things[one]) for one in found.followed if one.kind == kind and one in found.things]
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


def _feed_url(found: FollowingOverview) -> str:
    if found.subscription is None or not found.subscription.is_by_feed:
        return ""
    return settings.BASE_URL.rstrip("/") + reverse("following:feed", args=[found.feed_token])
