"""Hosts enter, change and call off what they plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, may, may_awake, require
from handschlag.common.names import free_slug
from handschlag.common.refusals import Refusal
from handschlag.common.web import number_in, refusal_message
from handschlag.design.components.parts import Link
from handschlag.directory.contents import GeoPoint
from handschlag.directory.entries import manages
from handschlag.directory.models import Network
from handschlag.events.campaigns import activities
from handschlag.events.campaigns import emails as letters
from handschlag.events.campaigns.activities import (
    PUBLIC,
    WITHOUT_EDITOR,
    ActivityContent,
    ActivityStage,
    ActivityTransition,
    CampaignRefusal,
    OwnActivityQuery,
    Split,
    activity_content_of,
    alike,
    fill_activity,
    is_queue_empty,
    is_transition_possible,
    lacks,
    local_moment,
    locked_activity,
    make_transition,
    period_of,
    save_activity,
    submit_fault,
    tag_activity,
    waiting_change,
)
from handschlag.events.campaigns.activity_form import ActivityForm, BecauseForm
from handschlag.events.campaigns.filters import STATES, with_query
from handschlag.events.models import Activity, ActivityChange, ActivityState, Campaign, ChangeState

LONGEST_SLUG = 100


@transaction.atomic
def enter(
    *, campaign_id: int, network_id: int, facts: ActivityContent, is_sent: bool, by: Subject, now: datetime
) -> Activity:
    """There is a draft of a network's activity; with `is_sent` it waits for the editors at once."""
    require(by, Action.ENTER_ACTIVITY, owns=manages(by, network_id))
    # Locked: of two who enter the same title at once, each gets an address of their own.
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id, is_published=True).first()
    network = Network.objects.filter(pk=network_id).first()
    if campaign is None or network is None:
        raise Refusal(CampaignRefusal.GONE)
    taken = set(Activity.objects.filter(campaign=campaign).values_list("slug", flat=True))
    activity = Activity(
        campaign=campaign,
        network=network,
        host=network.name,
        slug=free_slug(facts.title_de, taken, longest=LONGEST_SLUG),
        entered_by_id=by.user_id,
        version=0,
        created_at=now,
    )
    fill_activity(activity, facts)
    if is_sent:
        _send(activity, facts, by=by, now=now)
        save_activity(activity, verb="activity.submitted", by=by, now=now)
    else:
        save_activity(activity, verb="activity.entered", by=by, now=now)
    tag_activity(activity, facts)
    return activity


