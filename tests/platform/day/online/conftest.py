"""Ada and Bo meet online at half past ten, in a room of the stand-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.platform.day.online.stand_in import SECRET, StandIn, running
from tests.platform.day.people.conftest import meeting, met, stand_at

from handschlag.events.models import Event, OnlineRooms, Place, PlaceKind
from handschlag.events.online_rooms import BigBlueButton, OnlineProviders
from handschlag.matching.models import Meeting, Request

__all__ = ["meeting", "met", "stand_at"]


@pytest.fixture
def stand_in(settings: pytest.FixtureRequest) -> Iterator[StandIn]:
    with running() as server:
        settings.ONLINE_PROVIDERS = OnlineProviders(  # type: ignore[attr-defined]
            bigbluebutton=BigBlueButton(address=server.address, secret=SECRET)
        )
        yield server


@pytest.fixture
def online(met: Request) -> Request:
    """Their table is a room online, and the event has chosen a provider."""
    place = Meeting.objects.get(request=met).place_id
    Place.objects.filter(pk=place).update(kind=PlaceKind.LINK, code="Online 1")
    Event.objects.update(online_rooms=OnlineRooms.BIGBLUEBUTTON)
    return met
