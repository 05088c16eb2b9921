"""Editors set up campaigns: created, changed, published, withheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.names import free_slug
from handschlag.common.refusals import Refusal
from handschlag.common.web import number_in, refusal_message
from handschlag.design.fields import OneLine, TidyText
from handschlag.events.campaigns.activities import CampaignRefusal, day_of
from handschlag.events.campaigns.campaigns import all_campaigns
from handschlag.events.models import Activity, ActivityState, Campaign


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


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class CampaignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
    title_de = OneLine(label=gettext_lazy("Title"), max_length=200)
    title_en = OneLine(label=gettext_lazy("Title in English"), max_length=200, required=False)
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=_day_input())
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=_day_input())
    entry_opens_at = forms.DateTimeField(
        label=gettext_lazy("Hosts can enter activities from"), required=False, widget=_moment()
    )
    entry_closes_at = forms.DateTimeField(label=gettext_lazy("until"), required=False, widget=_moment())
    description_de = TidyText(label=gettext_lazy("Topic"), required=False)
    description_en = TidyText(label=gettext_lazy("Topic, in English"), required=False)
    rules_de = TidyText(label=gettext_lazy("Rules for hosts"), required=False)
    rules_en = TidyText(label=gettext_lazy("Rules for hosts, in English"), required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first day."))
        opens, closes = data.get("entry_opens_at"), data.get("entry_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("entry_closes_at", _("This is before entries open."))
        return data


CONFLICT, UNFIT = 409, 422


def _editor(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.EDIT_CAMPAIGN)
    return by


@require_safe
def manage_campaigns(request: HttpRequest) -> HttpResponse:
    """The list of all campaigns, for those who may edit them."""
    _editor(request)
    return render(request, "events/campaigns/manage.html", {"campaigns": all_campaigns()})


@require_http_methods(["GET", "HEAD", "POST"])
def new_campaign_page(request: HttpRequest) -> HttpResponse:
    """The form for a new campaign; it is saved as a draft that only editors see."""
    by = _editor(request)
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = create_campaign(about=_about(form), by=by, now=timezone.now())
        messages.success(request, _("Saved. Only editors can see it so far."))
        return HttpResponseRedirect(reverse("events:edit_campaign", args=[made.pk]))
    return _page(request, None, form, status=UNFIT if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_campaign_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a campaign; a conflict is told in it where somebody else was faster."""
    by = _editor(request)
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign is None:
        raise Http404
    initial = {"version": campaign.version, **{name: getattr(campaign, name) for name in NAMES}}
    form = CampaignForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _page(request, campaign, form, status=UNFIT if form.is_bound else 200)
    version = form.cleaned_data["version"] or 0
    try:
        edit_campaign(campaign_id=pk, version=version, about=_about(form), by=by, now=timezone.now())
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return _page(request, campaign, form, status=CONFLICT)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("events:edit_campaign", args=[pk]))


@require_POST
def switch_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The campaign is public, or no longer."""
    by, version = _editor(request), number_in(request.POST, "version")
    change = publish_campaign if "publish" in request.POST else withhold_campaign
    try:
        change(campaign_id=pk, version=version, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("events:edit_campaign", args=[pk]))


def _about(form: CampaignForm) -> CampaignData:
    return CampaignData(**{name: form.cleaned_data[name] for name in NAMES})


def _page(
    request: HttpRequest, campaign: Campaign | None, form: CampaignForm, *, status: int
) -> HttpResponse:
    context = {"campaign": campaign, "form": form}
    return render(request, "events/campaigns/manage_campaign.html", context, status=status)
