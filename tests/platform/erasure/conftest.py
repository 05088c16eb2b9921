"""Somebody of whom there is one of everything, under words that stand nowhere else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from tests.platform import builders, matchmaking
from tests.platform.matching.conftest import event, in_german, otto, service

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.jobs import work_off
from handschlag.day.models import Asked, Incident, Mark, Note, Outcome, PushSubscription, Signal, StandBy
from handschlag.events.models import Event
from handschlag.matching import answering, joining, prints, runs
from handschlag.matching.engine.options import Options
from handschlag.matching.models import ForbiddenPair, Participant, Request, Service, Wish
from handschlag.matching.profile_data import Profile, RegistrationExtras, StatementData
from handschlag.matching.publishing import actions as publishing_actions
from handschlag.registration import badges, personal_links
from handschlag.registration.access import feed_of, link_of
from handschlag.registration.models import EventInvitation, PeopleList, Registration, UnconfirmedRegistration
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData

__all__ = ["event", "in_german", "otto", "service"]
NOBODY: Final = Subject()
WORDS: Final = {
    "name": "Zenobia Quarzhäuser",
    "address": "z.quarz@marker-one.example",
    "new address": "zq.neu@marker-seven.example",
    "phone": "+49 4711 080915",
    "role": "Leiterin Murmelforschung",
    "organisation": "Zwirbelwerk Quantenhof GmbH",
    "place": "Oberzwirbelsbach",
    "diet": "nur Pastinaken",
    "needs": "Sitzplatz neben dem Ficus",
    "goal": "Partner für Murmelbahnen",
    "offer": "Schwebende Murmeln",
    "need": "Antrieb für Kugelbahnen",
    "own purpose": "Murmelbahn gemeinsam bauen",
    "purpose of others": "Frau Quarzhäuser kennenlernen",
    "unsent wish": "vielleicht über Glaskugeln",
    "own note": "trägt eine grüne Brille",
    "note of others": "fährt einen Oldtimer",
    "own next step": "Kugeln verschicken",
    "next step of others": "ruft Zenobia wegen Kugeln an",
    "reason of a bar": "wollte lieber zum Zahnarzt",
    "push address": "https://push.marker-nine.example/zq",
    "reason of a pair": "streiten um Murmelpatente",
}


@dataclass
class Scene:
    """Zenobia, who leaves, and Bo, who stays."""

    zenobia: Participant
    bo: Participant
    service: Service
    otto: User
    now: datetime
    words: dict[str, str]

    @property
    def registration(self) -> Registration:
        return Registration.objects.get(pk=self.zenobia.registration_id)


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """The data folder, where nothing but what this test makes lies."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return tmp_path


@pytest.fixture
def scene(
    transactional_db: None, folder: Path, event: Event, service: Service, otto: User, now: datetime
) -> Scene:
    """Written as people and organisers write it; only what a later day brings is put there directly."""
    builders.place(event, "T9", is_step_free=True)
    for _turn in range(2):  # the form twice: the second stays what was typed until the first is confirmed
        actions.begin(event_id=event.pk, facts=facts(), origin="127.0.0.1", by=NOBODY, now=now)
    form = UnconfirmedRegistration.objects.earliest("pk")
    made = actions.confirm(unconfirmed_id=form.pk, by=NOBODY, now=now)
    personal_links.ask_for_address(made, WORDS["new address"], by=NOBODY, now=now)
    Registration.objects.filter(pk=made.pk).update(state="confirmed", confirmed_at=now)
    zenobia = joined(made, now)
    bo = matchmaking.participant(service, "Bo Nilsson", needs=("Sensoren",), offers=("Laserlinsen",))
    cy = matchmaking.participant(service, "Cy Tannert")
    scene = Scene(zenobia, bo, service, otto, now, dict(WORDS))
    scene.words |= {"link": link_of(made), "link of the feed": feed_of(made)}
    wishes(scene, cy)
    files(scene)
    of_the_day(scene)
    phone(scene)
    lists(scene)
    return scene


def facts() -> RegistrationData:
    return RegistrationData(
        name=WORDS["name"],
        email=WORDS["address"],
        phone=WORDS["phone"],
        role=WORDS["role"],
        organisation=WORDS["organisation"],
        place=WORDS["place"],
        diet=WORDS["diet"],
        needs=WORDS["needs"],
        needs_step_free=True,
        consents=frozenset({"matching"}),
        has_accepted_terms=True,
    )


