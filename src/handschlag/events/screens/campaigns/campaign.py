"""The page of a campaign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_moment
from handschlag.directory.models import Land
from handschlag.directory.screens.texts import prose
from handschlag.events.models import Campaign
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.times import day_of
from handschlag.events.screens.campaigns.activity_rows import by_days
from handschlag.events.screens.campaigns.filters import views_of

NEXT = 8


def campaign_screen(view: CampaignView, *, now: datetime) -> dict[str, Any]:
    """`now` decides which activities are still ahead and whether hosts can enter theirs."""
    campaign, snapshot = view.campaign, view.snapshot
    counts = snapshot.counts("land")
    ahead = [row for row in snapshot.rows if row.ends_at > now and not row.is_cancelled]
    return {
        "campaign": campaign,
        "happening": snapshot.happens.bit_count(),
        "hosts": sum(1 for number in snapshot.counts("host").values() if number),
        "window": _window(campaign, now=now),
        "is_open": _is_open(campaign, now=now),
        "about": prose(campaign.description_de, campaign.description_en),
        "rules": prose(campaign.rules_de, campaign.rules_en),
        "lands": _land_counts(view, counts),
        "empty_lands": ", ".join(
            pick(land.name_de, land.name_en) for land in view.lands if not counts.get(land.slug)
        ),
        "days": by_days(ahead[:NEXT]),
        "is_over": campaign.last_day < day_of(now),
        "has_activities": bool(snapshot.rows),
        "views": views_of(campaign.slug, ""),
        "distances": {},
    }


def _land_counts(view: CampaignView, counts: dict[str, int]) -> list[tuple[Land, int]]:
    """Every Land where something takes place, the one with most first."""
    found = [(land, counts[land.slug]) for land in view.lands if counts.get(land.slug)]
    return sorted(found, key=lambda pair: (-pair[1], pick(pair[0].name_de, pair[0].name_en)))


def _is_open(campaign: Campaign, *, now: datetime) -> bool:
    opens, closes = campaign.entry_opens_at, campaign.entry_closes_at
    return (opens is None or opens <= now) and (closes is None or now < closes)


def _window(campaign: Campaign, *, now: datetime) -> str:
    """Until when hosts can enter something."""
    opens, closes = campaign.entry_opens_at, campaign.entry_closes_at
    if opens is not None and now < opens:
        return _("Hosts can enter activities from %(day)s.") % {"day": format_moment(opens)}
    if closes is None:
        return _("Hosts can enter activities.")
    if now < closes:
        return _("Hosts can enter activities until %(day)s.") % {"day": format_moment(closes)}
    return _("Entries are closed.")
