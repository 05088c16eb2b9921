"""Organisers choose where online rooms are; only what the operator has set up is offered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.events.organise.test_setting_up import section

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry
from handschlag.events.editing import EventComponent, etag_of_component
from handschlag.events.models import Event, OnlineRooms, Place, Room
from handschlag.events.online_rooms import BigBlueButton, OnlineProviders

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"
SERVER = BigBlueButton(address="https://rooms.example/bigbluebutton/api", secret="s" * 32)


@pytest.fixture
def desk(signed_in: Callable[[User], Client], greta: User, event: Event) -> Client:
    return signed_in(greta)


def test_only_what_the_operator_has_set_up_can_be_chosen(
    desk: Client, event: Event, settings: pytest.FixtureRequest
) -> None:
    assert "online_rooms" not in desk.get(f"{HOME}edit/venue/").content.decode()
    settings.ONLINE_PROVIDERS = OnlineProviders(bigbluebutton=SERVER)  # type: ignore[attr-defined]
    text = desk.get(f"{HOME}edit/venue/").content.decode()
    assert ("BigBlueButton" in text, "Jitsi" in text, "rooms.example" in text) == (True, False, False)
    for wanted, status in (("jitsi", 422), ("bigbluebutton", 302)):
        data = section(Event.objects.get(pk=event.pk), "venue", online_rooms=wanted)
        assert desk.post(f"{HOME}edit/venue/", data).status_code == status
    assert Event.objects.get().online_rooms == OnlineRooms.BIGBLUEBUTTON
    assert "BigBlueButton" in desk.get(f"{HOME}details/").content.decode()


def test_the_list_says_whether_an_online_place_has_a_room(desk: Client, event: Event) -> None:
    form = {"codes": "O1", "kind": "link", "seats": "2", "url": "http://rooms.example/1"}
    assert desk.post(f"{HOME}exhibition/place/new/", form).status_code == 422
    assert desk.post(f"{HOME}exhibition/place/new/", form | {"url": ""}).status_code == 302
    assert "Noch kein Raum" in desk.get(f"{HOME}grid/places/").content.decode()
    place = Place.objects.get()
    Place.objects.filter(pk=place.pk).update(url="https://rooms.example/1")
    text = desk.get(f"{HOME}grid/places/").content.decode()
    assert ("Noch kein Raum" in text, "rooms.example" in text) == (False, False)


def test_a_room_is_transmitted_and_its_address_stands_in_no_log(desk: Client, event: Event) -> None:
    room = builders.room(event)
    page = f"{HOME}parts/room/{room.pk}/"
    seen = etag_of_component(EventComponent.ROOM, room)
    form = {"name_de": "Saal 1", "position": "0", "is_online": "on", "online_url": "https://tv.example/9"}
    assert desk.post(page, form | {"seen": seen}).status_code == 302
    assert Room.objects.get().is_online
    assert [one for one in AuditEntry.objects.all() if "tv.example" in str(one.changes)] == []