def joined(made: Registration, now: datetime) -> Participant:
    row = joining.join(registration_id=made.pk, has_link=True, by=NOBODY, now=now, agrees=True)
    said = (
        StatementData(direction="offer", text=WORDS["offer"]),
        StatementData(direction="need", text=WORDS["need"]),
    )
    profile = Profile(goal=WORDS["goal"], statements=said, about=RegistrationExtras(needs_step_free=True))
    seen = {"participant_id": row.pk, "seen": row.version, "has_link": True}
    return joining.describe(**seen, profile=profile, by=NOBODY, now=now)


def wishes(scene: Scene, cy: Participant) -> None:
    """One of hers is agreed, one of others to her is open, one is not sent, one is barred."""
    zenobia, bo, now = scene.zenobia, scene.bo, scene.now
    agreed = matchmaking.asked(zenobia, bo, purpose=WORDS["own purpose"])
    answering.accept(
        request_id=agreed.pk, participant_id=bo.pk, kind="want", has_link=True, by=NOBODY, now=now
    )
    matchmaking.asked(cy, zenobia, purpose=WORDS["purpose of others"])
    Request.objects.filter(sender=cy).update(is_barred=True, bar_reason=WORDS["reason of a bar"])
    Wish.objects.create(by=zenobia, towards=cy, kind="maybe", purpose=WORDS["unsent wish"], changed_at=now)
    Wish.objects.create(by=cy, towards=zenobia, kind="rather_not", changed_at=now)
    first, second = sorted((zenobia, cy), key=lambda one: one.pk)
    ForbiddenPair.objects.create(
        service=scene.service, first=first, second=second, reason=WORDS["reason of a pair"], at=now
    )


def files(scene: Scene) -> None:
    """A run, a published version with its receipt, and printed sheets and badges."""
    otto, now, service = scene.otto, scene.now, scene.service
    runs.start(service_id=service.pk, options=Options(), by=otto.subject, now=now, seconds=1)
    work_off(now=now)
    service.refresh_from_db()
    publishing_actions.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=now)
    work_off(now=now + timedelta(minutes=1))
    for pack in ("sheets", "cards", "names"):
        prints.ask_for_pack(service=service, pack=pack, by=otto.subject, now=now)
    everybody = list(Registration.objects.values_list("pk", flat=True))
    badges.ask_for_badges(
        event_id=service.event_id, ids=everybody, paper="a4", language="de", by=otto.subject, now=now
    )
    work_off(now=now + timedelta(minutes=2))


def of_the_day(scene: Scene) -> None:
    zenobia, bo, now = scene.zenobia, scene.bo, scene.now
    request = Request.objects.get(sender=zenobia)
    signal = Signal.objects.create(
        service=scene.service,
        participant=zenobia,
        kind="late",
        minutes=5,
        key=uuid.uuid4(),
        said_at=now,
        heard_at=now,
    )
    Incident.objects.create(
        service=scene.service,
        kind="late",
        subject=f"person {zenobia.pk}",
        participant=zenobia,
        source="person",
        signal=signal,
        from_at=now,
        opened_at=now,
    )
    for one, step in ((zenobia, "own next step"), (bo, "next step of others")):
        Mark.objects.create(
            request=request, participant=one, took_place=True, next_step=WORDS[step], marked_at=now
        )
    Note.objects.create(participant=zenobia, partner=bo, text=WORDS["own note"], changed_at=now)
    Note.objects.create(participant=bo, partner=zenobia, text=WORDS["note of others"], changed_at=now)
    Outcome.objects.create(
        request=request, participant=zenobia, after_days=30, result="planning", answered_at=now
    )
    Asked.objects.create(participant=zenobia, after_days=30, asked_at=now)
    StandBy.objects.create(
        service=scene.service,
        participant=zenobia,
        partner=bo,
        starts_at=now,
        offered_at=now,
        ends_at=now + timedelta(minutes=3),
    )


def phone(scene: Scene) -> None:
    """A device that is told of changes."""
    PushSubscription.objects.create(
        participant=scene.zenobia,
        device=uuid.uuid4(),
        endpoint=WORDS["push address"],
        key="key",
        secret="secret",
        made_at=scene.now,
    )


def lists(scene: Scene) -> None:
    """A file that nobody has applied yet, and an invitation."""
    event, now = scene.service.event, scene.now
    heads = ["Name", "E-Mail", "Telefon"]
    row = [WORDS["name"], WORDS["address"].upper(), WORDS["phone"]]
    PeopleList.objects.create(
        event=event, file_name="gaeste.csv", first_row=1, packed=PeopleList.pack([heads, row]), created_at=now
    )
    EventInvitation.objects.create(
        event=event,
        name=WORDS["name"],
        email=WORDS["address"],
        organisation=WORDS["organisation"],
        secret_hash="x",
        invited_at=now,
    )
