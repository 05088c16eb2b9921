"""What counts on the day on which a mailed link is opened: the event's clocks, and the invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.registration.actions import inviting
from handschlag.registration.actions.inviting import Guest
from handschlag.registration.actions.registering import hash_for
from handschlag.registration.models import AddressChange, EventInvitation, Registration
from handschlag.registration.queries.links import link_of_address_change, link_of_invitation
from handschlag.registration.rules.secrets import Purpose

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
GUEST, OFFICE = "guest@example.org", "office@example.org"
LISBON = ZoneInfo("Europe/Lisbon")


@pytest.fixture
def invited(event: Event, otto: User, now: datetime) -> Callable[..., str]:
    """`invited(is_open=False)`: the event is so, and a guest has an invitation; its address."""

    def do(**so: Any) -> str:
        Event.objects.filter(pk=event.pk).update(**so)
        inviting.invite(event_id=event.pk, guests=[Guest(email=GUEST)], by=otto.subject, now=now)
        return reverse("registration:invited", args=[link_of_invitation(EventInvitation.objects.get())])

    return do


def given(email: str, **more: str) -> dict[str, str]:
    return {"name": "Gerda Gast", "email": email, "organisation": "Amt", **more}


def test_times_are_typed_and_shown_by_the_clocks_of_the_event(
    client: Client, event: Event, invited: Callable[..., str], opening: Callable[[str], str]
) -> None:
    link = invited(time_zone="Europe/Lisbon")
    client.post(link, given(OFFICE, arrives_time="10:00"))
    page = client.get(opening(OFFICE)).content.decode()
    assert ("10:00" in page, "11:00" in page) == (True, False)
    client.post(opening(OFFICE))
    made = Registration.objects.get()
    assert made.arrives_at == datetime(2027, 4, 14, 10, tzinfo=LISBON)


def test_a_new_address_is_confirmed_by_the_clocks_of_the_event(
    client: Client, event: Event, register: Register, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(time_zone="Europe/Lisbon")
    ends = datetime(2027, 4, 1, 10, 17, tzinfo=LISBON)
    change = AddressChange.objects.create(
        registration=register(event), secret_hash="x", email="new@example.org", asked_at=now, ends_at=ends
    )

    AddressChange.objects.update(secret_hash=hash_for(Purpose.ADDRESS, change.uid))
    path = reverse("registration:address", args=[link_of_address_change(change)])
    assert "10:17" in client.get(path).content.decode()
