"""Who comes to a participant's pages of the day: by personal link, or nobody; and refusals."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from handschlag.common.refusals import Refusal
from handschlag.day.screens.words import wording
from handschlag.matching.models import Participant
from handschlag.registration.queries.links import registration_with
from handschlag.registration.screens.links import closed_to_strangers, unknown

type View = Callable[..., HttpResponseBase]
UNFIT: Final = 422


def for_participants(view: View) -> Callable[..., HttpResponseBase]:
    """The view gets the participant and the token; whatever else is there opens nothing, always alike."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: object) -> HttpResponseBase:
        registration = registration_with(token)
        if registration is None:
            return unknown(request, now=timezone.now())
        rows = Participant.objects.select_related("service__event", "registration__actor")
        participant = rows.filter(registration=registration, left_at=None).first()
        if participant is None:
            return closed_to_strangers(redirect("matching:invitation", token=token))
        return closed_to_strangers(view(request, participant, token, **more))

    return opened


def tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it was done; else why not, in words."""
    try:
        act()
    except Refusal as no:
        messages.error(request, wording(no.reason))
        return False
    return True
