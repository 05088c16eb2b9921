"""What counts on the day on which a mailed link is opened: the event's clocks, and the invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.registration import invitations
from handschlag.registration.access import Purpose, link_of_address_change, link_of_invitation
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import AddressChange, EventInvitation, Registration
from handschlag.registration.places import occupancy_of
from handschlag.registration.registering.actions import hash_for

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
GUEST, OFFICE = "guest@example.org", "office@example.org"
LISBON = ZoneInfo("Europe/Lisbon")


@pytest.fixture
def invited(event: Event, otto: User, now: datetime) -> Callable[..., str]:
    """`invited(is_open=False)`: the event is so, and a guest has an invitation; its address."""

    def do(**so: Any) -> str:
        Event.objects.filter(pk=event.pk).update(**so)
        invitations.invite(event_id=event.pk, guests=[Invitee(email=GUEST)], by=otto.subject, now=now)
        return reverse("registration:invited", args=[link_of_invitation(EventInvitation.objects.get())])

    return do


def given(email: str, **more: str) -> dict[str, str]:
    return {"name": "Gerda Gast", "email": email, "organisation": "Amt", **more}


def test_times_are_typed_and_shown_by_the_clocks_of_the_event(
    client: Client, event: Event, opening: Callable[[str], str]
) -> None:
    Event.objects.filter(pk=event.pk).update(time_zone="Europe/Lisbon")
    client.post(reverse("registration:register", args=[event.slug]), given(OFFICE, arrives_time="10:00"))
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


def test_of_two_addresses_with_one_invitation_the_second_is_as_if_not_invited(
    client: Client, event: Event, invited: Callable[..., str], opening: Callable[[str], str]
) -> None:
    link = invited(needs_approval=True, capacity=5)
    for email in (OFFICE, "second@example.org"):
        client.post(link, given(email))
    for email in (OFFICE, "second@example.org"):
        client.post(opening(email))
    states = dict(Registration.objects.values_list("email", "state"))
    assert states == {OFFICE: "confirmed", "second@example.org": "asked"}
    assert EventInvitation.objects.get().registration == Registration.objects.get(email=OFFICE)
    assert occupancy_of(event).held == 0


@pytest.mark.parametrize(
    ("so", "says"),
    [
        ({"is_open": False}, "nur auf Einladung zugänglich"),
        ({"registration_opens_at": datetime(2027, 1, 1, tzinfo=LISBON)}, "noch nicht geöffnet"),
        ({}, ""),
    ],
)
def test_an_invitation_that_was_withdrawn_confirms_only_what_the_open_form_would(
    client: Client,
    otto: User,
    invited: Callable[..., str],
    opening: Callable[[str], str],
    now: datetime,
    so: dict[str, Any],
    says: str,
) -> None:
    client.post(invited(**so), given(OFFICE))
    guest = EventInvitation.objects.get()
    invitations.withdraw(event_id=guest.event_id, invitation_id=guest.pk, by=otto.subject, now=now)
    page = client.post(opening(OFFICE))
    assert (page.status_code, Registration.objects.count()) == ((200, 0) if so else (302, 1))
    assert not so or says in page.content.decode()
    guest.refresh_from_db()
    assert guest.registration is None


def test_a_guest_confirms_where_registration_has_closed_in_the_meantime(
    client: Client, invited: Callable[..., str], opening: Callable[[str], str], now: datetime
) -> None:
    client.post(invited(is_open=False), given(OFFICE))
    Event.objects.update(registration_closes_at=now - timedelta(minutes=1))
    client.post(opening(OFFICE))
    assert Registration.objects.get().state == "confirmed"
