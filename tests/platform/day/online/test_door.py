"""The door of an online room: open for its people around its time, for nobody else, and never twice."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders, matchmaking
from tests.platform.day.online.stand_in import SECRET, StandIn

from handschlag.accounts.models import User
from handschlag.events.models import Event, OnlineRooms, Place
from handschlag.events.online_rooms import Jitsi, OnlineProviders
from handschlag.matching.models import Participant, Request
from handschlag.registration.access import paper_link_of
from handschlag.registration.models import Registration, RegistrationState

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
type Clock = Callable[[str], datetime]


def way(token: str, uid: object) -> str:
    return reverse("day:online", args=[token, uid])


def account_of(one: Participant) -> User:
    return User.objects.create_user(email=one.registration.email)


def query_of(address: str) -> dict[str, str]:
    return {name: several[0] for name, several in parse_qs(urlsplit(address).query).items()}


def test_two_people_meet_in_one_room(
    client: Client,
    stand_in: StandIn,
    stand_at: Clock,
    linked: Link,
    online: Request,
    ada: Participant,
    bo: Participant,
) -> None:
    stand_at("10:20")
    ways = [client.get(way(linked(one), online.uid))["Location"] for one in (ada, bo, ada)]
    for address in ways:
        status, page = stand_in.answer(
            address.removeprefix(stand_in.address.removesuffix("/bigbluebutton/api"))
        )
        assert (status, "<h1>Room</h1>" in page) == (200, True)
    (room,) = stand_in.rooms.values()
    assert sorted(room.inside.values()) == [("Ada Lindqvist", "MODERATOR"), ("Bo Nilsson", "MODERATOR")]
    assert room.duration == 35  # until ten minutes after the end
    assert SECRET not in "".join(ways)
    assert str(ada.registration.uid) not in "".join(ways)


def test_it_opens_ten_minutes_before_and_closes_ten_minutes_after(
    client: Client, stand_in: StandIn, stand_at: Clock, linked: Link, online: Request, ada: Participant
) -> None:
    token = linked(ada)
    found = {}
    for time in ("10:19", "10:20", "10:54", "10:55"):
        stand_at(time)
        found[time] = client.get(way(token, online.uid)).status_code
    assert found == {"10:19": 200, "10:20": 302, "10:54": 302, "10:55": 200}
    stand_at("10:19")
    answer = client.get(way(token, online.uid))
    assert "10:20" in answer.content.decode()
    assert answer["Refresh"] == "61"
    stand_at("08:00")
    assert "Refresh" not in client.get(way(token, online.uid))


@pytest.mark.once
def test_a_thousand_leaked_addresses_open_nothing_for_strangers(
    client: Client,
    stand_in: StandIn,
    stand_at: Clock,
    linked: Link,
    online: Request,
    ada: Participant,
    cy: Participant,
    event: Event,
    otto: User,
) -> None:
    """Asked by a visitor, by others of the event with link and account, by people of another event,
    by the organiser; before, during and after."""
    door = reverse("day:online_door", args=[event.slug, online.uid])
    other = matchmaking.participant(matchmaking.matching(builders.event("Anderswo", otto)), "Eva Fremd")
    accounts = [Client() for _ in range(3)]
    users = (account_of(cy), account_of(other), otto)
    for one, user in zip(accounts, users, strict=True):
        one.force_login(user)
    ways = [
        (client, door),
        (client, way(linked(cy), online.uid)),
        (client, way(linked(other), online.uid)),
        (client, way(linked(ada), uuid.uuid4())),
        (client, way(paper_link_of(ada.registration), online.uid)),
        *((one, door) for one in accounts),
    ]
    asked = opened = 0
    for minute in range(125):
        stand_at(f"{9 + (30 + minute) // 60}:{(30 + minute) % 60:02}")
        for who, address in ways:
            answer = who.get(address)
            asked += 1
            opened += answer.status_code == 302 or stand_in.address in answer.content.decode()
    assert (asked, opened, stand_in.calls) == (1000, 0, [])


def test_signing_in_opens_the_door_of_the_calendar(
    client: Client, stand_in: StandIn, stand_at: Clock, online: Request, ada: Participant, event: Event
) -> None:
    stand_at("10:31")
    door = reverse("day:online_door", args=[event.slug, online.uid])
    asked = client.get(door).content.decode()
    assert "Lindqvist" not in asked
    assert "Nilsson" not in asked
    client.force_login(account_of(ada))
    assert client.get(door)["Location"].startswith(f"{stand_in.address}/join?")


def test_whoever_has_cancelled_stays_outside(
    client: Client, stand_in: StandIn, stand_at: Clock, linked: Link, online: Request, ada: Participant
) -> None:
    stand_at("10:31")
    token = linked(ada)
    Registration.objects.filter(pk=ada.registration_id).update(state=RegistrationState.CANCELLED)
    assert "Nilsson" not in client.get(way(token, online.uid)).content.decode()
    assert stand_in.calls == []


@pytest.mark.once
@pytest.mark.parametrize("fault", ["down", "moved", "gone"])
def test_a_provider_that_fails_is_said_in_words(
    client: Client,
    stand_in: StandIn,
    stand_at: Clock,
    linked: Link,
    online: Request,
    ada: Participant,
    fault: str,
    caplog: pytest.LogCaptureFixture,
    settings: pytest.FixtureRequest,
) -> None:
    """Nobody is followed elsewhere, and the log holds neither secret nor name."""
    Event.objects.update(contact_phone="0561 98765")
    stand_at("10:31")
    stand_in.is_down, stand_in.moves_to = fault == "down", "http://127.0.0.1:9/" if fault == "moved" else ""
    if fault == "gone":
        server = settings.ONLINE_PROVIDERS.bigbluebutton  # type: ignore[attr-defined]
        nobody = type(server)(address="http://127.0.0.1:9/bigbluebutton/api", secret=server.secret)
        settings.ONLINE_PROVIDERS = OnlineProviders(bigbluebutton=nobody)  # type: ignore[attr-defined]
    with caplog.at_level(logging.DEBUG):
        answer = client.get(way(linked(ada), online.uid))
    text = answer.content.decode()
    assert (answer.status_code, answer["Refresh"]) == (503, "20")
    assert "0561 98765" in text
    assert stand_in.address not in text
    assert [one for one in (SECRET, "Ada", "checksum") if one in caplog.text] == []


def test_an_address_that_was_typed_is_led_to_only_over_https(
    client: Client, stand_at: Clock, linked: Link, online: Request, ada: Participant
) -> None:
    Event.objects.update(online_rooms=OnlineRooms.LINKS)
    stand_at("10:31")
    answer = client.get(way(linked(ada), online.uid))
    assert answer.status_code == 503
    Place.objects.filter(code="Online 1").update(url="https://rooms.example/7")
    assert client.get(way(linked(ada), online.uid))["Location"] == "https://rooms.example/7"
    Place.objects.filter(code="Online 1").update(url="http://rooms.example/7")
    assert client.get(way(linked(ada), online.uid)).status_code == 503


def test_jitsi_gets_a_pass_for_this_room_this_person_and_this_time(
    client: Client,
    stand_at: Clock,
    linked: Link,
    online: Request,
    ada: Participant,
    settings: pytest.FixtureRequest,
) -> None:
    key = "a-key-of-at-least-thirty-two-characters"
    server = Jitsi(address="https://meet.example", app_id="handschlag", secret=key)
    settings.ONLINE_PROVIDERS = OnlineProviders(jitsi=server)  # type: ignore[attr-defined]
    Event.objects.update(online_rooms=OnlineRooms.JITSI)
    stand_at("10:31")
    address = urlsplit(client.get(way(linked(ada), online.uid))["Location"])
    room = address.path.removeprefix("/")
    claims = jwt.decode(
        query_of(address.geturl())["jwt"],
        key,
        algorithms=["HS256"],
        audience="handschlag",
        options={"verify_exp": False, "verify_nbf": False},
    )
    assert (claims["room"], len(room), claims["sub"]) == (room, 40, "meet.example")
    assert claims["context"]["user"]["name"] == "Ada Lindqvist"
    assert (claims["nbf"], claims["exp"]) == tuple(
        int(builders.clock(time).timestamp()) for time in ("10:20", "10:55")
    )
