"""The page of a campaign, and the list of campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.language import pick
from handschlag.common.times import format_days, format_moment
from handschlag.design.components.parts import Link
from handschlag.directory.screens.map.small import LandMap
from handschlag.directory.screens.texts import Prose, prose
from handschlag.events.models import Campaign
from handschlag.events.queries.campaigns.public_activities import next_campaign
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.times import day_of
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.activity_rows import ActivityDay, by_days

NEXT = 8


def campaign_title(campaign: Campaign) -> str:
    """The title in the language of the page, or in the other one where it is missing."""
    return pick(campaign.title_de, campaign.title_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class _CampaignRow:
    title: str
    url: str
    period: str
    count: str
    is_next: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _CampaignsScreen:
    rows: tuple[_CampaignRow, ...]
    may_enter: bool
    may_decide: bool


def campaigns_screen(campaigns: list[Campaign], by: Subject, *, today: date) -> _CampaignsScreen:
    """The list of campaigns, each with its count; `by` decides which buttons are there."""
    coming = next_campaign(campaigns, today=today)
    return _CampaignsScreen(
        rows=tuple(
            _CampaignRow(
                title=campaign_title(one),
                url=reverse("events:campaign", args=[one.slug]),
                period=format_days(one.first_day, one.last_day),
                count=activity_labels.counted(one.happening),  # type: ignore[attr-defined] # counted by the query
                is_next=one == coming,
                is_demo=one.is_demo,
            )
            for one in campaigns
        ),
        may_enter=may(by, Action.ENTER_ACTIVITY, owns=True),
        may_decide=may(by, Action.DECIDE_ACTIVITY),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LandCount:
    name: str
    url: str
    poster_url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _CampaignScreen:
    """`window` says until when hosts can enter something, or that they cannot."""

    title: str
    description: str
    lead: str
    count: str
    hosts: int
    window: str
    is_open: bool
    about: Prose
    rules: Prose
    lands: tuple[_LandCount, ...]
    empty_lands: str
    days: tuple[ActivityDay, ...]
    is_over: bool
    is_demo: bool
    has_activities: bool
    views: tuple[Link, ...]
    calendar_url: str
    enter_url: str
    feed_url: str
    embed_url: str
    map: LandMap | None


def views_of(slug: str, current: str, query: str = "") -> tuple[Link, ...]:
    """List, week, day and map of the same activities; the filters go along."""
    calendar, chart = reverse("events:calendar", args=[slug]), reverse("events:map", args=[slug])
    addresses = (
        ("list", _("List"), "list", calendar, ""),
        ("week", _("Week"), "calendar", calendar, "view=week"),
        ("day", _("Day"), "clock", calendar, "view=day"),
        ("map", _("Map"), "map", chart, ""),
    )
    return tuple(
        Link(label=label, icon=icon, url=joined_words(url, query, own), is_current=name == current)
        for name, label, icon, url, own in addresses
    )


def enter_url(slug: str) -> str:
    """The form for a new activity of this campaign."""
    return joined_words(reverse("events:new_activity"), f"campaign={slug}")


def joined_words(url: str, *queries: str) -> str:
    """The address with those queries that are not empty; without any, no question mark."""
    query = "&".join(one for one in queries if one)
    return f"{url}?{query}" if query else url


def campaign_screen(view: CampaignView, *, now: datetime) -> _CampaignScreen:
    """`now` decides which activities are still ahead and whether hosts can enter theirs."""
    campaign, snapshot = view.campaign, view.snapshot
    counts = snapshot.counts("land")
    ahead = [row for row in snapshot.rows if row.ends_at > now and not row.is_cancelled]
    hosts = snapshot.counts("host")
    calendar = reverse("events:calendar", args=[campaign.slug])
    happening = snapshot.happens.bit_count()
    return _CampaignScreen(
        title=campaign_title(campaign),
        description=_("%(title)s, %(period)s: %(count)s in all of Germany.")
        % {
            "title": campaign_title(campaign),
            "period": format_days(campaign.first_day, campaign.last_day),
            "count": activity_labels.counted(happening),
        },
        lead=format_days(campaign.first_day, campaign.last_day),
        count=activity_labels.counted(happening),
        hosts=sum(1 for number in hosts.values() if number),
        window=_window(campaign, now=now),
        is_open=_is_open(campaign, now=now),
        about=prose(campaign.description_de, campaign.description_en),
        rules=prose(campaign.rules_de, campaign.rules_en),
        lands=_land_counts(view, counts, calendar),
        empty_lands=", ".join(
            pick(one.name_de, one.name_en) for one in view.lands if not counts.get(one.slug)
        ),
        days=by_days(ahead[:NEXT], view),
        is_over=campaign.last_day < day_of(now),
        is_demo=campaign.is_demo,
        has_activities=bool(snapshot.rows),
        views=views_of(campaign.slug, ""),
        calendar_url=calendar,
        enter_url=enter_url(campaign.slug),
        feed_url=reverse("events:feeds", args=[campaign.slug]),
        embed_url=reverse("events:embed", args=[campaign.slug]),
        map=None,
    )


def _land_counts(view: CampaignView, counts: dict[str, int], calendar: str) -> tuple[_LandCount, ...]:
    """Every Land by its name, with what takes place there."""
    rows = [
        _LandCount(
            name=pick(land.name_de, land.name_en),
            url=joined_words(calendar, f"land={land.slug}"),
            poster_url=reverse("events:poster", args=[view.campaign.slug, land.slug, "a4"]),
            count=counts.get(land.slug, 0),
        )
        for land in view.lands
    ]
    return tuple(sorted((row for row in rows if row.count), key=lambda row: (-row.count, row.name)))


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
