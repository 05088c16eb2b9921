"""The calendar of a campaign: the whole list, one week, one day. All say the same in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day, format_days, format_short_day, format_time
from handschlag.design.components.parts import Link, Pages
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.calendar import Look, View
from handschlag.events.rules.campaigns.criteria import Criteria, Sort
from handschlag.events.rules.campaigns.listing import ActivityRecord, ActivityResult
from handschlag.events.rules.campaigns.times import days_of, monday_of
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.activity_rows import ActivityDay, activity_row, by_days, day_of
from handschlag.events.screens.campaigns.campaign import campaign_title, joined_words, views_of
from handschlag.events.screens.campaigns.filters import Filters, ViewAddress, closed, filters

PAGE = 40
IN_A_DAY = 6  # of a week; the rest is one link away
IN_A_LONG_DAY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A day of the week: its first activities, and how many more there are."""

    name: str
    number: str
    day: ActivityDay
    url: str
    count: str
    more: str
    is_outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hour:
    title: str
    day: ActivityDay


@dataclass(frozen=True, slots=True, kw_only=True)
class _CalendarScreen:
    campaign: str
    campaign_url: str
    title: str
    lead: str
    view: str
    views: tuple[Link, ...]
    filters: Filters
    has_bar: bool  # the week needs the whole width, so its filters stand above it
    is_empty: bool
    is_demo: bool
    is_indexed: bool
    days: tuple[ActivityDay, ...]
    columns: tuple[_Column, ...]
    hours: tuple[_Hour, ...]
    stretch: str
    previous: Link | None
    following: Link | None
    pages: Pages
    exports: tuple[Link, ...]
    feeds: tuple[Link, ...]


def calendar_screen(
    view: CampaignView, found: ActivityResult, criteria: Criteria, look: Look
) -> _CalendarScreen:
    """The page for a list, a week or a day; only the unfiltered list is for search engines."""
    campaign = view.campaign
    place = ViewAddress(url=reverse("events:calendar", args=[campaign.slug]), own=look.pairs)
    is_list = look.view is View.LIST
    rows = _on(found.rows, look.day) if look.view is View.DAY else list(found.rows)
    paginator = Paginator(rows, PAGE if is_list else IN_A_LONG_DAY)
    shown = paginator.get_page(look.page)
    query = criteria.query_string()
    made = filters(criteria, found, view, place)
    own = "&".join(part for part in (query, urlencode(look.pairs)) if part)
    return _CalendarScreen(
        campaign=campaign_title(campaign),
        campaign_url=reverse("events:campaign", args=[campaign.slug]),
        title=headline(found),
        lead=lead(found, view),
        view=look.view.value,
        views=views_of(campaign.slug, look.view.value, query),
        filters=closed(made) if look.view is View.WEEK else made,
        has_bar=look.view is View.WEEK,
        is_empty=not found.rows,
        is_demo=campaign.is_demo,
        is_indexed=criteria.is_empty and is_list,
        days=_listed(list(shown.object_list), view, found, criteria) if is_list else (),
        columns=_week(found, view, look, criteria) if look.view is View.WEEK else (),
        hours=_hours(list(shown.object_list), found, view, look) if look.view is View.DAY else (),
        stretch=_stretch(look),
        previous=_step(look, view, place, criteria, forward=False),
        following=_step(look, view, place, criteria, forward=True),
        pages=Pages(
            number=shown.number, count=1 if look.view is View.WEEK else paginator.num_pages, query=own
        ),
        exports=_exports(campaign.slug, query),
        feeds=_feeds(campaign.slug, query),
    )


def _listed(
    rows: Sequence[ActivityRecord], view: CampaignView, found: ActivityResult, criteria: Criteria
) -> tuple[ActivityDay, ...]:
    """Under their days; in another order than that of time there is one list, and each line has its day."""
    if criteria.sort is Sort.TIME:
        return by_days(rows, view, found.distances)
    return (
        ActivityDay(
            title="", anchor="", rows=tuple(activity_row(row, view, found.distances) for row in rows)
        ),
    )


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
        "title": campaign_title(campaign),
        "period": format_days(campaign.first_day, campaign.last_day),
    }
    cancelled = len(found.rows) - found.taking_place
    if cancelled:
        text = ngettext(
            "%(number)s more has been cancelled.", "%(number)s more have been cancelled.", cancelled
        )
        said += " " + text % {"number": cancelled}
    return said


