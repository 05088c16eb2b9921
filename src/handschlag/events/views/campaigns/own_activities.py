"""Hosts enter, change and call off what they plan."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, may, may_awake, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.directory.models import Network
from handschlag.directory.rules.contents import GeoPoint
from handschlag.events.actions.campaigns import own_activities
from handschlag.events.forms.campaigns.activity import ActivityForm, BecauseForm
from handschlag.events.models import Activity, Campaign
from handschlag.events.queries.campaigns import entries
from handschlag.events.queries.campaigns.entries import OwnActivityQuery
from handschlag.events.rules.campaigns.activity_content import ActivityContent
from handschlag.events.rules.campaigns.states import PUBLIC
from handschlag.events.rules.campaigns.times import at
from handschlag.events.screens.campaigns.activity_labels import STATES
from handschlag.events.screens.campaigns.own_activities import entry_screen

CONFLICT, UNFIT = 409, 422
ON_A_PAGE = 30
MOVES: Final = {
    "withdraw": own_activities.withdraw,
    "discard": own_activities.discard,
    "bring_back": own_activities.bring_back,
    "reinstate": own_activities.reinstate,
}


def _host(request: HttpRequest) -> Subject:
    """Whoever may enter activities at all; visitors are asked to sign in."""
    by = subject_of(request.user)
    require(by, Action.ENTER_ACTIVITY, owns=True)
    return by


def own_activity_or_404(request: HttpRequest, pk: int) -> tuple[Activity, Subject]:
    """An activity that this person may change; what is not public does not even exist for others."""
    by = _host(request)
    rows = Activity.objects.select_related("campaign", "network").prefetch_related("fields")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Http404
    is_owner = entries.owns(by, activity)
    if activity.state not in PUBLIC and not may_awake(by, Action.ENTER_ACTIVITY, owns=is_owner):
        raise Http404
    require(by, Action.ENTER_ACTIVITY, owns=is_owner)
    return activity, by


@require_safe
def my_activities(request: HttpRequest) -> HttpResponse:
    """The activities that this person entered, page by page; visitors are asked to sign in."""
    by = _host(request)
    wanted = OwnActivityQuery(state=request.GET.get("state", "")[:9], page=number_in(request.GET, "page"))
    context = {
        "rows": Paginator(entries.my_activities(by, wanted), ON_A_PAGE).get_page(wanted.page),
        "states": STATES.items(),
        "wanted": wanted.state,
        "query": f"state={wanted.state}" if wanted.state else "",
    }
    return render(request, "events/campaigns/my_activities.html", context)


def _start(network: Network, campaign: Campaign) -> ActivityContent:
    """What an empty form knows already, from the network and the campaign."""
    programme = network.in_programmes.filter(until=None).first()
    return ActivityContent(
        starts_at=at(campaign.first_day, 10),
        ends_at=at(campaign.first_day, 12),
        spot=GeoPoint(
            place=network.place,
            land=network.land_id or "",
            district=network.district_id or "",
            latitude=network.latitude,
            longitude=network.longitude,
        ),
        fields=tuple(field.pk for field in network.fields.all())[:5],
        programme=programme.programme_id if programme else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: HttpRequest) -> HttpResponse:
    """The form for a new activity; a page says so where no campaign is open or no network theirs."""
    by, now = _host(request), timezone.now()
    campaigns = entries.open_campaigns(today=timezone.localdate())
    networks = entries.networks_for(by, is_editor=may(by, Action.DECIDE_ACTIVITY))
    wanted = {name: request.GET.get(name, "") for name in ("campaign", "network")}
    campaign = next((one for one in campaigns if one.slug == wanted["campaign"]), None)
    campaign = campaign or (campaigns[0] if campaigns else None)
    network = next((one for one in networks if one.slug == wanted["network"]), None)
    network = network or (networks[0] if networks else None)
    if campaign is None or network is None:
        context = {"has_campaign": campaign is not None}
        return render(request, "events/campaigns/cannot_enter.html", context)
    known = _copied(request, by) or _start(network, campaign)
    form = _form_of(request, known, campaign)
    context = entry_screen(campaign, network, None, form, networks=networks)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, context, is_wrong=request.method == "POST")
    try:
        made = own_activities.enter(
            campaign_id=campaign.pk,
            network_id=network.pk,
            facts=form.facts(),
            is_sent=form.is_sent,
            by=by,
            now=now,
        )
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return _form_page(request, context, is_wrong=True)
    _tell_saved(request, is_sent=form.is_sent)
    return HttpResponseRedirect(reverse("events:edit_activity", args=[made.pk]))


def _copied(request: HttpRequest, by: Subject) -> ActivityContent | None:
    """The facts of an earlier activity of one's own, to begin with."""
    pk = number_in(request.GET, "copy")
    if "copy" not in request.GET:
        return None
    activity = Activity.objects.filter(pk=pk).prefetch_related("fields").first()
    if activity is None or not may(by, Action.ENTER_ACTIVITY, owns=entries.owns(by, activity)):
        raise Http404
    return entries.activity_content_of(activity)


