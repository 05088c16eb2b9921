"""Editors read what waits, and decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.actions.campaigns import activity_review
from handschlag.events.forms.campaigns.activity import AnswerForm
from handschlag.events.models import Activity
from handschlag.events.screens.campaigns.activity_review import queue_screen, review_screen

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
        activity_review.publish(activity_id=activity.pk, version=version, by=by, now=now)
    elif "take_back" in pressed:
        activity_review.take_back(activity_id=activity.pk, version=version, by=by, now=now)
    elif "look_at" in pressed:
        activity_review.look_at(activity_id=activity.pk, version=version, by=by, now=now)
    elif "accept" in pressed:
        activity_review.accept_change(change_id=change, version=version, by=by, now=now)
    elif "decline" in pressed and change:
        answer = form.cleaned_data["answer"]
        activity_review.decline_change(change_id=change, version=version, answer=answer, by=by, now=now)
    elif "decline" in pressed:
        answer = form.cleaned_data["answer"]
        activity_review.decline(activity_id=activity.pk, version=version, answer=answer, by=by, now=now)
    else:
        raise Http404
