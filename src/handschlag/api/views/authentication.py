"""Who comes: with a key of an event, or with the token of a personal link."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from handschlag.accounts.web import sessions
from handschlag.api.actions.keys import note_use
from handschlag.api.models import ApiKey
from handschlag.api.queries.agenda import own_participant
from handschlag.api.queries.keys import key_with
from handschlag.api.rules import keys
from handschlag.api.views.rate_limits import count_call
from handschlag.common.times import move_to
from handschlag.matching.models import Participant
from handschlag.registration.queries.links import registration_of_feed, registration_with


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
