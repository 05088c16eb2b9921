"""What visitors see of campaigns: the list of them, one, its calendar, its map, one activity."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, may
from handschlag.directory.rules.chart import Chart
from handschlag.directory.rules.projection import SHEET
from handschlag.events.queries.campaigns.activity_search import find_activities
from handschlag.events.queries.campaigns.public_activities import (
    activity_at,
    next_campaign,
    public_campaigns,
)
from handschlag.events.screens.campaigns.activity import activity_screen
from handschlag.events.screens.campaigns.calendar import calendar_screen
from handschlag.events.screens.campaigns.campaign import campaign_screen
from handschlag.events.screens.campaigns.feeds import feeds_screen
from handschlag.events.screens.campaigns.map import map_screen
from handschlag.events.views.campaigns.campaign_parameters import campaign_at, criteria_of, look_of

VIEW_BOX = f"0 0 {SHEET.width:g} {SHEET.height:g}"


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """The list of all public campaigns."""
    by, found = subject_of(request.user), public_campaigns()
    context = {
        "campaigns": found,
        "coming": next_campaign(found, today=timezone.localdate()),
        "may_enter": may(by, Action.ENTER_ACTIVITY, owns=True),
        "may_decide": may(by, Action.DECIDE_ACTIVITY),
    }
    return render(request, "events/campaigns/campaigns.html", context)


@require_safe
def campaign(request: HttpRequest, campaign: str) -> HttpResponse:
    """The first page of a campaign; 404 where there is none."""
    context = campaign_screen(campaign_at(campaign), now=timezone.now())
    return render(request, "events/campaigns/campaign.html", context)


@require_safe
def calendar(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities of a campaign as a list or day by day."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    look = look_of(request, view, now=timezone.now())
    context = calendar_screen(view, find_activities(view, criteria), criteria, look)
    return render(request, "events/campaigns/calendar.html", context)


@require_safe
def chart(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities of a campaign on the map."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    context = map_screen(view, find_activities(view, criteria), criteria, Chart.of(request.GET))
    return render(request, "events/campaigns/map.html", {**context, "view_box": VIEW_BOX})


@require_safe
def activity(request: HttpRequest, campaign: str, activity: str) -> HttpResponse:
    """The public page of an activity; 410 where it was public once and is gone."""
    found = activity_at(campaign, activity)
    if found.activity is not None:
        context = activity_screen(found.activity, today=timezone.localdate())
        return render(request, "events/campaigns/activity.html", {**context, "view_box": VIEW_BOX})
    if found.is_gone:
        return render(request, "events/campaigns/gone.html", status=410)
    raise Http404


@require_safe
def feeds(request: HttpRequest, campaign: str) -> HttpResponse:
    """The page that offers the chosen activities as calendar and as feed."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    context = feeds_screen(view, find_activities(view, criteria), criteria)
    return render(request, "events/campaigns/feeds.html", context)
