"""What visitors ask: which campaigns there are, and what one activity says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from handschlag.directory.queries.public import is_public
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
