"""A conference with a published programme: two rooms, a pause, two speakers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.events.models import Event, ProgrammeVersion, Session, SessionKind, Track
from handschlag.events.programme.publishing import publish_programme


@pytest.fixture
def greta(person: Callable[..., User]) -> User:
    """An organiser."""
    return person("greta", Role.ORGANISER)


@pytest.fixture
def event(greta: User) -> Event:
    network = builders.network("Optik Sachsen")
    made = builders.event(
        "Netzwerke verbinden",
        greta,
        title_en="Connecting networks",
        summary_de="Konferenz mit Ausstellung",
        venue="Kongresshaus",
        street="Weg 1",
        postcode="34117",
        place="Kassel",
        land=builders.land("HE"),
        latitude=51.3127,
        longitude=9.4797,
    )
    made.hosts.create(network=network)
    return made


@pytest.fixture
def sessions(event: Event) -> dict[str, Session]:
    hall, workshop = builders.room(event, "Saal 1", seats=260), builders.room(event, "Werkstatt")
    track = Track.objects.create(event=event, name_de="Transfer", name_en="Transfer of knowledge")
    nadja, ole = builders.speaker(event), builders.speaker(event, "Dr. Ole Martens", organisation="IFT")
    return {
        "opening": builders.session(event, "Eröffnung", "9:30", room=hall, kind=SessionKind.OPENING),
        "light": builders.session(
            event, "Was Licht sieht", "10:40", room=hall, track=track, speakers=(nadja,), language="en"
        ),
        "glass": builders.session(
            event, "Glas formen", "10:40", room=workshop, speakers=(ole,), abstract_de="Vom Schmelzen."
        ),
        "lunch": builders.session(event, "Mittag", "12:00", kind=SessionKind.BREAK),
    }


@pytest.fixture
def publish(event: Event, greta: User, now: datetime) -> Callable[..., ProgrammeVersion]:
    """Makes the draft what the public reads: `publish(at=later)`."""

    def make(*, at: datetime = now, note: str = "") -> ProgrammeVersion:
        last = ProgrammeVersion.objects.filter(event=event).order_by("-number").first()
        seen = last.number if last else 0
        return publish_programme(event_id=event.pk, seen=seen, by=greta.subject, now=at, note=note)

    return make


@pytest.fixture
def published(
    event: Event, sessions: dict[str, Session], publish: Callable[..., ProgrammeVersion]
) -> dict[str, Session]:
    publish()
    return sessions