def _form_of(
    request: HttpRequest, facts: ActivityContent, campaign: Campaign, *, version: int = 0
) -> ActivityForm:
    data = request.POST if request.method == "POST" else None
    return ActivityForm(
        data,
        facts=facts,
        period=entries.period_of(campaign),
        is_sent=data is not None and "send" in data,
        initial={"version": version},
    )


def _form_page(
    request: HttpRequest, context: dict[str, Any], *, is_wrong: bool, status: int = UNFIT
) -> HttpResponse:
    answer = status if is_wrong else 200
    return render(request, "events/campaigns/entry.html", context, status=answer)


def _tell_saved(request: HttpRequest, *, is_sent: bool) -> None:
    if is_sent:
        messages.success(request, _("Sent to the editors. We will email you when they have reviewed it."))
    else:
        messages.success(request, _("Saved."))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for an own activity; saves it as a draft or sends it to the editors."""
    activity, by = own_activity_or_404(request, pk)
    known = entries.facts_for_host(activity)
    form = _form_of(request, known, activity.campaign, version=activity.version)
    if request.method != "POST" or not form.is_valid():
        context = entry_screen(activity.campaign, activity.network, activity, form)
        return _form_page(request, context, is_wrong=request.method == "POST")
    try:
        saved = own_activities.save(
            activity_id=pk,
            version=form.cleaned_data["version"] or 0,
            facts=form.facts(),
            is_sent=form.is_sent,
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        context = entry_screen(activity.campaign, activity.network, activity, form)
        return _form_page(request, context, is_wrong=True, status=CONFLICT)
    _tell_saved(request, is_sent=form.is_sent)
    if saved.split.waiting:
        messages.info(request, _("The new text is being reviewed. Until then the page shows the old one."))
    return HttpResponseRedirect(reverse("events:edit_activity", args=[pk]))


@require_POST
def move_activity(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step without further words: taken back, discarded, brought back, taking place after all."""
    activity, by = own_activity_or_404(request, pk)
    if name not in MOVES:
        raise Http404
    try:
        version = number_in(request.POST, "version")
        MOVES[name](activity_id=activity.pk, version=version, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("events:edit_activity", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def call_off_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why the activity is cancelled; its public page and calendars say so from then on."""
    activity, by = own_activity_or_404(request, pk)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            own_activities.call_off(
                activity_id=pk,
                version=number_in(request.POST, "version"),
                because=form.cleaned_data["because"],
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(
                request, _("The activity has been cancelled. Its page and subscribed calendars show this.")
            )
        return HttpResponseRedirect(reverse("events:edit_activity", args=[pk]))
    return render(request, "events/campaigns/call_off.html", {"activity": activity, "form": form})
