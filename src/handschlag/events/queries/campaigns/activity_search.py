"""Finds activities of a campaign by words and filters, near a place if one is named."""

from __future__ import annotations

from handschlag.directory.queries.origins import origin
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.criteria import Criteria
from handschlag.events.rules.campaigns.listing import ActivityResult


def find_activities(view: CampaignView, criteria: Criteria) -> ActivityResult:
    """What the criteria leave of the campaign, in their order."""
    place = origin(criteria.near) if criteria.near else None
    return view.snapshot.found(criteria, (place.latitude, place.longitude) if place else None)
