"""Otto's conference in the middle of its matching, a key that reads it, and somebody who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject
from handschlag.api import keys
from handschlag.events.models import Event
from handschlag.matching import answering
from handschlag.matching.models import Meeting, Participant, Service
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.models import Registration

NOBODY = Subject()


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    with override("de"):
        yield


@pytest.fixture
def otto(person: Callable[..., User]) -> User:
    """An organiser."""
    return person("otto", Role.ORGANISER)


@pytest.fixture
def event(otto: User) -> Event:
    made = builders.event("Netzwerke verbinden", otto, last_day=builders.SECOND_DAY)
    matchmaking.slots_on_both_days(made, "T1", "T2")
    return made


@pytest.fixture
def service(event: Event) -> Service:
    return matchmaking.matching(event)


@pytest.fixture
def ada(service: Service) -> Participant:
    return matchmaking.participant(service, "Ada Lindqvist")


@pytest.fixture
def bo(service: Service) -> Participant:
    return matchmaking.participant(service, "Bo Nilsson")


@pytest.fixture
def cy(service: Service) -> Participant:
    return matchmaking.participant(service, "Cy Tannert")


@pytest.fixture
def met(service: Service) -> Callable[[Participant, Participant], Meeting]:
    """Both say yes: there is a meeting."""

    def meet(sender: Participant, other: Participant) -> Meeting:
        request = matchmaking.asked(sender, other)
        answering.accept(
            request_id=request.pk,
            participant_id=other.pk,
            kind="want",
            has_link=True,
            by=NOBODY,
            now=builders.NOW,
        )
        return Meeting.objects.get(request=request)

    return meet


@pytest.fixture
def linked() -> Callable[[Participant], str]:
    """The token of somebody's personal link."""

    def link(one: Participant) -> str:
        token = link_of(one.registration)
        Registration.objects.filter(pk=one.registration_id).update(secret_hash=hash_of(token))
        return token

    return link


@pytest.fixture
def key(event: Event, otto: User, now: Any) -> str:
    """A key without names."""
    return keys.make_key(
        event_id=event.pk, name="Anzeige", days=30, has_names=False, by=otto.subject, now=now
    ).key


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """`ask("event/requests", key, state="open")`: the answer of the interface."""

    def asked(path: str, token: str = "", etag: str = "", **values: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"If-None-Match": etag} if etag else {}
        return client.get(f"/api/v1/{path}", values, headers=headers)

    return asked
