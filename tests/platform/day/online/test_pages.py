"""Where the door is: the next meeting, the day, the meeting, the calendar. The provider is nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.platform.day.online.stand_in import StandIn
from tests.platform.day.online.test_door import way

from handschlag.events.models import Event, Place
from handschlag.matching.day import sheet_data
from handschlag.matching.models import Participant, Request
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.phase_emails import phase_letter
from handschlag.registration.access import feed_of, hash_of

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
type Clock = Callable[[str], datetime]


def test_own_pages_lead_to_the_door(
    client: Client,
    stand_in: StandIn,
    stand_at: Clock,
    linked: Link,
    online: Request,
    ada: Participant,
    event: Event,
) -> None:
    Place.objects.filter(code="Online 1").update(url="https://typed.example/7")
    stand_at("10:24")
    token = linked(ada)
    pages = {
        "now": reverse("day:today", args=[token]),
        "day": reverse("matching:day", args=[token]),
        "meeting": reverse("matching:answered", args=[token]) + f"?of={online.pk}",
    }
    door = f'href="{way(token, online.uid)}"'
    texts = {name: client.get(url).content.decode() for name, url in pages.items()}
    assert {name: door in text for name, text in texts.items()} == dict.fromkeys(pages, True)
    assert [name for name, text in texts.items() if "typed.example" in text or stand_in.address in text] == []


def test_the_calendar_has_the_door_and_no_provider(
    client: Client,
    stand_in: StandIn,
    stand_at: Clock,
    online: Request,
    ada: Participant,
    event: Event,
) -> None:
    stand_at("10:24")
    feed = feed_of(ada.registration)
    type(ada.registration).objects.filter(pk=ada.registration_id).update(feed_hash=hash_of(feed))
    text = re.sub(r"\r\n ", "", client.get(reverse("registration:feed", args=[feed])).content.decode())
    assert reverse("day:online_door", args=[event.slug, online.uid]) in text
    assert "LOCATION:Online" in text
    assert stand_in.address not in text


def test_letters_and_sheets_say_online_without_a_number(
    client: Client, stand_at: Clock, linked: Link, online: Request, ada: Participant
) -> None:
    stand_at("10:24")
    with override("de"):
        quote = phase_letter(ada, EmailKind.FIXED, now=timezone.now()).quote
        sheet = sheet_data(ada, token="t", now=timezone.now())
    assert (", online: " in quote, "Online 1" in quote) == (True, False)
    assert "Online" in {one["place"] for day in sheet["days"] for one in day["rows"]}
    assert "Online 1" not in client.get(reverse("matching:day", args=[linked(ada)])).content.decode()


def test_a_table_has_no_door(
    client: Client, stand_at: Clock, linked: Link, met: Request, ada: Participant
) -> None:
    stand_at("10:24")
    text = client.get(reverse("day:today", args=[linked(ada)])).content.decode()
    assert "Raum betreten" not in text
    assert client.get(way(linked(ada), met.uid)).status_code == 404  # as for rooms of others
