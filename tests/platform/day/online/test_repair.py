"""A lost table becomes a room online: one of the ways out, taken by people only, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.conftest import Today, clock, today

from handschlag.accounts.models import User
from handschlag.common.refusals import Refusal
from handschlag.day import proposals
from handschlag.day.incidents import IncidentSubject
from handschlag.day.models import Incident, IncidentKind, Proposal
from handschlag.day.online import OnlineRefusal
from handschlag.events.models import Event, OnlineRooms, Place, PlaceKind
from handschlag.events.online_rooms import BigBlueButton, OnlineProviders
from handschlag.matching.engine.repairs import objections
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Meeting, Notice

__all__ = ["today"]
pytestmark = pytest.mark.django_db
SERVER = BigBlueButton(address="https://rooms.example/bigbluebutton/api", secret="s" * 32)


@pytest.fixture
def lost(today: Today, settings: pytest.FixtureRequest) -> Incident:
    """A table at which people were to meet; the event has rooms online."""
    settings.ONLINE_PROVIDERS = OnlineProviders(bigbluebutton=SERVER)  # type: ignore[attr-defined]
    Event.objects.update(online_rooms=OnlineRooms.BIGBLUEBUTTON)
    place = Meeting.objects.filter(service=today.service, starts_at__gt=clock("11:10")).first().place_id
    return today.happens(IncidentKind.PLACE_LOST, IncidentSubject(place_id=place))


def online_of(proposals: list[Proposal]) -> Proposal:
    (found,) = [one for one in proposals if one.style == "online"]
    return found


def test_a_lost_table_goes_on_online_and_comes_back(today: Today, lost: Incident) -> None:
    before = today.times()
    way = online_of(today.proposed(lost))
    ahead = {pk for pk, (at, place) in before.items() if place == lost.place_id and at > today.now}
    assert (way.others, way.moved, way.dropped) == (0, 0, 0)
    assert not Place.objects.filter(kind=PlaceKind.LINK).exists()
    repair = proposals.approve_proposal(
        incident_id=lost.pk, position=way.position, by=today.otto.subject, now=today.now
    )
    room = Place.objects.get(kind=PlaceKind.LINK)
    after = today.times()
    assert room.code == f"Online {Place.objects.get(pk=lost.place_id).code}"
    assert {pk for pk, spot in after.items() if spot[1] == room.pk} == ahead
    assert {pk: at for pk, (at, _place) in after.items()} == {pk: at for pk, (at, _place) in before.items()}
    assert objections(load_engine_input(today.service)) == 0
    told = set(Notice.objects.filter(version=repair.version).values_list("participant_id", flat=True))
    met = Meeting.objects.filter(request_id__in=ahead).values_list("seats__participant_id", flat=True)
    assert told == set(met)
    proposals.undo_repair(repair_id=repair.pk, by=today.otto.subject, now=today.now)
    assert today.times() == before


def test_two_tables_with_long_names_become_two_rooms(today: Today, lost: Incident) -> None:
    room = builders.room(today.service.event, "Saal 9")
    at = Meeting.objects.filter(starts_at__gt=clock("11:10")).order_by("starts_at").first().starts_at
    several = Meeting.objects.filter(starts_at=at).values_list("place", flat=True)[:2]
    for number, pk in enumerate(several):
        Place.objects.filter(pk=pk).update(room=room, code=f"Besprechungstisch {number}")
    gone = today.happens(IncidentKind.ROOM_LOST, IncidentSubject(room_id=room.pk))
    way = online_of(today.proposed(gone))
    proposals.approve_proposal(
        incident_id=gone.pk, position=way.position, by=today.otto.subject, now=today.now
    )
    assert Place.objects.filter(kind=PlaceKind.LINK).count() == len(several) == 2


def test_a_room_of_the_organisers_is_not_taken_for_one_of_a_repair(today: Today, lost: Incident) -> None:
    way = online_of(today.proposed(lost))
    code = f"Online {Place.objects.get(pk=lost.place_id).code}"
    Place.objects.create(event=today.service.event, code=code, kind=PlaceKind.LINK)
    with pytest.raises(Refusal) as no:
        proposals.approve_proposal(
            incident_id=lost.pk, position=way.position, by=today.otto.subject, now=today.now
        )
    assert no.value.reason == OnlineRefusal.NO_ROOM


def test_the_control_room_says_it_in_words(
    today: Today, lost: Incident, signed_in: Callable[[User], Client]
) -> None:
    today.proposed(lost)
    with time_machine.travel(today.now, tick=False):
        page = signed_in(today.otto).get(reverse("day:control", args=[today.service.event.slug]))
    assert "Die Gespräche finden online statt, zur selben Zeit." in page.content.decode()


def test_other_ways_stay_and_nobody_is_sent_online_unasked(today: Today, lost: Incident) -> None:
    found = today.proposed(lost)
    Event.objects.update(online_rooms=OnlineRooms.LINKS)
    lost.refresh_from_db()
    without = today.proposed(Incident.objects.get(pk=lost.pk))
    assert [one.style for one in found] == [*(one.style for one in without), "online"]
