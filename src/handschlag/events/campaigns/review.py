"""Editors read what waits, and decide: publish, return with an answer, take a decision back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_deadline
from handschlag.common.web import number_in, refusal_message
from handschlag.design.components.parts import FieldChange
from handschlag.directory.models import Field, Land
from handschlag.events.campaigns import emails as letters
from handschlag.events.campaigns import filters
from handschlag.events.campaigns.activities import (
    NAMES,
    ActivityContent,
    ActivityTransition,
    CampaignRefusal,
    activity_changes,
    activity_content_of,
    alike,
    applied,
    fill_activity,
    is_transition_possible,
    live_changes,
    locked_activity,
    make_transition,
    period_of,
    save_activity,
    submit_fault,
    tag_activity,
    waiting_activities,
    waiting_change,
)
from handschlag.events.campaigns.activity_form import AnswerForm
from handschlag.events.models import Activity, ActivityChange, ActivityState, ChangeState
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    fields: Mapping[str, str]
    lands: Mapping[str, str]
    programmes: Mapping[int, str]


def all_names() -> Names:
    """All of them: there are few."""
    return Names(
        fields={one.pk: pick(one.label_de, one.label_en) for one in Field.objects.all()},
        lands={one.pk: pick(one.name_de, one.name_en) for one in Land.objects.all()},
        programmes={one.pk: one.short_name for one in Programme.objects.all()},
    )


@transaction.atomic
def publish(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The activity is public, as the editor has seen it."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    fault = submit_fault(period_of(activity.campaign), activity_content_of(activity), now=now, by_editor=True)
    if fault is not None:
        raise Refusal(fault)
    make_transition(activity, ActivityTransition.PUBLISH)
    activity.published_at = activity.published_at or now
    activity.decided_at, activity.decided_by_id, activity.answer = now, by.user_id, ""
    save_activity(activity, verb="activity.publish", by=by, now=now)
    letters.tell_published(activity, by=by, now=now)
    return activity


@transaction.atomic
def decline(*, activity_id: int, version: int, answer: str, by: Subject, now: datetime) -> Activity:
    """The activity goes back to its host with an answer; nothing is lost."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    make_transition(activity, ActivityTransition.DECLINE)
    activity.decided_at, activity.decided_by_id, activity.answer = now, by.user_id, answer
    save_activity(activity, verb="activity.decline", by=by, now=now)
    letters.tell_declined(activity, answer=answer, by=by, now=now)
    return activity


