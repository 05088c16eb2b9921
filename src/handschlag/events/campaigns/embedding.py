"""What leaves the platform: a frame for other websites, and a poster to hang up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.printing import qr
from handschlag.common.printing import render as printed
from handschlag.common.times import format_day, format_days, format_span
from handschlag.directory.criteria import first
from handschlag.events.campaigns import filters
from handschlag.events.campaigns.calendar import campaign_at, criteria_of
from handschlag.events.campaigns.filters import ViewAddress, by_days, filtered_page, with_query
from handschlag.events.campaigns.search import (
    ActivityRecord,
    ActivityResult,
    CampaignView,
    Criteria,
    find_activities,
)

TEMPLATE = "events/printing/poster.typ"
PAPERS = {"a4": 24, "a3": 48}  # how many activities are readable on one sheet


def poster(view: CampaignView, land: str, paper: str) -> dict[str, Any] | None:
    """The values of the template; None for a Land or paper that there is not."""
    names = {one.slug: pick(one.name_de, one.name_en) for one in view.lands}
    if land not in names or paper not in PAPERS:
        return None
    rows = [row for row in view.snapshot.rows if row.land == land and not row.is_cancelled]
    shown = rows[: PAPERS[paper]]
    here = with_query(reverse("events:calendar", args=[view.campaign.slug]), f"land={land}")
    address = settings.BASE_URL + here
    return {
        "title": f"{view.campaign.title}: {names[land]}",
        "campaign": view.campaign.title,
        "land": names[land],
        "period": format_days(view.campaign.first_day, view.campaign.last_day),
        "count": filters.counted(len(rows)),
        "paper": paper,
        "days": _days(shown),
        "rest": _rest(len(rows) - len(shown)),
        "empty": "" if rows else _("No activities in this federal state yet."),
        "code": qr(address),
        "alt": _("QR code: %(address)s") % {"address": address},
        "address": address.partition("://")[2],
        "invite": _("All changes, including new entries:"),
        "invented": _("Invented for the demo") if view.campaign.is_demo else "",
    }


def _days(rows: list[ActivityRecord]) -> list[dict[str, Any]]:
    """Rows under their days, as plain values."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(format_day(row.first_day), []).append(
            {
                "time": format_span(row.starts_at, row.ends_at),
                "title": pick(row.title_de, row.title_en),
                "where": ", ".join(part for part in (row.venue, row.place) if part),
                "host": row.host,
            }
        )
    return [{"day": day, "rows": listed} for day, listed in found.items()]


def _rest(number: int) -> str:
    if number <= 0:
        return ""
    text = ngettext("and %(number)s more", "and %(number)s more", number)
    return text % {"number": number}


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
