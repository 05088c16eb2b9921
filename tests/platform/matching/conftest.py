"""A conference with two tables, a block of six slots, and people who take part in its matching."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils.translation import override
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.events.models import Block, BlockPlace, Event
from handschlag.matching.models import Participant, Service
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.models import Registration


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
    """Otto's conference of two days: two tables, and six slots of 15 minutes, equally on both mornings."""
    made = builders.event(
        "Netzwerke verbinden", otto, venue="Kongress Palais", place="Kassel", last_day=builders.SECOND_DAY
    )
    matchmaking.slots_on_both_days(made, "T1", "T2")
    return made


@pytest.fixture
def service(event: Event) -> Service:
    return matchmaking.matching(event)


@pytest.fixture
def large_table(event: Event) -> Service:
    """The usual matching with topic tables, and a place for six in each block."""
    large = builders.place(event, "R1", seats=6)
    for block in Block.objects.filter(event=event):
        BlockPlace.objects.create(block=block, place=large)
    return matchmaking.matching(event, has_tables=True)


@pytest.fixture
def ada(service: Service) -> Participant:
    return matchmaking.participant(
        service, "Ada Lindqvist", needs=("Linsen für Laser",), offers=("Sensoren",)
    )


@pytest.fixture
def bo(service: Service) -> Participant:
    return matchmaking.participant(service, "Bo Nilsson", needs=("Sensoren",), offers=("Laserlinsen",))


@pytest.fixture
def cy(service: Service) -> Participant:
    return matchmaking.participant(service, "Cy Tannert", needs=("Kühlung",), offers=("Prüfstand",))


@pytest.fixture
def linked() -> Callable[[Participant], str]:
    """The token of somebody's personal link, as the platform gives it."""

    def link(one: Participant) -> str:
        token = link_of(one.registration)
        Registration.objects.filter(pk=one.registration_id).update(secret_hash=hash_of(token))
        return token

    return link
