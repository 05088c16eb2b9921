"""The door of online rooms: it asks who somebody is, and leads on when it is time."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.day.actions import online_rooms
from handschlag.day.queries.online import OnlineVisit, public_event, registration_in, visit_of, visit_of_team
from handschlag.events.models import Event
from handschlag.events.queries.organising import organises
from handschlag.events.rules.online import OPENS_BEFORE, RoomPhase, phase_at
from handschlag.matching.web.decorators import by_link
from handschlag.registration.models import Registration
from handschlag.registration.web.links import closed_to_strangers

FOUND, NOT_FOUND, UNAVAILABLE = 200, 404, 503
TRIES_AGAIN: Final = 20  # seconds
WAITS_AT_MOST: Final = 30 * 60  # seconds for which a page waits until the room opens


@require_safe
@by_link
def enter(request: HttpRequest, registration: Registration, token: str, uid: UUID) -> HttpResponse:
    """By personal link: the button on somebody's own pages."""
    visit, guest = visit_of(registration, str(uid)), str(registration.uid)
    return _led_on(request, registration.event, visit, guest=guest, name=registration.name, token=token)


@require_safe
@never_cache
def door(request: HttpRequest, slug: str, uid: UUID) -> HttpResponseBase:
    """The address in calendars and on public pages: it says nothing to whoever does not say who they are."""
    event = public_event(slug)
    if event is None:
        raise Http404
    move_to(event.time_zone)
    if isinstance(request.user, User):
        return closed_to_strangers(_for_account(request, event, request.user, uid=str(uid)))
    return closed_to_strangers(render(request, "day/online_who.html", {"event": event}))


def _for_account(request: HttpRequest, event: Event, user: User, *, uid: str) -> HttpResponse:
    """The team opens talks; everybody who has signed in enters what the own registration opens."""
    registration = registration_in(event, user)
    visit = visit_of_team(event, uid) if organises(subject_of(user), event.pk) else None
    if visit is None and registration is not None:
        visit = visit_of(registration, uid)
    guest = str(registration.uid if registration else user.pk)
    name = (registration.name if registration else user.name) or event.title
    return _led_on(request, event, visit, guest=guest, name=name)


def _led_on(
    request: HttpRequest, event: Event, visit: OnlineVisit | None, *, guest: str, name: str, token: str = ""
) -> HttpResponse:
    """To the room, or a page that says why not yet."""
    if visit is None:
        # The same for rooms of others and for none at all: a door that was leaked tells nothing.
        # Behind a personal link nothing of others exists; the door of calendars exists for everybody.
        status = NOT_FOUND if token else FOUND
        context = {"event": event, "token": token}
        return render(request, "day/online_not_yours.html", context, status=status)
    now = timezone.now()
    phase = phase_at(now, starts_at=visit.starts_at, ends_at=visit.ends_at)
    opens_at = visit.starts_at - OPENS_BEFORE
    context = {"event": event, "visit": visit, "phase": phase.value, "opens_at": opens_at, "token": token}
    if phase is not RoomPhase.OPEN:
        response = render(request, "day/online.html", context)
        seconds = int((opens_at - now).total_seconds()) + 1
        if phase is RoomPhase.EARLY and seconds <= WAITS_AT_MOST:
            response["Refresh"] = str(seconds)
        return response
    try:
        address = online_rooms.way_in(event=event, visit=visit, guest=guest, name=name, now=now)
    except Refusal as no:
        words = context | {"fault": refusal_message(no.reason)}
        response = render(request, "day/online.html", words, status=UNAVAILABLE)
        response["Refresh"] = str(TRIES_AGAIN)
        return response
    return HttpResponseRedirect(address)