def _send(activity: Activity, facts: ActivityContent, *, by: Subject, now: datetime) -> None:
    """The activity waits for an editor, who hears of it if nothing waited before."""
    is_editor = may(by, Action.DECIDE_ACTIVITY)
    fault = submit_fault(period_of(activity.campaign), facts, now=now, by_editor=is_editor)
    if fault is not None:
        raise Refusal(fault, lacks=lacks(facts))
    is_first = is_queue_empty()
    make_transition(activity, ActivityTransition.SUBMIT)
    activity.answer = ""
    if is_first and not is_editor:
        letters.tell_editors_of_entries(activity, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of the change of an activity: what is public at once, and what waits."""

    activity: Activity
    split: Split


@transaction.atomic
def save(
    *, activity_id: int, version: int, facts: ActivityContent, is_sent: bool, by: Subject, now: datetime
) -> Saved:
    """The activity says this: at once where it is not public, or as far as no editor has to read it."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    before = activity_content_of(activity)
    names = activities.changed(before, facts)
    if activity.state in WITHOUT_EDITOR:
        fill_activity(activity, facts)
        if is_sent and activity.state != ActivityStage.IN_REVIEW:
            _send(activity, facts, by=by, now=now)
            save_activity(activity, verb="activity.submitted", by=by, now=now)
        else:
            save_activity(activity, verb="activity.edited", by=by, now=now)
        tag_activity(activity, facts)
        return Saved(activity=activity, split=Split(at_once=names, waiting=()))
    if activity.state not in PUBLIC:
        raise Refusal(CampaignRefusal.NOT_IN_THIS_STATE)
    if lacks(facts):
        raise Refusal(CampaignRefusal.INCOMPLETE, lacks=lacks(facts))
    split = activities.split(names, by_editor=may(by, Action.DECIDE_ACTIVITY))
    _change_public(activity, before=before, facts=facts, split=split, by=by, now=now)
    return Saved(activity=activity, split=split)


def _change_public(
    activity: Activity,
    *,
    before: ActivityContent,
    facts: ActivityContent,
    split: Split,
    by: Subject,
    now: datetime,
) -> None:
    """What is right at once is public at once, and calendars are told; words wait for an editor."""
    fill_activity(activity, activities.with_only(before, facts, split.at_once))
    if split.moves:
        activity.sequence += 1
    if split.at_once:
        told = {"facts": [None, list(split.at_once)]}
        save_activity(activity, verb="activity.changed", by=by, now=now, changes=told)
    else:
        save_activity(activity, verb="activity.proposed", by=by, now=now)
    if "fields" in split.at_once:
        tag_activity(activity, facts)
    _propose(activity, before=before, facts=facts, split=split, by=by, now=now)
    if split.at_once and not may(by, Action.DECIDE_ACTIVITY):
        shown = {name: [_said(before, name), _said(facts, name)] for name in split.at_once}
        ActivityChange.objects.create(
            activity=activity, state=ChangeState.LIVE, facts=shown, by_id=by.user_id, at=now
        )
        letters.tell_editors_of_move(activity, by=by, now=now)


def _propose(
    activity: Activity,
    *,
    before: ActivityContent,
    facts: ActivityContent,
    split: Split,
    by: Subject,
    now: datetime,
) -> None:
    """One change of an activity waits at most: a newer one takes the place of the older."""
    older = waiting_change(activity)
    if older is not None:
        older.state, older.decided_at, older.decided_by_id = ChangeState.WITHDRAWN, now, by.user_id
        older.save(update_fields=["state", "decided_at", "decided_by"])
    if split.waiting:
        is_first = is_queue_empty()
        ActivityChange.objects.create(
            activity=activity,
            state=ChangeState.WAITING,
            facts=activities.proposed(before, facts, split.waiting),
            by_id=by.user_id,
            at=now,
        )
        if is_first:
            letters.tell_editors_of_entries(activity, now=now)


def _said(facts: ActivityContent, name: str) -> str:
    """A fact that is public already, as plain text for the editors' page."""
    value = getattr(facts, name)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.place if name == "spot" else str(value)


@transaction.atomic
def withdraw(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The activity waits no longer and is a draft again."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.WITHDRAW)
    save_activity(activity, verb="activity.withdraw", by=by, now=now)
    return activity


@transaction.atomic
def discard(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The draft is gone from the lists; it can be brought back."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.DISCARD)
    save_activity(activity, verb="activity.discard", by=by, now=now)
    return activity


@transaction.atomic
def bring_back(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """What was discarded is a draft again."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.BRING_BACK)
    save_activity(activity, verb="activity.bring_back", by=by, now=now)
    return activity


@transaction.atomic
def call_off(*, activity_id: int, version: int, because: str, by: Subject, now: datetime) -> Activity:
    """The activity does not take place: its page, lists and calendars say so."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.CANCEL)
    activity.cancelled_at, activity.cancelled_because = now, because
    save_activity(activity, verb="activity.cancel", by=by, now=now)
    letters.tell_called_off(activity, by=by, now=now)
    return activity


@transaction.atomic
def reinstate(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """It takes place after all; calendars are told once more."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.REINSTATE)
    activity.cancelled_at, activity.cancelled_because = None, ""
    save_activity(activity, verb="activity.reinstate", by=by, now=now)
    return activity


FOLDED = ("venue", "street", "postcode", "language", "fields_of_work", "programme", "fee_note_de")
IN_ENGLISH = ("title_en", "text_en", "fee_note_en")
FIRST = ("title_de", "day", "begins", "ends", "last_day")


TONES = {
    ActivityStage.PUBLISHED: "ok",
    ActivityStage.IN_REVIEW: "you",
    ActivityStage.DECLINED: "wait",
    ActivityStage.CANCELLED: "wait",
}


def _fields_of(form: forms.Form, names: Sequence[str]) -> tuple[forms.BoundField, ...]:
    return tuple(form[name] for name in names)


def entry_screen(
    campaign: Campaign,
    network: Network | None,
    activity: Activity | None,
    form: forms.Form,
    *,
    networks: Sequence[Network] = (),
) -> dict[str, Any]:
    """The form of one's own activity; without an activity, the one to enter a new one."""
    is_public = activity is not None and activity.state in PUBLIC
    change = waiting_change(activity) if activity is not None and is_public else None
    host = network.name if network else activity.host if activity else ""
    return {
        "activity": activity,
        "campaign": campaign,
        "network": host,
        "networks": _network_links(campaign, network, networks),
        "form": form,
        "first": _fields_of(form, FIRST),
        "folded": _fields_of(form, FOLDED),
        "in_english": _fields_of(form, IN_ENGLISH),
        "is_folded_open": any(form[name].errors for name in (*FOLDED, *IN_ENGLISH)),
        "note": _note_of(activity),
        "is_waiting": change is not None,
        "alike": alike(activity) if activity else (),
        "moves": _moves_of(activity) if activity else (),
        "may_cancel": activity is not None
        and is_transition_possible(ActivityTransition.CANCEL, activity.state),
        "is_public": is_public,
        "may_send": not is_public and not _in_review(activity),
    }


def _in_review(activity: Activity | None) -> bool:
    return activity is not None and activity.state == ActivityState.IN_REVIEW


def _note_of(activity: Activity | None) -> str:
    """What happens when it is saved now."""
    if activity is None or activity.state == ActivityState.DRAFT:
        return _("Three minutes are enough. An editor reviews it before it is published.")
    if activity.state == ActivityState.IN_REVIEW:
        return _("It is being reviewed. You can still change it.")
    if activity.state == ActivityState.PUBLISHED:
        return _(
            "Changes to time, place, fee and language are public immediately. Changes to texts are "
            "reviewed first."
        )
    if activity.state == ActivityState.CANCELLED:
        return _("The event has been cancelled. Its page and subscribed calendars show this.")
    if activity.state == ActivityState.ARCHIVED:
        return _("It was discarded. Restore it to continue.")
    return _("The editors have commented on your activity. Change it and send it again.")


def _network_links(
    campaign: Campaign, network: Network | None, networks: Sequence[Network]
) -> tuple[Link, ...]:
    """For which network: only where there is a choice."""
    if len(networks) < 2:
        return ()
    here = reverse("events:new_activity")
    return tuple(
        Link(
            label=one.short_name or one.name,
            url=with_query(here, f"campaign={campaign.slug}&network={one.slug}"),
            is_current=one == network,
        )
        for one in networks
    )


BUTTONS = (
    ActivityTransition.WITHDRAW,
    ActivityTransition.BRING_BACK,
    ActivityTransition.REINSTATE,
    ActivityTransition.DISCARD,
)


def _moves_of(activity: Activity) -> tuple[str, ...]:
    """The steps that a button takes."""
    return tuple(step.value for step in BUTTONS if is_transition_possible(step, activity.state))


CONFLICT, UNFIT = 409, 422
ON_A_PAGE = 30
MOVES: Final = {
    "withdraw": withdraw,
    "discard": discard,
    "bring_back": bring_back,
    "reinstate": reinstate,
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
    is_owner = activities.owns(by, activity)
    if activity.state not in PUBLIC and not may_awake(by, Action.ENTER_ACTIVITY, owns=is_owner):
        raise Http404
    require(by, Action.ENTER_ACTIVITY, owns=is_owner)
    return activity, by


@require_safe
def my_activities_page(request: HttpRequest) -> HttpResponse:
    """The activities that this person entered, page by page; visitors are asked to sign in."""
    by = _host(request)
    wanted = OwnActivityQuery(state=request.GET.get("state", "")[:9], page=number_in(request.GET, "page"))
    context = {
        "rows": Paginator(activities.my_activities(by, wanted), ON_A_PAGE).get_page(wanted.page),
        "states": STATES.items(),
        "wanted": wanted.state,
        "query": f"state={wanted.state}" if wanted.state else "",
    }
    return render(request, "events/campaigns/my_activities.html", context)


def _start(network: Network, campaign: Campaign) -> ActivityContent:
    """What an empty form knows already, from the network and the campaign."""
    programme = network.in_programmes.filter(until=None).first()
    return ActivityContent(
        starts_at=local_moment(campaign.first_day, 10),
        ends_at=local_moment(campaign.first_day, 12),
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
    campaigns = activities.open_campaigns(today=timezone.localdate())
    networks = activities.networks_for(by, is_editor=may(by, Action.DECIDE_ACTIVITY))
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
        made = enter(
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
    if activity is None or not may(by, Action.ENTER_ACTIVITY, owns=activities.owns(by, activity)):
        raise Http404
    return activities.activity_content_of(activity)


def _form_of(
    request: HttpRequest, facts: ActivityContent, campaign: Campaign, *, version: int = 0
) -> ActivityForm:
    data = request.POST if request.method == "POST" else None
    return ActivityForm(
        data,
        facts=facts,
        period=activities.period_of(campaign),
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
    known = activities.facts_for_host(activity)
    form = _form_of(request, known, activity.campaign, version=activity.version)
    if request.method != "POST" or not form.is_valid():
        context = entry_screen(activity.campaign, activity.network, activity, form)
        return _form_page(request, context, is_wrong=request.method == "POST")
    try:
        saved = save(
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
            call_off(
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