def _exports(slug: str, query: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            label=ending.upper(),
            url=joined_words(reverse("events:activities_export", args=[slug, ending]), query),
        )
        for ending in ("csv", "xlsx")
    )


def _feeds(slug: str, query: str) -> tuple[Link, ...]:
    """Subscriptions to exactly what is shown."""
    return (
        Link(
            label=_("Calendar (iCalendar)"),
            url=joined_words(reverse("events:calendar_feed", args=[slug]), query),
        ),
        Link(label=_("News (Atom)"), url=joined_words(reverse("events:news_feed", args=[slug]), query)),
        Link(
            label=_("All subscription options"), url=joined_words(reverse("events:feeds", args=[slug]), query)
        ),
    )


def _on(rows: tuple[ActivityRecord, ...], day: date) -> list[ActivityRecord]:
    return [row for row in rows if row.first_day <= day <= row.last_day]


def _week(found: ActivityResult, view: CampaignView, look: Look, criteria: Criteria) -> tuple[_Column, ...]:
    monday = monday_of(look.day)
    return tuple(
        _column(day, _on(found.rows, day), view, criteria)
        for day in days_of(monday, monday + timedelta(days=6))
    )


def _column(day: date, rows: list[ActivityRecord], view: CampaignView, criteria: Criteria) -> _Column:
    more = len(rows) - IN_A_DAY
    campaign = view.campaign
    url = joined_words(
        reverse("events:calendar", args=[campaign.slug]), criteria.query_string(), f"view=day&day={day}"
    )
    return _Column(
        name=format_short_day(day),
        number=str(day.day),
        day=day_of(day, rows[:IN_A_DAY] if more > 1 else rows, view),
        url=url,
        count=activity_labels.counted(len(rows)) if rows else "",
        more=ngettext("%(more)s more", "%(more)s more", more) % {"more": more} if more > 1 else "",
        is_outside=not campaign.first_day <= day <= campaign.last_day,
    )


def _hours(
    rows: Sequence[ActivityRecord], found: ActivityResult, view: CampaignView, look: Look
) -> tuple[_Hour, ...]:
    """A day under its hours; what began before stands first."""
    groups: dict[str, list[ActivityRecord]] = {}
    for row in rows:
        began_before = row.first_day < look.day
        title = _("since the day before") if began_before else f"{format_time(row.starts_at)[:2]}:00"
        groups.setdefault(title, []).append(row)
    return tuple(
        _Hour(
            title=title,
            day=ActivityDay(
                title=title, anchor="", rows=tuple(activity_row(row, view, found.distances) for row in rows)
            ),
        )
        for title, rows in groups.items()
    )


def _stretch(look: Look) -> str:
    """The days that are shown, in words."""
    if look.view is View.DAY:
        return format_day(look.day)
    monday = monday_of(look.day)
    return format_days(monday, monday + timedelta(days=6))


def _step(
    look: Look, view: CampaignView, place: ViewAddress, criteria: Criteria, *, forward: bool
) -> Link | None:
    """The week or day before or after, as long as the campaign reaches there."""
    if look.view is View.LIST:
        return None
    size = timedelta(days=7 if look.view is View.WEEK else 1)
    day = look.day + size if forward else look.day - size
    first, last = view.campaign.first_day, view.campaign.last_day
    reaches = (monday_of(first), last) if look.view is View.WEEK else (first, last)
    if not reaches[0] <= (monday_of(day) if look.view is View.WEEK else day) <= reaches[1]:
        return None
    label = format_short_day(day) if look.view is View.DAY else format_short_day(monday_of(day))
    own = f"view={look.view.value}&day={day.isoformat()}"
    return Link(label=label, url=joined_words(place.url, criteria.query_string(), own))
