"""Activities on the website of somebody else: a small page for a frame, and how to put it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from handschlag.common.times import format_days
from handschlag.design.components.parts import Link
from handschlag.directory.rules.criteria import first
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.criteria import Criteria
from handschlag.events.rules.campaigns.listing import ActivityResult
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.activity_rows import ActivityDay, by_days
from handschlag.events.screens.campaigns.campaign import campaign_title, joined_words, views_of
from handschlag.events.screens.campaigns.filters import Filters, ViewAddress, filters

NUMBERS = (5, 10, 20, 50)
USUAL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _WidgetScreen:
    title: str
    lead: str
    days: tuple[ActivityDay, ...]
    all_url: str
    all_text: str
    theme: str
    is_demo: bool


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
) -> _WidgetScreen:
    """The next activities that the criteria find."""
    ahead = [row for row in found.rows if row.ends_at > now]
    campaign, theme = view.campaign, first(query, "theme")
    here = joined_words(reverse("events:calendar", args=[campaign.slug]), criteria.query_string())
    return _WidgetScreen(
        title=campaign_title(campaign),
        lead=format_days(campaign.first_day, campaign.last_day),
        days=by_days(ahead[: _number_in(query)], view, found.distances),
        all_url=settings.BASE_URL.rstrip("/") + here,
        all_text=_("All %(count)s") % {"count": activity_labels.counted(found.taking_place)},
        theme=theme if theme in {"light", "dark"} else "system",
        is_demo=campaign.is_demo,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _EmbedScreen:
    campaign: str
    campaign_url: str
    title: str
    lead: str
    views: tuple[Link, ...]
    filters: Filters
    count: str
    code: str
    look_url: str


def embed_screen(view: CampaignView, found: ActivityResult, criteria: Criteria) -> _EmbedScreen:
    """The lines of HTML to copy, for exactly what the filters leave."""
    slug, query = view.campaign.slug, criteria.query_string()
    look = joined_words(reverse("events:widget", args=[slug]), query)
    address = settings.BASE_URL.rstrip("/") + look
    return _EmbedScreen(
        campaign=campaign_title(view.campaign),
        campaign_url=reverse("events:campaign", args=[slug]),
        title=_("Show it on your own website"),
        lead=_(
            "Choose what to show and copy the lines into your page. They contain no script, set no "
            "cookies and contact no one else."
        ),
        views=views_of(slug, "", query),
        filters=filters(criteria, found, view, ViewAddress(url=reverse("events:embed", args=[slug]))),
        count=activity_labels.counted(found.taking_place),
        code=f'<iframe src="{escape(address)}" title="{escape(campaign_title(view.campaign))}" '
        'width="100%" height="640" loading="lazy" referrerpolicy="no-referrer"></iframe>',
        look_url=look,
    )