@transaction.atomic
def take_back(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The decision is undone: the activity waits again."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    make_transition(activity, ActivityTransition.TAKE_BACK)
    activity.decided_at, activity.decided_by_id, activity.answer = None, None, ""
    save_activity(activity, verb="activity.take_back", by=by, now=now)
    return activity


def _open_change(change_id: int, state: ChangeState, *, by: Subject) -> ActivityChange:
    """A change that nobody has decided yet."""
    require(by, Action.DECIDE_ACTIVITY)
    rows = ActivityChange.objects.select_for_update(of=("self",)).select_related("activity__campaign")
    change = rows.filter(pk=change_id).first()
    if change is None or change.state != state:
        raise Refusal(CampaignRefusal.DECIDED)
    return change


def _close(change: ActivityChange, state: ChangeState, *, answer: str, by: Subject, now: datetime) -> None:
    change.state, change.answer = state, answer
    change.decided_at, change.decided_by_id = now, by.user_id
    change.save(update_fields=["state", "answer", "decided_at", "decided_by"])


@transaction.atomic
def accept_change(*, change_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """What was proposed is public."""
    change = _open_change(change_id, ChangeState.WAITING, by=by)
    activity = locked_activity(change.activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    facts = applied(activity_content_of(activity), change.facts)
    fill_activity(activity, facts)
    save_activity(activity, verb="activity.accepted_change", by=by, now=now)
    tag_activity(activity, facts)
    _close(change, ChangeState.ACCEPTED, answer="", by=by, now=now)
    letters.tell_change_decided(activity, to_id=change.by_id, answer="", by=by, now=now)
    return activity


@transaction.atomic
def decline_change(*, change_id: int, version: int, answer: str, by: Subject, now: datetime) -> Activity:
    """The activity stays as it was; whoever proposed the change is told why."""
    change = _open_change(change_id, ChangeState.WAITING, by=by)
    activity = locked_activity(change.activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    save_activity(activity, verb="activity.declined_change", by=by, now=now)
    _close(change, ChangeState.DECLINED, answer=answer, by=by, now=now)
    letters.tell_change_decided(activity, to_id=change.by_id, answer=answer, by=by, now=now)
    return activity


@transaction.atomic
def look_at(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """An editor has seen what was changed at once."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    rows = ActivityChange.objects.filter(activity=activity, state=ChangeState.LIVE)
    rows.update(state=ChangeState.LOOKED_AT, decided_at=now, decided_by=by.user_id)
    save_activity(activity, verb="activity.looked_at", by=by, now=now)
    return activity


PAGE = 40
LABELS = {
    "title_de": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title in English"),
    "text_de": gettext_lazy("Description for visitors"),
    "text_en": gettext_lazy("Text in English"),
    "starts_at": gettext_lazy("Begins"),
    "ends_at": gettext_lazy("Ends"),
    "is_online": gettext_lazy("Online"),
    "online_url": gettext_lazy("Address to take part online"),
    "venue": gettext_lazy("Building and room"),
    "street": gettext_lazy("Street and number"),
    "postcode": gettext_lazy("Postcode"),
    "spot": gettext_lazy("Place"),
    "audiences": gettext_lazy("For whom"),
    "language": gettext_lazy("Language"),
    "fee_cents": gettext_lazy("Fee"),
    "fee_note_de": gettext_lazy("About the fee"),
    "fee_note_en": gettext_lazy("About the fee, in English"),
    "link": gettext_lazy("Page with details or registration"),
    "fields": gettext_lazy("Fields of technology"),
    "programme": gettext_lazy("Programme"),
    "picture": gettext_lazy("Picture"),
}


def queue_screen(*, page: int) -> dict[str, Any]:
    """What has to be read before it is public, then what has changed at once."""
    kinds = {ChangeState.WAITING: _("changed text"), ChangeState.LIVE: _("changed immediately")}
    rows = [(activity, _("new"), activity.changed_at) for activity in waiting_activities()]
    rows += [
        (change.activity, kinds[ChangeState(change.state)], change.at)
        for change in activity_changes(ChangeState.WAITING, ChangeState.LIVE)
    ]
    return {"rows": Paginator(rows, PAGE).get_page(page), "total": len(rows)}


def review_screen(activity: Activity, form: forms.Form) -> dict[str, Any]:
    """For editors: everything it says now, and what a waiting change would make different."""
    facts, change = activity_content_of(activity), waiting_change(activity)
    names = all_names()
    return {
        "activity": activity,
        "said": _differences(ActivityContent(language=""), facts, names),
        "proposed": _differences(facts, applied(facts, change.facts), names) if change else (),
        "live": [difference for row in live_changes(activity) for difference in _live_differences(row)],
        "change": change,
        "is_new": activity.state == ActivityState.IN_REVIEW,
        "is_public": activity.state in {ActivityState.PUBLISHED, ActivityState.CANCELLED},
        "may_take_back": is_transition_possible(ActivityTransition.TAKE_BACK, activity.state),
        "alike": alike(activity),
        "form": form,
    }


def _differences(before: ActivityContent, after: ActivityContent, names: Names) -> tuple[FieldChange, ...]:
    """The facts whose words differ."""
    found = [(name, _text_of(before, name, names), _text_of(after, name, names)) for name in NAMES]
    return tuple(
        FieldChange(label=str(LABELS[name]), old=old, new=new) for name, old, new in found if old != new
    )


def _live_differences(change: ActivityChange) -> Sequence[FieldChange]:
    """What changed at once, as it was kept then."""
    return [
        FieldChange(label=str(LABELS[name]), old=_kept(name, old), new=_kept(name, new))
        for name, (old, new) in change.facts.items()
        if name in LABELS
    ]


def _kept(name: str, value: str) -> str:
    if name in {"starts_at", "ends_at"}:
        return format_deadline(datetime.fromisoformat(value))
    if name == "fee_cents":
        return filters.fee(int(value))
    return value


def _text_of(facts: ActivityContent, name: str, names: Names) -> str:
    """One fact in words; empty where it is not said."""
    value = getattr(facts, name)
    if isinstance(value, datetime):
        return format_deadline(value)
    if name == "audiences":
        return filters.audiences(value)
    if name == "fields":
        return ", ".join(names.fields.get(code, code) for code in value)
    if name == "programme":
        return names.programmes.get(value, "")
    if name == "fee_cents":
        return filters.fee(value) if facts.language else ""
    if name == "language":
        return str(filters.SPOKEN.get(value, value))
    if name == "spot":
        return ", ".join(part for part in (value.place, names.lands.get(value.land, "")) if part)
    if isinstance(value, bool):
        return _("yes") if value else ""
    return str(value)


UNFIT = 422


def _editor(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.DECIDE_ACTIVITY)
    return by


@require_safe
def activity_queue(request: HttpRequest) -> HttpResponse:
    """The activities that wait for an editor, page by page; for editors only."""
    _editor(request)
    context = queue_screen(page=number_in(request.GET, "page"))
    return render(request, "events/campaigns/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity for an editor, who publishes or declines it; then leads to the queue."""
    by = _editor(request)
    rows = Activity.objects.select_related("campaign", "network", "entered_by").prefetch_related("fields")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Http404
    form = AnswerForm(request.POST if "decline" in request.POST else None)
    if request.method != "POST" or (form.is_bound and not form.is_valid()):
        status = UNFIT if request.method == "POST" else 200
        context = review_screen(activity, form)
        return render(request, "events/campaigns/review.html", context, status=status)
    try:
        _decide(request, activity, form, by=by)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return HttpResponseRedirect(reverse("events:review_activity", args=[pk]))
    messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("events:activity_queue"))


def _decide(request: HttpRequest, activity: Activity, form: AnswerForm, *, by: Subject) -> None:
    """The one action whose button was pressed."""
    now = timezone.now()
    version, change = number_in(request.POST, "version"), number_in(request.POST, "change")
    pressed = request.POST
    if "publish" in pressed:
        publish(activity_id=activity.pk, version=version, by=by, now=now)
    elif "take_back" in pressed:
        take_back(activity_id=activity.pk, version=version, by=by, now=now)
    elif "look_at" in pressed:
        look_at(activity_id=activity.pk, version=version, by=by, now=now)
    elif "accept" in pressed:
        accept_change(change_id=change, version=version, by=by, now=now)
    elif "decline" in pressed and change:
        answer = form.cleaned_data["answer"]
        decline_change(change_id=change, version=version, answer=answer, by=by, now=now)
    elif "decline" in pressed:
        answer = form.cleaned_data["answer"]
        decline(activity_id=activity.pk, version=version, answer=answer, by=by, now=now)
    else:
        raise Http404
