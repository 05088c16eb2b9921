"""Activities on the website of somebody else: a small page for a frame, and how to put it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from handschlag.directory.rules.criteria import first
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.criteria import Criteria
from handschlag.events.rules.campaigns.listing import ActivityResult
from handschlag.events.screens.campaigns.activity_rows import by_days
from handschlag.events.screens.campaigns.filters import ViewAddress, filtered_page, with_query

NUMBERS = (5, 10, 20, 50)
USUAL = 10


def _number_in(query: Mapping[str, Sequence[str]]) -> int:
    """How many activities the frame shows."""
    given = first(query, "n")
    return int(given) if given in {str(one) for one in NUMBERS} else USUAL


def widget_screen(
    view: CampaignView,
    found: ActivityResult,
    criteria: Criteria,
    *,
    query: Mapping[str, Sequence[str]],
    now: datetime,
) -> dict[str, Any]:
    """The next activities that the criteria find."""
    ahead, theme = [row for row in found.rows if row.ends_at > now], first(query, "theme")
    return {
        "campaign": view.campaign,
        "days": by_days(ahead[: _number_in(query)]),
        "distances": found.distances,
        "found": found,
        "query": criteria.query_string(),
        "theme": theme if theme in {"light", "dark"} else "system",
    }


def embed_screen(view: CampaignView, found: ActivityResult, criteria: Criteria) -> dict[str, Any]:
    """The lines of HTML to copy, for exactly what the filters leave."""
    slug = view.campaign.slug
    widget = with_query(reverse("events:widget", args=[slug]), criteria.query_string())
    address = settings.BASE_URL + widget
    return {
        **filtered_page(view, found, criteria, ViewAddress(url=reverse("events:embed", args=[slug]))),
        "code": f'<iframe src="{escape(address)}" title="{escape(view.campaign.title)}" '
        'width="100%" height="640" loading="lazy" referrerpolicy="no-referrer"></iframe>',
    }
