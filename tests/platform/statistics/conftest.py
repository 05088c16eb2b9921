"""Otto's conference with three networks, and people whose meetings can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.directory.models import Actor
from handschlag.events.models import Block, Event, Place
from handschlag.matching.models import (
    Meeting,
    Participant,
    Request,
    RequestState,
    Seat,
    Service,
    TimetableVersion,
)
from handschlag.matching.versions import content_of, current_meetings
from handschlag.registration.models import CheckIn

FIRST_DAY: Final = date(2027, 4, 14)
type Guest = Callable[..., Participant]
type Meet = Callable[..., Request]


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
    """14 and 15 April 2027: two tables, six slots of 15 minutes, equally on both mornings."""
    made = builders.event(
        "Netzwerke verbinden", otto, venue="Kongress Palais", place="Kassel", last_day=builders.SECOND_DAY
    )
    matchmaking.slots_on_both_days(made, "T1", "T2", until="12:30")
    return made


@pytest.fixture
def service(event: Event) -> Service:
    return matchmaking.matching(event)


@pytest.fixture
def desk(otto: User, signed_in: Callable[[User], Client], service: Service) -> Client:
    """Otto's browser."""
    return signed_in(otto)


@pytest.fixture
def at() -> Callable[..., str]:
    """`at("report/")`: an address of the conference's console."""
    return lambda rest="": f"/de/manage/events/netzwerke-verbinden/{rest}"


@pytest.fixture
def firms(db: None) -> dict[str, Actor]:
    """One firm of each of three networks, and one of two of them."""
    nets = {name: builders.network(f"Netz {name}", short_name=name) for name in ("LES", "PHM", "WKU")}
    firms = {name: builders.actor(f"Firma {name}", networks=(net,)) for name, net in nets.items()}
    firms["both"] = builders.actor("Firma Beide", networks=(nets["LES"], nets["PHM"]))
    return firms


@pytest.fixture
def guest(service: Service, firms: dict[str, Actor]) -> Callable[..., Participant]:
    """`guest("Ada", "LES")`: somebody of a firm of that network, of none without it; the desk saw them."""

    def make(name: str, firm: str = "") -> Participant:
        given = {"actor": firms[firm]} if firm else {}
        made = matchmaking.participant(service, name, registered=given)
        check_in(made)
        return made

    return make


@pytest.fixture
def meet(service: Service) -> Callable[..., Request]:
    """`meet(ada, bo, at="10:30", table="T1")`: an agreed request with its meeting."""

    def make(*people: Participant, at: str = "10:30", table: str = "T1", day: date = FIRST_DAY) -> Request:
        request = matchmaking.asked(*people, state=RequestState.ACCEPTED, answered_at=builders.NOW)
        request.parties.update(said_yes_at=builders.NOW)
        begins = builders.clock(at, day)
        meeting = Meeting.objects.create(
            service=service,
            request=request,
            block=Block.objects.get(event_id=service.event_id, starts_at__date=day),
            starts_at=begins,
            ends_at=begins + (builders.clock("10:45") - builders.clock("10:30")),
            place=Place.objects.get(event_id=service.event_id, code=table),
        )
        for one in people:
            Seat.objects.create(meeting=meeting, participant=one, starts_at=begins)
        return request

    return make


@pytest.fixture
def evening() -> Iterator[None]:
    """The clock stands at eight in the evening of the last day of the conference."""
    with time_machine.travel(builders.clock("20:00", builders.SECOND_DAY), tick=False):
        yield


def published(service: Service) -> TimetableVersion:
    """The timetable as it stands, published before the event."""
    return TimetableVersion.objects.create(
        service=service, number=1, content=content_of(current_meetings(service)), published_at=builders.NOW
    )


@pytest.fixture
def people(guest: Guest) -> list[Participant]:
    return [guest("Ada", "LES"), guest("Bo", "PHM"), guest("Cy", "WKU"), guest("Di")]


@pytest.fixture
def market(service: Service, people: list[Participant], meet: Meet) -> list[Request]:
    """Ada meets Bo, Cy and Di, Bo meets Cy; that was published, and the event is over."""
    ada, bo, cy, di = people
    requests = [
        meet(ada, bo),
        meet(ada, cy, at="10:50"),
        meet(ada, di, at="11:30"),
        meet(bo, cy, at="11:10"),
    ]
    published(service)
    return requests


def check_in(participant: Participant, at: str = "10:00", day: date = FIRST_DAY, **values: Any) -> CheckIn:
    """The desk has seen the person."""
    when = builders.clock(at, day)
    return CheckIn.objects.create(registration=participant.registration, at=when, received_at=when, **values)
