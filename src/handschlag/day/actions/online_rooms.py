"""Somebody enters an online room: it is made by whoever comes first, and the way in is for this person."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from handschlag.common.calls.answers import read_answer
from handschlag.common.refusals import Refusal
from handschlag.day.queries.online import OnlineVisit
from handschlag.day.rules.online import OnlineRefusal
from handschlag.events.models import Event, OnlineRooms
from handschlag.events.queries.public_urls import public_path
from handschlag.events.rules.online import (
    CLOSES_AFTER,
    OPENS_BEFORE,
    BigBlueButton,
    OnlineGuest,
    OnlineProviders,
    OnlineRoom,
    secret_name,
)
from handschlag.events.rules.online.bigbluebutton import create_call, creation_time, join_address
from handschlag.events.rules.online.jitsi import jitsi_address


def way_in(*, event: Event, visit: OnlineVisit, guest: str, name: str, now: datetime) -> str:
    """The address for this person at this moment. `guest` tells one person from another.

    Nothing is written here, and no entry is left: who was in which room is nobody's business.
    """
    if visit.url:
        if not visit.url.lower().startswith("https://"):
            raise Refusal(OnlineRefusal.NO_ROOM)
        return visit.url
    room = OnlineRoom(
        name=secret_name(visit.what, visit.uid, key=settings.SECRET_KEY),
        title=visit.title,
        opens_at=visit.starts_at - OPENS_BEFORE,
        closes_at=visit.ends_at + CLOSES_AFTER,
        back=settings.BASE_URL + public_path(event.slug),
    )
    known = secret_name("guest", guest, key=settings.SECRET_KEY)[:20]
    person = OnlineGuest(id=known, name=name, is_host=visit.is_host)
    providers: OnlineProviders = settings.ONLINE_PROVIDERS
    if event.online_rooms == OnlineRooms.BIGBLUEBUTTON and providers.bigbluebutton is not None:
        return _bigbluebutton(providers.bigbluebutton, room, person, now=now)
    if event.online_rooms == OnlineRooms.JITSI and providers.jitsi is not None:
        return jitsi_address(providers.jitsi, room, person)
    raise Refusal(OnlineRefusal.NO_ROOM)


def _bigbluebutton(server: BigBlueButton, room: OnlineRoom, person: OnlineGuest, *, now: datetime) -> str:
    answer = read_answer(create_call(server, room, now=now))
    created = "" if answer is None else creation_time(answer)
    if not created:
        raise Refusal(OnlineRefusal.NO_ANSWER)
    return join_address(server, room, person, created=created)
