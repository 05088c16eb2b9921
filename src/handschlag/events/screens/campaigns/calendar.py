"""The calendar of a campaign: the whole list, one week, one day. All say the same in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_days, format_time
from handschlag.design.components.parts import Link
from handschlag.events.models import Campaign
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.calendar import Look, View
from handschlag.events.rules.campaigns.criteria import Criteria, Sort
from handschlag.events.rules.campaigns.listing import ActivityRecord, ActivityResult
from handschlag.events.rules.campaigns.times import days_of, monday_of
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.activity_rows import DayOfActivities, by_days
from handschlag.events.screens.campaigns.filters import ViewAddress, filtered_page, sorts, with_query

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
    who = activity_labels.counted(found.taking_place)
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
