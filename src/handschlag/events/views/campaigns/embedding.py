"""What leaves the platform: a frame for other websites, a poster, a picture to share."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.printing import render as printed
from handschlag.events.queries.campaigns.activity_search import find_activities
from handschlag.events.queries.campaigns.public_activities import activity_at
from handschlag.events.screens.campaigns.card import card_of, card_png
from handschlag.events.screens.campaigns.poster import TEMPLATE, poster
from handschlag.events.screens.campaigns.widget import embed_screen, widget_screen
from handschlag.events.views.campaigns.campaign_parameters import campaign_at, criteria_of

# The only address of the platform that others may put into a frame: it shows public facts, takes no input
# and sets no cookie, so nobody can be led to press anything in it.
FRAMED: Final[dict[str, Any]] = {
    **settings.SECURE_CSP,
    "frame-ancestors": ["*"],
    "script-src": ["'none'"],
}


@require_safe
@xframe_options_exempt
@csp_override(FRAMED)
@cache_control(public=True, max_age=300)
def widget(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities as a small page that any website may frame; kept for five minutes."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    context = widget_screen(
        view, find_activities(view, criteria), criteria, query=request.GET, now=timezone.now()
    )
    return render(request, "events/campaigns/widget.html", context)


@require_safe
def embed(request: HttpRequest, campaign: str) -> HttpResponse:
    """The page that gives the code with which a website frames the chosen activities."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    context = embed_screen(view, find_activities(view, criteria), criteria)
    return render(request, "events/campaigns/embed.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def land_poster(_request: HttpRequest, campaign: str, land: str, paper: str) -> HttpResponse:
    """The poster of one land as a PDF; 404 where land or paper is unknown."""
    view = campaign_at(campaign)
    data = poster(view, land, paper)
    if data is None:
        raise Http404
    content = printed(TEMPLATE, data, language=get_language() or "de", now=view.campaign.changed_at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{campaign}-{land}-{paper}.pdf"'
    return response


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def activity_card(_request: HttpRequest, campaign: str, activity: str) -> HttpResponse:
    """The picture that other websites show beside a link to the activity; 404 where there is none."""
    found = activity_at(campaign, activity)
    if found.activity is None:
        raise Http404
    return HttpResponse(card_png(card_of(found.activity)), content_type="image/png")
