"""What the public pages of a campaign share: the campaign of the address, and what is asked of it."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest

from handschlag.events.queries.campaigns.snapshots import CampaignView, campaign_view
from handschlag.events.rules.campaigns.calendar import Look, look_in
from handschlag.events.rules.campaigns.criteria import Criteria
from handschlag.events.rules.campaigns.times import day_of


def campaign_at(slug: str) -> CampaignView:
    """The campaign with this address, for its public pages; 404 where there is none."""
    view = campaign_view(slug)
    if view is None:
        raise Http404
    return view


def criteria_of(request: HttpRequest) -> Criteria:
    """What the visitor narrows the activities down to, read from the address."""
    return Criteria.of(request.GET)


def look_of(request: HttpRequest, view: CampaignView, *, now: datetime) -> Look:
    """How the visitor looks at the calendar: read from the address, within the days of the campaign."""
    campaign = view.campaign
    return look_in(request.GET, first_day=campaign.first_day, last_day=campaign.last_day, today=day_of(now))
