"""On the day: the next meeting, and what is said of it; by personal link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.day.actions import signal_reports, stepping_in
from handschlag.day.forms.signals import Unreadable, read_batch, said_in
from handschlag.day.screens.next_meeting import etag_of, today_context
from handschlag.day.screens.participant_shell import page_context
from handschlag.day.screens.push import push_card
from handschlag.day.views.trying import UNFIT, attempt
from handschlag.matching.models import Participant
from handschlag.matching.web.decorators import for_the_day


@require_safe
@for_the_day
def today(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of the day; the code on a printed sheet opens it, too."""
    now = timezone.now()
    context = page_context(participant, token, "day:today", now=now) | today_context(participant, now=now)
    context |= {"manifest_url": reverse("day:app", args=[token]), "push": push_card(participant, token)}
    return render(request, "day/today.html", context)


@require_POST
@for_the_day
def say(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """One signal of a form; its key makes it count once, however often the button is pressed."""
    now = timezone.now()
    try:
        signal = said_in(request.POST, now=now)
    except Unreadable:
        messages.error(request, _("Something went wrong. Press the button again."))
    else:
        (receipt,) = signal_reports.receive(
            participant_id=participant.pk,
            signals=[signal],
            has_link=True,
            by=subject_of(request.user),
            now=now,
        )
        if receipt.outcome.label:
            messages.error(request, refusal_message(receipt.outcome))
    return HttpResponseRedirect(reverse("day:today", args=[token]) + "#said")


@require_POST
@for_the_day
def sync(request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
    """What a device has kept while there was no network, each answered by its key."""
    now = timezone.now()
    try:
        signals = read_batch(request.body, now=now)
    except Unreadable:
        return JsonResponse({"fault": "unreadable"}, status=UNFIT)
    receipts = signal_reports.receive(
        participant_id=participant.pk,
        signals=signals,
        has_link=True,
        by=subject_of(request.user),
        now=now,
    )
    return JsonResponse({"receipts": [{"key": one.key, "outcome": one.outcome.value} for one in receipts]})


@require_POST
@for_the_day
def step_in(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Yes or no to an offer; whatever is not said clearly is a no."""
    attempt(
        request,
        lambda: stepping_in.answer(
            stand_by_id=number,
            participant_id=participant.pk,
            is_yes=request.POST.get("answer") == "yes",
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return HttpResponseRedirect(reverse("day:today", args=[token]) + "#said")


@require_safe
@for_the_day
def state(request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
    """Whether the page is still right, what time it is, and what a device needs to send something."""
    now = timezone.now()
    return JsonResponse({"now": now.isoformat(), "mark": etag_of(participant), "token": get_token(request)})
