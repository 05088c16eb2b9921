"""An event that is made like another one has its house, its stands and its tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.copying import copy_event
from handschlag.events.models import (
    Block,
    BlockPlace,
    Event,
    Exhibit,
    InformationDesk,
    Place,
    Stand,
    StandStaff,
    Zone,
)
from handschlag.events.venue.objects import etag_of

pytestmark = pytest.mark.django_db
LATER = date(2028, 4, 12)


@pytest.fixture
def furnished(event: Event, now: datetime) -> Event:
    hall = Zone.objects.create(event=event, name_de="Halle", closes_at=builders.clock("18:00"))
    room = builders.room(event)
    stand = Stand.objects.create(event=event, code="A1", zone=hall)
    StandStaff.objects.create(stand=stand, name="Ole Brandt")
    Exhibit.objects.create(event=event, stand=stand, slug="linse", title_de="Linse", changed_at=now)
    InformationDesk.objects.create(
        event=event,
        stand=stand,
        title_de="ZIM",
        opens_at=builders.clock("09:00"),
        closes_at=builders.clock("12:00"),
    )
    table = Place.objects.create(event=event, code="1", zone=hall, room=room, stand=stand)
    block = Block.objects.create(
        event=event, name_de="Vormittag", starts_at=builders.clock("09:00"), ends_at=builders.clock("12:00")
    )
    BlockPlace.objects.create(block=block, place=table)
    return event


def test_a_copy_is_furnished_like_its_template_and_nobody_stands_in_it(
    furnished: Event, greta: User, now: datetime
) -> None:
    made = copy_event(
        event_id=furnished.pk,
        title_de="Netzwerke verbinden 2028",
        title_en="",
        first_day=LATER,
        with_speakers=False,
        by=greta.subject,
        now=now,
    ).event

    at = {time: builders.clock(time, LATER) for time in ("09:00", "12:00", "18:00")}
    assert list(Zone.objects.filter(event=made).values_list("name_de", "closes_at")) == [
        ("Halle", at["18:00"])
    ]
    assert list(Stand.objects.filter(event=made).values_list("code", "zone__event")) == [("A1", made.pk)]
    desks = InformationDesk.objects.filter(event=made).values_list("stand__event", "opens_at", "closes_at")
    assert list(desks) == [(made.pk, at["09:00"], at["12:00"])]
    places = Place.objects.filter(event=made).values_list("zone__event", "room__event", "stand__event")
    assert list(places) == [(made.pk, made.pk, made.pk)]
    opened = BlockPlace.objects.filter(block__event=made)
    assert list(opened.values_list("place__event", "block__starts_at", "block__ends_at")) == [
        (made.pk, at["09:00"], at["12:00"])
    ]
    assert not Exhibit.objects.filter(event=made).exists()
    assert not StandStaff.objects.filter(stand__event=made).exists()


def test_only_an_invented_event_is_asked_where_its_facts_come_from(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    desk = signed_in(greta)
    row = builders.exhibit(event, "Rad", source="https://example.org/")
    page = reverse("events:edit_thing", args=[event.slug, "exhibit", row.pk])
    assert 'name="source' not in desk.get(page).content.decode()
    assert desk.post(page, {"title_de": "Rad 2", "seen": etag_of(row)}).status_code == 302
    row.refresh_from_db()
    assert (row.title_de, row.source) == ("Rad 2", "https://example.org/")
    Event.objects.update(is_demo=True)
    assert 'name="source_seen_on"' in desk.get(page).content.decode()
