"""Editors set up campaigns."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.actions.campaigns import campaigns as actions
from handschlag.events.actions.campaigns.campaigns import NAMES, CampaignData
from handschlag.events.forms.campaigns.campaign import CampaignForm
from handschlag.events.models import Campaign
from handschlag.events.queries.campaigns.public_activities import all_campaigns

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
def new_campaign(request: HttpRequest) -> HttpResponse:
    """The form for a new campaign; it is saved as a draft that only editors see."""
    by = _editor(request)
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.create_campaign(about=_about(form), by=by, now=timezone.now())
        messages.success(request, _("Saved. Only editors can see it so far."))
        return HttpResponseRedirect(reverse("events:edit_campaign", args=[made.pk]))
    return _page(request, None, form, status=UNFIT if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_campaign(request: HttpRequest, pk: int) -> HttpResponse:
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
        actions.edit_campaign(campaign_id=pk, version=version, about=_about(form), by=by, now=timezone.now())
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return _page(request, campaign, form, status=CONFLICT)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("events:edit_campaign", args=[pk]))


@require_POST
def switch_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The campaign is public, or no longer."""
    by, version = _editor(request), number_in(request.POST, "version")
    change = actions.publish_campaign if "publish" in request.POST else actions.withhold_campaign
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
