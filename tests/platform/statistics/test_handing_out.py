"""What the team hands out of a person, what only the person gets, and what the person is told of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform import builders
from tests.platform.attacks.test_secrecy import CHANGING, unpacked

from handschlag.accounts.models import User
from handschlag.accounts.own_data import everything_about, hand_out_about
from handschlag.accounts.policy import Subject
from handschlag.api import keys
from handschlag.common import audit
from handschlag.common.models import AuditEntry, Mail
from handschlag.day.models import Mark, Note, Signal
from handschlag.matching import wishing
from handschlag.matching.models import Participant, Request, Service, Wish
from handschlag.matching.prints import TEMPLATES, pack_of, printed_pack
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.models import Registration
from handschlag.registration.personal_data import everything_of
from handschlag.statistics.everything import PARTS, _Source

pytestmark = pytest.mark.django_db
type Guest = Callable[..., Participant]
type Meet = Callable[..., Request]
KEEP = timedelta(days=180)
FILES = (
    *("registrations/export.csv", "matching/readiness/calls.csv", "wishes.csv", "report.xlsx"),
    *("planning/timetable.csv", "planning/timetable.json"),
)
READ = ("event", "event/participants", "event/requests", "event/timetable", "event/versions")
OWN = (
    *("registration/{}/data.json", "registration/{}/participants.csv"),
    *("matching/{}/people/", "matching/{}/inbox/"),
)


@pytest.fixture
def ada(guest: Guest, meet: Meet) -> Participant:
    """Ada with a meeting, a wish, a mark, a note and a signal."""
    ada, bo = guest("Ada Lindqvist", "LES"), guest("Bo Nilsson", "PHM")
    request = meet(ada, bo)
    Wish.objects.create(by=ada, towards=bo, kind="want", changed_at=builders.NOW)
    Mark.objects.create(request=request, participant=ada, took_place=True, marked_at=builders.NOW)
    Note.objects.create(participant=ada, partner=bo, text="netter Mensch", changed_at=builders.NOW)
    Signal.objects.create(
        service=ada.service,
        participant=ada,
        kind="here",
        key="0a0a0a0a-0000-4000-8000-000000000001",
        said_at=builders.NOW,
        heard_at=builders.NOW,
    )
    return ada


def test_what_the_team_hands_out_lacks_what_is_for_the_person_alone(
    desk: Client, at: Callable[..., str], ada: Participant
) -> None:
    whole = everything_of(ada.registration)
    assert len(whole["matching"]["wishes"]) == len(whole["day"]["notes"]) == len(whole["day"]["marks"]) == 1
    one = at(f"data-protection/people/{ada.registration_id}/")
    handed = json.loads(desk.get(one + "data.json").content)
    assert whole["matching"].keys() - handed["matching"].keys() == {"wishes"}
    assert whole["day"].keys() - handed["day"].keys() == {"notes", "marks", "outcomes"}
    page = desk.get(one).content.decode()
    assert "Private Notizen" not in page


def test_another_rather_not_changes_nothing_that_the_team_is_shown(
    desk: Client, at: Callable[..., str], guest: Guest, ada: Participant
) -> None:
    def shown() -> list[str]:
        number = ada.registration_id
        answers = (
            desk.get(at(f"data-protection/{one}"))
            for one in (f"people/{number}/", f"people/{number}/data.json", "")
        )
        return [re.sub(r'csrf\w*" value="[^"]*"', "", one.content.decode()) for one in answers]

    towards = guest("Cy Tannert", "LES")
    before = shown()
    wishing.wish(
        participant_id=ada.pk,
        towards_id=towards.pk,
        kind="rather_not",
        has_link=True,
        by=Subject(),
        now=builders.NOW,
    )
    noted = AuditEntry.objects.filter(verb="matching.wished")
    assert noted.count() == 1
    assert shown() == before
    log = desk.get(at("data-protection/log/")).content.decode()
    assert audit.verb_label("statistics.looked_at_person") in log
    assert audit.verb_label("matching.wished") not in log


def test_the_person_is_told_of_who_looked_and_gets_the_complete_file_alone(
    desk: Client,
    at: Callable[..., str],
    ada: Participant,
    client: Client,
) -> None:
    own = f"/de/registration/{link_given(ada)}/details/"
    assert "Zugriffe auf Ihre Daten" not in client.get(own).content.decode()
    one = at(f"data-protection/people/{ada.registration_id}/")
    desk.get(one)
    desk.get(one)
    desk.get(one + "data.json")
    answer = desk.post(one + "send/", follow=True).content.decode()
    assert "Die Person erhält eine E-Mail" in answer
    letter = Mail.objects.get(to=ada.registration.email)
    assert letter.subject == "Ihre Daten: Netzwerke verbinden"
    text = client.get(own).content.decode()
    assert "Zugriffe auf Ihre Daten" in text
    said = [
        "vollständige Daten der Person per E-Mail angeboten",
        "Daten zu einer Person exportiert",
        audit.verb_label("statistics.looked_at_person"),
    ]
    assert [text.count(one) for one in said] == [1, 1, 1]
    whole = json.loads(client.get(f"/de/registration/{link_given(ada)}/data.json").content)
    assert whole["day"]["notes"][0]["text"] == "netter Mensch"


def test_whoever_would_rather_not_meet_somebody_reads_so_in_the_own_file(
    ada: Participant, guest: Guest, client: Client
) -> None:
    would_rather_not(ada, guest("Cy Tannert", "LES"))
    own = json.loads(client.get(f"/de/registration/{link_given(ada)}/data.json").content)
    said = [(one["towards"], one["kind"]) for one in own["matching"]["wishes"]]
    assert sorted(said) == [("Bo Nilsson", "want"), ("Cy Tannert", "rather_not")]


@pytest.mark.parametrize(
    "export",
    [
        *(f"part {one.what}" for one in PARTS),
        *(f"print {kind}" for kind in TEMPLATES),
        *(f"file {one}" for one in FILES),
        *(f"key {one}" for one in READ),
        *(f"link {one}" for one in OWN),
    ],
)
@pytest.mark.usefixtures("evening")
def test_nobody_else_finds_it_in_any_file(
    export: str, ada: Participant, guest: Guest, otto: User, desk: Client, at: Callable[..., str]
) -> None:
    """Files of the organisers, prints, what programs read, and what the person meant is given."""
    cy, now = guest("Cy Tannert", "LES"), timezone.now()
    token, (way, name) = link_given(cy), export.split(" ")
    keyed: dict[str, Any] = {
        "event_id": cy.service.event_id,
        "name": "Anzeige",
        "days": 30,
        "by": otto.subject,
        "now": now,
    }
    bearer = {"Authorization": f"Bearer {keys.make_key(**keyed, has_names=True).key}"}

    def read() -> str:
        service = Service.objects.get()
        if way == "part":
            data = made_part(name, service, now)
        elif way == "print":
            data = printed_pack(pack_of(service), name, language="de", now=now, tell=lambda *_done: None)
        else:
            address = {"file": at(name), "key": f"/api/v1/{name}", "link": f"/de/{name.format(token)}"}[way]
            answer = desk.get(address, headers=bearer if way == "key" else {})
            assert answer.status_code == 200
            data = answer.content
        return CHANGING.sub("", "\n".join(unpacked(data)))

    before = read()
    would_rather_not(ada, cy)
    assert read() == before
    assert "rather_not" not in before.replace('value="rather_not"', "")  # a choice that everybody is given


def made_part(name: str, service: Service, now: datetime) -> bytes:
    """One part of all files of an event; nothing where there is none."""
    (part,) = (one for one in PARTS if one.what == name)
    return part.make(_Source(event=service.event, service=service, now=now)) or b""


def would_rather_not(one: Participant, other: Participant) -> None:
    """On the day wishes are over: it was noted before."""
    Wish.objects.create(by=one, towards=other, kind="rather_not", changed_at=builders.NOW)


def link_given(one: Participant) -> str:
    """The token of somebody's personal link, as the platform gives it."""
    token = link_of(one.registration)
    Registration.objects.filter(pk=one.registration_id).update(secret_hash=hash_of(token))
    return token


def test_whoever_named_no_address_is_sent_nothing(
    desk: Client, at: Callable[..., str], ada: Participant
) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(email="")
    one = at(f"data-protection/people/{ada.registration_id}/")
    assert "/send/" not in desk.get(one).content.decode()
    assert "keine E-Mail-Adresse" in desk.post(one + "send/", follow=True).content.decode()
    assert not Mail.objects.exists()


def test_what_an_administrator_hands_out_of_an_account_lacks_the_same(
    ada: Participant, guest: Guest, person: Callable[..., User]
) -> None:
    user = person("ada-lindqvist")
    wishing.wish(
        participant_id=ada.pk,
        towards_id=guest("Cy Tannert", "LES").pk,
        kind="rather_not",
        has_link=True,
        by=user.subject,
        now=builders.NOW,
    )
    whole = json.dumps(everything_about(user.pk, now=builders.NOW), default=str)
    handed = json.dumps(hand_out_about(user.pk, now=builders.NOW), default=str)
    for secret in ("rather_not", "netter Mensch", "matching.wished"):
        assert secret in whole
        assert secret not in handed
    assert ada.registration.name in handed
