"""Who comes, with a key or the token of a personal link; and how often may be asked."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja.security import HttpBearer

from handschlag.accounts import limits, sessions
from handschlag.accounts.limits import Limit, tries_left
from handschlag.api import keys
from handschlag.api.keys import key_with, note_use
from handschlag.api.models import ApiKey
from handschlag.common.times import move_to
from handschlag.matching.models import Participant
from handschlag.registration.access import registration_of_feed, registration_with
from handschlag.registration.models import Registration, RegistrationState


def count_call(request: HttpRequest, limit: Limit, who: str, *, now: datetime) -> None:
    """Counts one more call; the answer will say how many are left."""
    try:
        limits.count(limit, who, now=now)
    finally:
        seconds = ceil((limit.end_of_window(now) - now).total_seconds())
        left = tries_left(limit, who, now=now)
        within = int(limit.within.total_seconds())
        request.META["handschlag.rate"] = {
            "RateLimit-Policy": f'"{limit.name}";q={limit.most};w={within}',
            "RateLimit": f'"{limit.name}";r={left};t={seconds}',
        }


def say_what_is_left(request: HttpRequest, response: HttpResponseBase) -> None:
    """Where calls are counted, in the headers of every answer."""
    for name, value in request.META.get("handschlag.rate", {}).items():
        response[name] = value


class KeyOfEvent(HttpBearer):
    """A key that an organiser has made for one event; it reads that event and nothing else."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        now = timezone.now()
        key = key_with(token, now=now)
        if key is None or key.event_id is None:
            _count_wrong(request)
            return None
        count_call(request, keys.CALLS, str(key.pk), now=now)
        note_use(key, now=now)
        return key


class Anybody(HttpBearer):
    """What is public needs no key; whoever has one, of an event or an own one, may ask more often."""

    def __call__(self, request: HttpRequest) -> object:
        if "Authorization" in request.headers:
            return super().__call__(request)
        place = sessions.place(request)
        count_call(request, keys.CALLS_FROM_A_PLACE, place, now=timezone.now())
        return place

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        now = timezone.now()
        key = key_with(token, now=now)
        if key is None:
            _count_wrong(request)
            return None
        count_call(request, keys.CALLS, str(key.pk), now=now)
        note_use(key, now=now)
        return key


class OwnToken(HttpBearer):
    """What stands in the own personal link, or in the address of the own calendar."""

    def authenticate(self, request: HttpRequest, token: str) -> Participant | None:
        registration = registration_with(token) or registration_of_feed(token)
        participant = own_participant(registration) if registration else None
        if participant is None:
            _count_wrong(request)
            return None
        move_to(participant.service.event.time_zone)
        count_call(request, keys.CALLS_OF_A_PERSON, str(participant.pk), now=timezone.now())
        return participant


def _count_wrong(request: HttpRequest) -> None:
    """Whoever tries many of them has to wait."""
    place = sessions.place(request)
    count_call(request, keys.WRONG_FROM_A_PLACE, place, now=timezone.now())


def own_participant(registration: Registration) -> Participant | None:
    """Whose agenda it is; nobody's who has left or whose registration does not stand."""
    rows = Participant.objects.select_related("service__event")
    return rows.filter(
        registration=registration,
        registration__state=RegistrationState.CONFIRMED,
        service__is_open=True,
        left_at=None,
    ).first()
