"""What editors see of campaigns: the list of all, and the form of one."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_days
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Campaign
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.campaign import campaign_title


@dataclass(frozen=True, slots=True, kw_only=True)
class _ManagedRow:
    title: str
    url: str
    period: str
    count: str
    is_published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ManagedScreen:
    rows: tuple[_ManagedRow, ...]
    new_url: str


def managed_screen() -> _ManagedScreen:
    """All campaigns for editors, unpublished too, the latest first, with how many activities."""
    campaigns = Campaign.objects.annotate(number=Count("activities")).order_by("-first_day", "pk")
    return _ManagedScreen(
        rows=tuple(
            _ManagedRow(
                title=campaign_title(one),
                url=reverse("events:edit_campaign", args=[one.pk]),
                period=format_days(one.first_day, one.last_day),
                count=activity_labels.counted(one.number),
                is_published=one.is_published,
            )
            for one in campaigns
        ),
        new_url=reverse("events:new_campaign"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _CampaignFormScreen:
    title: str
    crumbs: tuple[Crumb, ...]
    form: forms.Form
    is_new: bool
    is_published: bool
    version: int
    public_url: str
    switch_url: str


def campaign_form_screen(campaign: Campaign | None, form: forms.Form) -> _CampaignFormScreen:
    """The form of one campaign; without a campaign, the one to set up a new one."""
    title = campaign_title(campaign) if campaign else _("Set up a campaign")
    return _CampaignFormScreen(
        title=title,
        crumbs=(Crumb(_("Campaigns"), reverse("events:manage_campaigns")), Crumb(title)),
        form=form,
        is_new=campaign is None,
        is_published=campaign is not None and campaign.is_published,
        version=campaign.version if campaign else 0,
        public_url=reverse("events:campaign", args=[campaign.slug]) if campaign else "",
        switch_url=reverse("events:switch_campaign", args=[campaign.pk]) if campaign else "",
    )
