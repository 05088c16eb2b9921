"""Editors set up campaigns: created, changed, published, withheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.rules.slugs import free_slug
from handschlag.events.models import Activity, ActivityState, Campaign
from handschlag.events.rules.campaigns.campaign_refusals import CampaignRefusal
from handschlag.events.rules.campaigns.times import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignData:
    """What a campaign says of itself."""

    title_de: str
    title_en: str
    description_de: str
    description_en: str
    rules_de: str
    rules_en: str
    first_day: date
    last_day: date
    entry_opens_at: datetime | None
    entry_closes_at: datetime | None


NAMES = tuple(CampaignData.__dataclass_fields__)


def _put(campaign: Campaign, about: CampaignData) -> list[str]:
    """The row says this; the names of what is new."""
    new = [name for name in NAMES if getattr(campaign, name) != getattr(about, name)]
    for name in new:
        setattr(campaign, name, getattr(about, name))
    return new


@transaction.atomic
def create_campaign(*, about: CampaignData, by: Subject, now: datetime) -> Campaign:
    """There is a campaign that the public does not see yet."""
    require(by, Action.EDIT_CAMPAIGN)
    taken = set(Campaign.objects.values_list("slug", flat=True))
    campaign = Campaign(slug=free_slug(about.title_de, taken), created_at=now, changed_at=now)
    _put(campaign, about)
    campaign.save()
    audit.record(verb="campaign.created", target=campaign, by_id=by.user_id, now=now)
    return campaign


@transaction.atomic
def edit_campaign(
    *, campaign_id: int, version: int, about: CampaignData, by: Subject, now: datetime
) -> Campaign:
    """The campaign says this; no public activity may fall out of its period."""
    campaign = _locked(campaign_id, version=version, by=by)
    new = _put(campaign, about)
    for activity in Activity.objects.filter(campaign=campaign, state=ActivityState.PUBLISHED):
        if not about.first_day <= day_of(activity.starts_at) <= about.last_day:
            raise Refusal(CampaignRefusal.HAS_ACTIVITIES, title=activity.title_de)
    return _keep(campaign, verb="campaign.edited", by=by, now=now, names=new)


@transaction.atomic
def publish_campaign(*, campaign_id: int, version: int, by: Subject, now: datetime) -> Campaign:
    """Everybody sees the campaign, and hosts can enter activities."""
    campaign = _locked(campaign_id, version=version, by=by)
    if campaign.is_published:
        raise Refusal(CampaignRefusal.NOT_IN_THIS_STATE)
    campaign.is_published = True
    return _keep(campaign, verb="campaign.published", by=by, now=now)


@transaction.atomic
def withhold_campaign(*, campaign_id: int, version: int, by: Subject, now: datetime) -> Campaign:
    """Nobody but editors sees the campaign; publishing it again brings everything back."""
    campaign = _locked(campaign_id, version=version, by=by)
    if not campaign.is_published:
        raise Refusal(CampaignRefusal.NOT_IN_THIS_STATE)
    campaign.is_published = False
    return _keep(campaign, verb="campaign.withheld", by=by, now=now)


def _locked(campaign_id: int, *, version: int, by: Subject) -> Campaign:
    require(by, Action.EDIT_CAMPAIGN)
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        raise Refusal(CampaignRefusal.GONE)
    if campaign.version != version:
        raise Refusal(CampaignRefusal.STALE)
    return campaign


def _keep(
    campaign: Campaign, *, verb: str, by: Subject, now: datetime, names: list[str] | None = None
) -> Campaign:
    campaign.version += 1
    campaign.changed_at, campaign.stamp = now, uuid4()
    campaign.save()
    changes = {"facts": [None, names]} if names else None
    audit.record(verb=verb, target=campaign, by_id=by.user_id, now=now, changes=changes)
    return campaign
