"""A delegation: one person names ten colleagues, and each of them confirms and consents alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration.access import link_of
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import Registration, UnconfirmedRegistration
from handschlag.registration.places import RegistrationRefusal
from handschlag.registration.registering import pages

pytestmark = pytest.mark.django_db
type Register = Callable[..., Registration]


def test_ten_colleagues_are_named_by_one_form_and_nobody_is_registered_by_that(
    event: Event, register: Register, client: Client
) -> None:
    actor = builders.actor("Linsen Meier GmbH")
    ada = register(event, actor_id=actor.pk, organisation="Linsen Meier GmbH")
    Mail.objects.all().delete()
    page = reverse("registration:colleagues", args=[link_of(ada)])
    assert page in client.get(reverse("registration:own", args=[link_of(ada)])).content.decode()
    people = "\n".join(f"Kollege {number}; k{number}@example.org" for number in range(10))
    assert client.post(page, {"people": people, "language": "de"})["Location"] == page
    assert (Registration.objects.count(), Mail.objects.count()) == (1, 10)
    assert "Ada hat Sie für" in Mail.objects.first().text  # type: ignore[union-attr]
    assert client.get(page).content.decode().count("zu bestätigen bis") == 10


def test_a_colleague_confirms_says_the_rest_and_consents_alone(
    event: Event, register: Register, client: Client, opening: Callable[[str], str], now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=2)
    ada = register(event, organisation="Werkstatt", consents=frozenset({"participants_list", "photos"}))
    named(ada, now, Invitee(name="Kim Kollege", email="kim@example.org"))
    assert UnconfirmedRegistration.objects.get(named_by=ada).holds_place
    link = opening("kim@example.org")
    shown = client.get(link).content.decode()
    assert ("Ada hat Sie angemeldet" in shown, "Kim Kollege" in shown) == (True, True)
    assert Registration.objects.count() == 1  # looking registers nobody
    typed = {"name": "Dr. Kim Kollege", "email": "fremd@example.org", "organisation": "Werkstatt"}
    client.post(link, {**typed, "consent_participants_list": "on"})
    kim = Registration.objects.get(email="kim@example.org")
    assert (kim.name, kim.organisation, kim.state) == ("Dr. Kim Kollege", "Werkstatt", "confirmed")
    assert list(kim.consents.values_list("purpose", flat=True)) == ["participants_list"]
    assert kim.address_proven_at is not None
    page = reverse("registration:colleagues", args=[link_of(ada)])
    assert "angemeldet" in client.get(page).content.decode()


def test_a_colleague_who_does_not_want_it_is_forgotten(
    event: Event, register: Register, client: Client, opening: Callable[[str], str], now: datetime
) -> None:
    named(register(event), now, Invitee(name="Kim", email="kim@example.org"))
    client.post(f"{opening('kim@example.org')}delete/")
    assert not UnconfirmedRegistration.objects.exists()


def test_nobody_learns_who_is_registered_already_and_there_is_an_end(
    event: Event, register: Register, now: datetime
) -> None:
    ada, bo = register(event), register(event, "bo")
    named(ada, now, Invitee(name="Bo", email=bo.email))
    assert "schon angemeldet" in Mail.objects.latest("pk").subject
    many = [Invitee(name=f"K{n}", email=f"k{n}@example.org") for n in range(20)]
    with pytest.raises(Refusal) as no:
        named(ada, now, *many)
    assert no.value.reason is RegistrationRefusal.TOO_MANY_COLLEAGUES
    with pytest.raises(Denied):
        named(ada, now, *many[:1], has_link=False)
    assert UnconfirmedRegistration.objects.filter(named_by=ada).count() == 1


def named(by: Registration, now: datetime, *colleagues: Invitee, has_link: bool = True) -> Any:
    return pages.register_colleagues(
        registration_id=by.pk,
        colleagues=colleagues,
        has_link=has_link,
        origin="127.0.0.1",
        by=Subject(),
        now=now,
    )
