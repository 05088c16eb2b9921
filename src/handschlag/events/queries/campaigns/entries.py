"""An activity as its host and its editors see it: facts, owner, what is alike, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Role, Subject
from handschlag.directory.models import Network
from handschlag.directory.queries.managing import managed_ids, manages
from handschlag.directory.queries.public import public_networks
from handschlag.directory.rules.contents import GeoPoint
from handschlag.events.models import Activity, ActivityChange, ActivityState, Campaign, ChangeState
from handschlag.events.rules.campaigns.activity_content import ActivityContent, applied
from handschlag.events.rules.campaigns.entry import Period


def activity_content_of(activity: Activity) -> ActivityContent:
    """What the activity says now, as everybody reads it."""
    return ActivityContent(
        title_de=activity.title_de,
        title_en=activity.title_en,
        text_de=activity.text_de,
        text_en=activity.text_en,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        is_online=activity.is_online,
        online_url=activity.online_url,
        venue=activity.venue,
        street=activity.street,
        postcode=activity.postcode,
        spot=GeoPoint(
            place=activity.place,
            land=activity.land_id or "",
            district=activity.district_id or "",
            latitude=activity.latitude,
            longitude=activity.longitude,
        ),
        audiences=tuple(activity.audiences),
        language=activity.language,
        fee_cents=activity.fee_cents,
        fee_note_de=activity.fee_note_de,
        fee_note_en=activity.fee_note_en,
        link=activity.link,
        fields=tuple(sorted(field.pk for field in activity.fields.all())),
        programme=activity.programme_id,
    )


def period_of(campaign: Campaign) -> Period:
    """The days of the campaign, and from when until when hosts can enter activities."""
    return Period(
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        opens_at=campaign.entry_opens_at,
        closes_at=campaign.entry_closes_at,
    )


def owns(by: Subject, activity: Activity) -> bool:
    """Whether this person looks after the network that invites."""
    return activity.network_id is not None and manages(by, activity.network_id)


def waiting_change(activity: Activity) -> ActivityChange | None:
    """The change of a public activity that waits for the editors; None where none waits."""
    return ActivityChange.objects.filter(activity=activity, state=ChangeState.WAITING).first()


def live_changes(activity: Activity) -> QuerySet[ActivityChange]:
    """Changes that were public at once and that no editor has looked at yet."""
    return ActivityChange.objects.filter(activity=activity, state=ChangeState.LIVE)


def facts_for_host(activity: Activity) -> ActivityContent:
    """What the host said last, also where an editor has not read it yet."""
    change = waiting_change(activity)
    return applied(activity_content_of(activity), change.facts) if change else activity_content_of(activity)


def networks_for(by: Subject, *, is_editor: bool) -> list[Network]:
    """The networks that somebody may enter activities for."""
    rows = public_networks() if is_editor else Network.objects.filter(pk__in=managed_ids(by))
    return list(rows.order_by("name", "pk").select_related("land").prefetch_related("fields"))


def open_campaigns(*, today: date) -> list[Campaign]:
    """Public campaigns that are not over, the next first."""
    rows = Campaign.objects.filter(is_published=True, last_day__gte=today)
    return list(rows.order_by("first_day", "pk"))


def alike(activity: Activity) -> list[Activity]:
    """Others of the same host at the same time, or with the same title."""
    same_host = Q(network_id=activity.network_id) if activity.network_id else Q(host=activity.host)
    same_time = Q(starts_at__lt=activity.ends_at, ends_at__gt=activity.starts_at)
    rows = Activity.objects.filter(same_host & (same_time | Q(title_de__iexact=activity.title_de)))
    rows = rows.filter(campaign_id=activity.campaign_id).exclude(pk=activity.pk or 0)
    gone = [ActivityState.ARCHIVED, ActivityState.DECLINED]
    return list(rows.exclude(state__in=gone).order_by("starts_at", "pk")[:5])


def editors() -> QuerySet[User]:
    """Those who decide about activities."""
    return User.objects.filter(is_active=True, grants__role=Role.EDITOR).order_by("pk").distinct()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActivityQuery:
    """Which of the own activities are shown."""

    state: str = ""
    page: int = 1


def my_activities(by: Subject, wanted: OwnActivityQuery) -> QuerySet[Activity]:
    """Activities of the networks that somebody looks after, the next first."""
    rows = Activity.objects.filter(network_id__in=managed_ids(by)).select_related("network", "campaign")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    else:
        rows = rows.exclude(state=ActivityState.ARCHIVED)
    return rows.order_by("starts_at", "pk")


def waiting() -> QuerySet[Activity]:
    """New activities that an editor has to read, the oldest first."""
    rows = Activity.objects.filter(state=ActivityState.IN_REVIEW)
    return rows.select_related("network", "campaign", "entered_by").order_by("changed_at", "pk")


def changes(*states: ChangeState) -> QuerySet[ActivityChange]:
    """Changes of public activities, the oldest first."""
    rows = ActivityChange.objects.filter(state__in=states)
    return rows.select_related("activity__network", "activity__campaign", "by").order_by("at", "pk")


def is_queue_empty() -> bool:
    """Whether nothing waits for the editors."""
    return not waiting().exists() and not changes(ChangeState.WAITING).exists()
