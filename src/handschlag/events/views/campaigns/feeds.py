"""Activities for programs: feeds, a calendar entry, tables."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.accounts.web.downloads import counted_as_download
from handschlag.directory.screens import files
from handschlag.events.queries.campaigns.activity_search import find_activities
from handschlag.events.rules.calendar import written
from handschlag.events.screens.campaigns import activity_exports, feeds
from handschlag.events.views.campaigns.campaign_parameters import campaign_at, criteria_of

CALENDAR = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def calendar_feed(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities as a calendar to subscribe to."""
    view, criteria, now = campaign_at(campaign), criteria_of(request), timezone.now()
    made = feeds.feed(view, find_activities(view, criteria), criteria, now=now)
    return _calendar_file(written(made, now=view.campaign.changed_at), name=campaign)


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def news_feed(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities as an Atom feed."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    return HttpResponse(feeds.news(view, find_activities(view, criteria), criteria), content_type=ATOM)


@require_safe
def activity_calendar(_request: HttpRequest, campaign: str, activity: str) -> HttpResponse:
    """One activity for the visitor's own calendar."""
    view = campaign_at(campaign)
    made = feeds.single(view, activity)
    if made is None:
        raise Http404
    return _calendar_file(written(made, now=view.campaign.changed_at), name=activity)


def _calendar_file(content: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@counted_as_download
@require_safe
def export(request: HttpRequest, campaign: str, ending: str) -> HttpResponse:
    """The list as a table, with everything that the filters leave."""
    if ending not in {"csv", "xlsx"}:
        raise Http404
    view, criteria = campaign_at(campaign), criteria_of(request)
    found, today = find_activities(view, criteria), timezone.localdate()
    about = activity_exports.file_metadata(view, found, criteria, today=today)
    content = b"".join(
        files.bytes_of(ending, about, activity_exports.records(view, found), heads=activity_exports.HEADS)
    )
    response = HttpResponse(content, content_type=files.MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{campaign}-{today}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response
