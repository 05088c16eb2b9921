"""Talks that can be followed from afar: for the registered, the team opens them, seats are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.online.stand_in import StandIn
from tests.platform.day.online.test_door import account_of, query_of, way

from handschlag.accounts.models import User
from handschlag.events.models import Event, OnlineRooms, Session
from handschlag.matching.models import Participant
from handschlag.registration.models import SeatState

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
type Clock = Callable[[str], datetime]


@pytest.fixture
def talk(event: Event) -> Session:
    """From 10:00 to 10:30, in a hall from which it is transmitted."""
    Event.objects.update(online_rooms=OnlineRooms.BIGBLUEBUTTON)
    made = builders.session(event, room=builders.room(event, "Saal 9", is_online=True))
    builders.version(event)
    return made


def test_registered_people_follow_and_the_team_opens(
    client: Client,
    stand_in: StandIn,
    stand_at: Clock,
    linked: Link,
    talk: Session,
    ada: Participant,
    otto: User,
    event: Event,
) -> None:
    stand_at("9:50")
    by_link = query_of(client.get(way(linked(ada), talk.uid))["Location"])
    assert (by_link["role"], by_link["fullName"]) == ("VIEWER", "Ada Lindqvist")
    door = reverse("day:online_door", args=[event.slug, talk.uid])
    roles = {}
    for user in (otto, account_of(ada), User.objects.create_user(email="fremd@example.org")):
        client.force_login(user)
        answer = client.get(door)
        roles[user.email] = query_of(answer["Location"])["role"] if answer.status_code == 302 else ""
    assert roles == {otto.email: "MODERATOR", ada.registration.email: "VIEWER", "fremd@example.org": ""}
    (room,) = stand_in.rooms.values()
    assert room.name == talk.title


def test_a_talk_with_booked_seats_is_for_whoever_has_one(
    client: Client, stand_in: StandIn, stand_at: Clock, linked: Link, talk: Session, ada: Participant
) -> None:
    Session.objects.filter(pk=talk.pk).update(seats=1)
    builders.version(talk.event)
    stand_at("10:00")
    token, found = linked(ada), []
    for seat in (None, SeatState.WAITING, SeatState.SEATED):
        if seat:
            ada.registration.choices.update_or_create(
                session=talk, defaults={"seat": seat, "wish": "must", "chosen_at": builders.NOW}
            )
        found.append(client.get(way(token, talk.uid)).status_code)
    assert found == [404, 404, 302]


def test_pages_lead_to_the_talk_and_name_no_provider(
    client: Client,
    stand_in: StandIn,
    stand_at: Clock,
    linked: Link,
    talk: Session,
    ada: Participant,
    event: Event,
) -> None:
    stand_at("9:40")
    ada.registration.choices.create(session=talk, wish="must", chosen_at=builders.NOW)
    token = linked(ada)
    public = client.get(reverse("events:session", args=[event.slug, talk.pk])).content.decode()
    day = client.get(reverse("matching:day", args=[token])).content.decode()
    own = client.get(reverse("registration:details", args=[token])).content.decode()
    assert reverse("day:online_door", args=[event.slug, talk.uid]) in public
    assert way(token, talk.uid) in day
    assert way(token, talk.uid) in own
    assert stand_in.address not in public + day + own
