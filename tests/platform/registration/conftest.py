"""A conference with a published programme, and people who register for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject
from handschlag.events.models import Event
from handschlag.events.programme.publishing import publish_programme
from handschlag.events.versions import published
from handschlag.registration.access import link_of_unconfirmed
from handschlag.registration.models import Registration, UnconfirmedRegistration
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    """Addresses are German, whatever page another test has asked for last."""
    with override("de"):
        yield


@pytest.fixture
def otto(person: Callable[..., User]) -> User:
    """An organiser."""
    return person("otto", Role.ORGANISER)


@pytest.fixture
def event(otto: User) -> Event:
    """Otto's conference on 14 April 2027, without a limit."""
    return builders.event("Netzwerke verbinden", otto, venue="Kongress Palais", place="Kassel")


@pytest.fixture
def publish(otto: User, now: datetime) -> Callable[[Event], None]:
    """The programme as it stands now becomes public."""

    def do(event: Event) -> None:
        seen = published(event.pk).number
        publish_programme(event_id=event.pk, seen=seen, by=otto.subject, now=now)

    return do


@pytest.fixture
def register(now: datetime) -> Callable[..., Registration]:
    """`register(event, "ada", has_lunch=False)`: Ada registers by the open form."""

    def do(event: Event, name: str = "ada", *, at: datetime | None = None, **given: Any) -> Registration:
        invitation_id = given.pop("invitation_id", None)
        facts = RegistrationData(**{"name": name.title(), "email": f"{name}@example.org", **given})
        return actions.register_participant(
            event_id=event.pk,
            facts=facts,
            origin="127.0.0.1",
            by=Subject(),
            now=at or now,
            invitation_id=invitation_id,
        )

    return do


@pytest.fixture
def opening() -> Callable[[str], str]:
    """The address of the page behind the last link that was mailed to this address to confirm a form."""

    def link(email: str) -> str:
        row = UnconfirmedRegistration.objects.filter(email=email, is_repeat=False).latest("pk")
        return reverse("registration:confirm", args=[link_of_unconfirmed(row)])

    return link


@pytest.fixture
def come(client: Client, opening: Callable[[str], str]) -> Callable[..., Any]:
    """`come(event, given)`: the form is sent, and the mailed link opened and confirmed; the last answer."""

    def do(event: Event, given: dict[str, Any], *, follow: bool = False) -> Any:
        sent = client.post(reverse("registration:register", args=[event.slug]), given)
        assert sent.status_code == 302, "the form was not accepted"
        return client.post(opening(given["email"].strip().lower()), follow=follow)

    return do
