"""What somebody put together before registering goes along, and leads to their own calendar afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event, Session
from handschlag.registration.access import feed_of, link_of
from handschlag.registration.models import Registration
from handschlag.registration.sessions import calendar_file

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]


@pytest.fixture
def talk(event: Event, publish: Callable[[Event], None]) -> Session:
    made = builders.session(event, "Linsen", "10:00")
    builders.session(event, "Glas", "12:00")
    publish(event)
    return made


def mine(event: Event) -> str:
    return reverse("events:mine", args=[event.slug])


def test_what_was_chosen_without_an_account_is_filled_in_at_registration(
    client: Client, event: Event, talk: Session, now: datetime
) -> None:
    form = reverse("registration:register", args=[event.slug])
    chosen = f'name="wish_{talk.pk}" value="like"'

    def ticked() -> list[bool]:
        tags = client.get(form).content.decode().split("<input")
        return ["checked" in tag for tag in tags if chosen in tag]

    assert ticked() == [False]
    client.post(mine(event), {"add": talk.pk})
    Event.objects.update(registration_opens_at=now - timedelta(days=1))
    assert ticked() == [True]
    assert f'href="{form}"' in client.get(mine(event)).content.decode()


def test_whoever_is_registered_finds_their_registration_and_calendar_beside_their_programme(
    event: Event,
    talk: Session,
    paul: User,
    otto: User,
    register: Register,
    signed_in: Callable[[User], Client],
) -> None:
    row = register(event, paul.email.partition("@")[0], email=paul.email)
    own, feed = reverse("registration:own", args=[link_of(row)]), f"/calendar/{feed_of(row)}.ics"
    page = signed_in(paul).get(mine(event)).content.decode()
    assert (f'href="{own}"' in page, feed in page) == (True, True)
    page = signed_in(otto).get(mine(event)).content.decode()
    assert (own in page, feed in page) == (False, False)
    Registration.objects.update(state="cancelled")
    assert own not in signed_in(paul).get(mine(event)).content.decode()


def test_a_session_in_the_own_calendar_leads_to_its_page_and_place(
    event: Event, talk: Session, register: Register
) -> None:
    Event.objects.update(latitude=51.31, longitude=9.47)
    row = register(event, "ada", wishes={talk.pk: "like"})
    row = Registration.objects.select_related("event").get(pk=row.pk)
    _event, entry = Calendar.from_ical(calendar_file(row, now=row.asked_at)).walk("VEVENT")
    address = reverse("events:session", args=[event.slug, talk.pk])
    assert (str(entry["URL"]).endswith(address), str(entry["SUMMARY"])) == (True, "Linsen")
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (51.31, 9.47)
