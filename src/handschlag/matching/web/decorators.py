"""Who comes to a participant's pages: by the personal link of the registration, or nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from handschlag.accounts.queries import subject_of
from handschlag.common.times import move_to
from handschlag.matching.actions import joining
from handschlag.matching.queries.partners import participant_of
from handschlag.registration.models import Registration
from handschlag.registration.queries.links import registration_on_paper, registration_with
from handschlag.registration.web.links import closed, closed_to_strangers, unknown

type View = Callable[..., HttpResponseBase]


def by_link(view: View, *, takes_paper: bool = False) -> Callable[..., HttpResponseBase]:
    """The view gets the registration and its token; whatever else is there opens nothing, always alike."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: object) -> HttpResponseBase:
        registration = registration_with(token)
        if registration is None and not takes_paper:
            return closed(request, token, now=timezone.now())
        registration = registration or registration_on_paper(token)
        if registration is None:
            return unknown(request, now=timezone.now())
        move_to(registration.event.time_zone)
        return closed_to_strangers(view(request, registration, token, **more))

    return opened


def for_participants(view: View, *, takes_paper: bool = False) -> Callable[..., HttpResponseBase]:
    """The view gets the participant and the token; who does not take part yet is led to the invitation.

    Who agreed when registering joins by opening the page. A printed sheet, which others
    may find, joins nobody.
    """

    @wraps(view)
    def opened(
        request: HttpRequest, registration: Registration, token: str, **more: object
    ) -> HttpResponseBase:
        participant = participant_of(registration)
        if participant is None and not takes_paper:
            by, now = subject_of(request.user), timezone.now()
            participant = joining.join_agreed(registration=registration, by=by, now=now)
        if participant is None or participant.left_at is not None:
            messages.info(request, gettext("These pages open once you have joined matchmaking."))
            return redirect("matching:invitation", token=token)
        participant.registration = registration
        participant.service.event = registration.event
        return view(request, participant, token, **more)

    return by_link(opened, takes_paper=takes_paper)


def for_the_day(view: View) -> Callable[..., HttpResponseBase]:
    """The same for the pages of the day itself: the code on a printed sheet opens them, too."""
    return for_participants(view, takes_paper=True)
