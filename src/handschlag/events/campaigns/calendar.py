"""The calendar of a campaign: the whole list, one week, one day. All say the same in the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from handschlag.common.times import format_days, format_time
from handschlag.design.components.parts import Link
from handschlag.directory.criteria import first
from handschlag.events.campaigns import filters
from handschlag.events.campaigns.activities import day_of, days_of, monday_of
from handschlag.events.campaigns.filters import (
    DayOfActivities,
    ViewAddress,
    by_days,
    filtered_page,
    sorts,
    with_query,
)
from handschlag.events.campaigns.search import (
    ActivityRecord,
    ActivityResult,
    CampaignView,
    Criteria,
    Sort,
    campaign_view,
    day_in,
    find_activities,
)
from handschlag.events.models import Campaign

LARGEST_PAGE = 10_000


class View(StrEnum):
    LIST = "list"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`day` lies in the period of the campaign; `pairs` are what of the address belongs to the view."""

    view: View = View.LIST
    day: date
    page: int = 1

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        if self.view is View.LIST:
            return ()
        return (("view", self.view.value), ("day", self.day.isoformat()))


def look_in(query: Mapping[str, Sequence[str]], *, first_day: date, last_day: date, today: date) -> Look:
    """What an address asks for; without a day it is today, or the nearest day of the campaign."""
    view, page = first(query, "view"), first(query, "page")
    wanted = day_in(first(query, "day")) or today
    return Look(
        view=View(view) if view in set(View) else View.LIST,
        day=min(max(wanted, first_day), last_day),
        page=min(int(page), LARGEST_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )


PAGE = 40
IN_A_DAY = 6  # of a week; the rest is one link away
IN_A_LONG_DAY = 100


def calendar_screen(
    view: CampaignView, found: ActivityResult, criteria: Criteria, look: Look
) -> dict[str, Any]:
    """The page for a list, a week or a day; only the unfiltered list is for search engines."""
    slug, query = view.campaign.slug, criteria.query_string()
    place = ViewAddress(url=reverse("events:calendar", args=[slug]), own=look.pairs)
    is_list, is_week = look.view is View.LIST, look.view is View.WEEK
    rows = _on(found.rows, look.day) if look.view is View.DAY else list(found.rows)
    paginator = Paginator(rows, PAGE if is_list else IN_A_LONG_DAY)
    shown = paginator.get_page(look.page)
    return {
        **filtered_page(view, found, criteria, place, current=look.view.value, is_bar=is_week),
        "headline": headline(found),
        "lead": lead(found, view),
        "look": look,
        "has_bar": is_week,  # the week needs the whole width, so its filters stand above it
        "is_indexed": criteria.is_empty and is_list,
        "sorts": sorts(criteria, found, place),
        "days": _listed(list(shown.object_list), criteria) if is_list else [],
        "week": _week(found, view, look) if is_week else [],
        "hours": _hours(list(shown.object_list), look) if look.view is View.DAY else [],
        "monday": monday_of(look.day),
        "sunday": monday_of(look.day) + timedelta(days=6),
        "previous": _step(look, view, forward=False),
        "following": _step(look, view, forward=True),
        "exports": [
            Link(
                label=ending.upper(),
                url=with_query(reverse("events:activities_export", args=[slug, ending]), query),
            )
            for ending in ("csv", "xlsx")
        ],
        "pages": shown,
        "pages_query": "&".join(part for part in (query, urlencode(look.pairs)) if part),
    }


def _listed(rows: Sequence[ActivityRecord], criteria: Criteria) -> Sequence[DayOfActivities]:
    """Under their days; in another order than that of time there is one list, and each line has its day."""
    return by_days(rows) if criteria.sort is Sort.TIME else [(None, list(rows))]


def headline(found: ActivityResult) -> str:
    """How many activities take place and in how many federal states; cancelled ones do not count."""
    lands = {row.land for row in found.rows if row.land and not row.is_cancelled}
    who = filters.counted(found.taking_place)
    if not lands:
        return who
    text = ngettext("%(who)s in one federal state", "%(who)s in %(lands)s federal states", len(lands))
    return text % {"who": who, "lands": len(lands)}


def lead(found: ActivityResult, view: CampaignView) -> str:
    """Title and days of the campaign, and how many of the activities were cancelled."""
    campaign = view.campaign
    said = _("%(title)s, %(period)s.") % {
        "title": campaign.title,
        "period": format_days(campaign.first_day, campaign.last_day),
    }
    cancelled = len(found.rows) - found.taking_place
    if cancelled:
        text = ngettext(
            "%(number)s more has been cancelled.", "%(number)s more have been cancelled.", cancelled
        )
        said += " " + text % {"number": cancelled}
    return said


def _on(rows: tuple[ActivityRecord, ...], day: date) -> list[ActivityRecord]:
    return [row for row in rows if row.first_day <= day <= row.last_day]


def _week(found: ActivityResult, view: CampaignView, look: Look) -> list[dict[str, Any]]:
    """Each day of the week with its first activities, and how many more there are."""
    monday = monday_of(look.day)
    return [
        _column(day, _on(found.rows, day), view.campaign)
        for day in days_of(monday, monday + timedelta(days=6))
    ]


def _column(day: date, rows: list[ActivityRecord], campaign: Campaign) -> dict[str, Any]:
    more = len(rows) - IN_A_DAY
    return {
        "day": day,
        "own": f"view={View.DAY}&day={day}",
        "count": len(rows),
        "rows": rows[:IN_A_DAY] if more > 1 else rows,
        "more": more if more > 1 else 0,
        "is_outside": not campaign.first_day <= day <= campaign.last_day,
    }


def _hours(rows: Sequence[ActivityRecord], look: Look) -> list[tuple[str, list[ActivityRecord]]]:
    """A day under its hours; what began before stands first, without one."""
    groups: dict[str, list[ActivityRecord]] = {}
    for row in rows:
        hour = "" if row.first_day < look.day else f"{format_time(row.starts_at)[:2]}:00"
        groups.setdefault(hour, []).append(row)
    return list(groups.items())


def _step(look: Look, view: CampaignView, *, forward: bool) -> dict[str, Any] | None:
    """The week or day before or after, as long as the campaign reaches there."""
    if look.view is View.LIST:
        return None
    day = look.day + timedelta(days=(7 if look.view is View.WEEK else 1) * (1 if forward else -1))
    first, last, named = view.campaign.first_day, view.campaign.last_day, day
    if look.view is View.WEEK:
        first, named = monday_of(first), monday_of(day)
    return {"day": named, "own": f"view={look.view}&day={day}"} if first <= named <= last else None


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


@require_safe
def calendar_page(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities of a campaign as a list or day by day."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    look = look_of(request, view, now=timezone.now())
    context = calendar_screen(view, find_activities(view, criteria), criteria, look)
    return render(request, "events/campaigns/calendar.html", context)
