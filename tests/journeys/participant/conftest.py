"""A conference whose guest Ada has everything that a participant can have, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.platform import builders, matchmaking
from tests.platform.day.people.conftest import meeting  # noqa: F401 - a fixture is found by its name
from tests.platform.matching.conftest import (  # noqa: F401 - fixtures are found by their names
    event,
    in_german,
    linked,
    otto,
    service,
)

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.events.models import Event, Place
from handschlag.events.programme.publishing import publish_programme
from handschlag.matching.engine import vocabulary
from handschlag.matching.models import Meeting, Participant, Request, RequestState, Service, Wish
from handschlag.matching.moves import actions as moves_actions
from handschlag.matching.publishing import actions as publishing_actions
from handschlag.registration import invitations, personal_links
from handschlag.registration.access import link_of_address_change, link_of_invitation, link_of_unconfirmed
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import AddressChange, CheckIn, EventInvitation, UnconfirmedRegistration
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData

type At = Callable[[datetime], datetime]
NOBODY = Subject()
SAID = (
    ("Bo Nilsson", "Laserlinsen aus Quarzglas", "Sensoren zur Prozessüberwachung"),
    ("Cy Tannert", "Prüfstand für Bremsen", "Sensoren zur Prozessüberwachung"),
    ("Dan Ohlsen", "Linsen für Laser", "Kalibrierung von Sensoren"),
    ("Eve Kaiser", "Laserlinsen aus Saphir", "Temperatursensoren"),
    ("Fay Winter", "Optische Linsen", "Sensoren zur Prozessüberwachung"),
    ("Gil Anders", "Kühlung für Laser", "Kalibrierung von Sensoren"),
)


@pytest.fixture(autouse=True)
def read_vocabulary() -> None:
    """A process reads it once; on a busy machine that takes longer than a browser waits."""
    vocabulary.understood("Linsen", "de")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """`at(moment)`: it is that time, and stays so."""

    def put(moment: datetime) -> datetime:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return put


@dataclass(frozen=True, slots=True)
class Guests:
    """Ada and those around her."""

    ada: Participant
    others: dict[str, Participant]
    met: Request


@pytest.fixture
def guests(
    service: Service,  # noqa: F811
    event: Event,  # noqa: F811
    otto: User,  # noqa: F811
    meeting: Callable[..., Request],  # noqa: F811
    now: datetime,
) -> Guests:
    """Ada has agreed to meet Bo, Cy asks her, with Dan there is no time; she asked Fay and noted Eve."""
    for title, begins in (("Linsen für alle", "10:00"), ("Licht im Bild", "10:00"), ("Ausblick", "12:00")):
        builders.session(event, title, begins)
    publish_programme(event_id=event.pk, seen=0, by=otto.subject, now=now)
    people = {
        name.split()[0].lower(): matchmaking.participant(service, name, offers=(offer,), needs=(need,))
        for name, offer, need in SAID
    }
    ada = matchmaking.participant(
        service,
        "Ada Lindqvist",
        offers=("Sensoren zur Prozessüberwachung", "Kalibrierung von Sensoren"),
        needs=("Laserlinsen aus Quarzglas", "Prüfstand für Bremsen"),
        registered={"phone": "0561 17", "role": "Entwicklung"},
    )
    met = meeting(people["bo"], ada)
    matchmaking.asked(people["cy"], ada)
    narrow = matchmaking.asked(people["dan"], ada, state=RequestState.WATCHED)
    narrow.parties.update(said_yes_at=builders.NOW, kind="want")
    matchmaking.asked(ada, people["fay"])
    Wish.objects.create(
        by=ada, towards=people["eve"], kind="want", purpose="Linsen messen", changed_at=builders.NOW
    )
    return Guests(ada=ada, others=people, met=met)


@pytest.fixture
def moved(guests: Guests, service: Service, otto: User) -> Callable[[datetime], None]:  # noqa: F811
    """`moved(now)`: the timetable is published, and Ada is asked whether her meeting may be later."""

    def ask(now: datetime) -> None:
        by = otto.subject
        service.refresh_from_db()
        publishing_actions.publish(service_id=service.pk, revision=service.revision, by=by, now=now)
        one = Meeting.objects.get(request=guests.met)
        moves_actions.plan_move(
            request_id=one.request_id,
            block_id=one.block_id,
            starts_at=one.starts_at + timedelta(minutes=20),
            place_id=Place.objects.get(code="T1").pk,
            by=by,
            now=now,
        )
        service.refresh_from_db()
        moves_actions.ask_consent(service_id=service.pk, revision=service.revision, by=by, now=now)

    return ask


@dataclass(frozen=True, slots=True)
class Proofs:
    """Links in letters that come before the personal one."""

    invited: str
    form: str
    address: str


@pytest.fixture
def proofs(guests: Guests, event: Event, otto: User, now: datetime) -> Proofs:  # noqa: F811
    """Nora is invited and registers openly as well; Ada has a new address."""
    nora = Invitee(name="Nora Neu", email="nora@example.org", organisation="Neu GmbH")
    invitations.invite(event_id=event.pk, guests=[nora], by=otto.subject, now=now)
    facts = RegistrationData(name="Otto Offen", email="offen@example.org", organisation="Offen GmbH")
    actions.begin(event_id=event.pk, facts=facts, origin="10.0.0.9", by=NOBODY, now=now)
    personal_links.ask_for_address(guests.ada.registration, "ada.neu@example.org", by=NOBODY, now=now)
    return Proofs(
        invited=link_of_invitation(EventInvitation.objects.get()),
        form=link_of_unconfirmed(UnconfirmedRegistration.objects.get()),
        address=link_of_address_change(AddressChange.objects.get()),
    )


@pytest.fixture
def checked_in() -> Callable[[Participant, datetime], Any]:
    """`checked_in(ada, moment)`: Ada came, then."""

    def come(one: Participant, moment: datetime) -> Any:
        return CheckIn.objects.create(
            registration=one.registration, key=uuid4(), at=moment, received_at=moment
        )

    return come
