"""News for devices: switched on and off on the page of the day, and read by its worker."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.day.actions import push_keys, push_subscribing
from handschlag.day.forms.push import device_id_in, device_in
from handschlag.day.forms.signals import Unreadable
from handschlag.day.queries.push import news_of
from handschlag.day.screens.push import news_words
from handschlag.day.views.trying import UNFIT
from handschlag.matching.models import Participant
from handschlag.matching.web.decorators import for_the_day

type _Switch = Callable[[HttpRequest, Participant], HttpResponse]


def _for_devices(view: _Switch) -> Callable[Concatenate[HttpRequest, Participant, ...], HttpResponse]:
    """Where there are push messages at all; a no is an answer that a script can read."""

    @wraps(view)
    def opened(request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
        if not settings.PUSH:
            raise Http404
        try:
            return view(request, participant)
        except Unreadable:
            return JsonResponse({"fault": "unreadable"}, status=UNFIT)
        except Refusal as no:
            return JsonResponse({"fault": no.reason, "words": refusal_message(no.reason)}, status=UNFIT)

    return opened


@require_safe
@for_the_day
@_for_devices
def news(_request: HttpRequest, participant: Participant) -> HttpResponse:
    """What a device shows that was told to look."""
    return JsonResponse(news_words(news_of(participant, now=timezone.now())))


@require_POST
@for_the_day
@_for_devices
def key(_request: HttpRequest, _participant: Participant) -> HttpResponse:
    """The platform's public key, which browsers hand to their push service; made where there is none."""
    return JsonResponse({"key": push_keys.public_key(now=timezone.now())})


@require_POST
@for_the_day
@_for_devices
def switch_on(request: HttpRequest, participant: Participant) -> HttpResponse:
    """This device wants to be told."""
    push_subscribing.subscribe(
        participant_id=participant.pk,
        device=device_in(request.body),
        has_link=True,
        by=subject_of(request.user),
        now=timezone.now(),
    )
    return JsonResponse({"is_on": True})


@require_POST
@for_the_day
@_for_devices
def switch_off(request: HttpRequest, participant: Participant) -> HttpResponse:
    """And not any more."""
    push_subscribing.unsubscribe(
        participant_id=participant.pk,
        device_id=device_id_in(request.body),
        has_link=True,
        by=subject_of(request.user),
        now=timezone.now(),
    )
    return JsonResponse({"is_on": False})
