"""Campaigns as visitors see them: the list of them, and the first page of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, may
from handschlag.common.language import pick
from handschlag.common.times import format_moment
from handschlag.directory.models import Land
from handschlag.directory.public import is_public
from handschlag.directory.texts import prose
from handschlag.events.campaigns.activities import day_of
from handschlag.events.campaigns.calendar import campaign_at
from handschlag.events.campaigns.filters import by_days, views_of
from handschlag.events.campaigns.search import CampaignView
from handschlag.events.models import Activity, ActivityState, Campaign


def public_campaigns() -> list[Campaign]:
    """Campaigns by time, the latest first, each with how many activities take place."""
    happens = Q(activities__state=ActivityState.PUBLISHED)
    return list(
        Campaign.objects.filter(is_published=True)
        .annotate(happening=Count("activities", filter=happens))
        .order_by("-first_day", "pk")
    )


def all_campaigns() -> QuerySet[Campaign]:
    """All campaigns for editors, unpublished too, the latest first, with how many activities."""
    return Campaign.objects.annotate(number=Count("activities")).order_by("-first_day", "pk")


def next_campaign(campaigns: list[Campaign], *, today: date) -> Campaign | None:
    """The one that runs, or else the next one."""
    ahead = [one for one in campaigns if one.last_day >= today]
    return min(ahead, key=lambda one: (one.first_day, one.pk)) if ahead else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whereabouts:
    """The activity at an address; `is_gone` where there was one."""

    activity: Activity | None = None
    is_gone: bool = False


def activity_at(campaign: str, slug: str) -> _Whereabouts:
    """One public activity with everything that its page says."""
    found = (
        Activity.objects.filter(campaign__slug=campaign, campaign__is_published=True, slug=slug)
        .select_related("campaign", "network", "land", "district", "programme")
        .prefetch_related("fields")
        .first()
    )
    if found is None:
        return _Whereabouts()
    if found.state not in {ActivityState.PUBLISHED, ActivityState.CANCELLED}:
        return _Whereabouts(is_gone=found.published_at is not None)
    return _Whereabouts(activity=found)


def host_of(activity: Activity) -> str:
    """Who invites: the network while it is public, or the name that was entered."""
    network = activity.network
    if network is not None and is_public(network):
        return network.name
    return activity.host or (network.name if network is not None else "")


NEXT = 8


def campaign_screen(view: CampaignView, *, now: datetime) -> dict[str, Any]:
    """`now` decides which activities are still ahead and whether hosts can enter theirs."""
    campaign, snapshot = view.campaign, view.snapshot
    counts = snapshot.counts("land")
    ahead = [row for row in snapshot.rows if row.ends_at > now and not row.is_cancelled]
    return {
        "campaign": campaign,
        "happening": snapshot.happens.bit_count(),
        "hosts": sum(1 for number in snapshot.counts("host").values() if number),
        "window": _window(campaign, now=now),
        "is_open": _is_open(campaign, now=now),
        "about": prose(campaign.description_de, campaign.description_en),
        "rules": prose(campaign.rules_de, campaign.rules_en),
        "lands": _land_counts(view, counts),
        "empty_lands": ", ".join(
            pick(land.name_de, land.name_en) for land in view.lands if not counts.get(land.slug)
        ),
        "days": by_days(ahead[:NEXT]),
        "is_over": campaign.last_day < day_of(now),
        "has_activities": bool(snapshot.rows),
        "views": views_of(campaign.slug, ""),
        "distances": {},
    }


def _land_counts(view: CampaignView, counts: dict[str, int]) -> list[tuple[Land, int]]:
    """Every Land where something takes place, the one with most first."""
    found = [(land, counts[land.slug]) for land in view.lands if counts.get(land.slug)]
    return sorted(found, key=lambda pair: (-pair[1], pick(pair[0].name_de, pair[0].name_en)))


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


@require_safe
def campaigns_page(request: HttpRequest) -> HttpResponse:
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
def campaign_page(request: HttpRequest, campaign: str) -> HttpResponse:
    """The first page of a campaign; 404 where there is none."""
    context = campaign_screen(campaign_at(campaign), now=timezone.now())
    return render(request, "events/campaigns/campaign.html", context)
