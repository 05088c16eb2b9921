"""Contacts that both have released: who sees them, in which files, with which notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.people.test_afterwards import release, say

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.day import contacts
from handschlag.day.models import Note
from handschlag.matching.models import Participant, Request
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db
type Clock = Callable[[str], datetime]
type Linked = Callable[[Participant], str]
type Page = Callable[..., str]
NOBODY = Subject()
LATER = builders.clock("11:00")


def test_a_contact_shows_only_when_both_have_released_it(
    page: Page, stand_at: Clock, met: Request, ada: Participant, bo: Participant
) -> None:
    stand_at("11:00")

    def shown() -> list[bool]:
        return [
            "bo-nilsson@example.org" in page("contacts", ada),
            "ada-lindqvist@example.org" in page("contacts", bo),
        ]

    release(met, ada)
    before = page("afterwards", bo)
    assert shown() == [False, False]
    say(met, ada, releases_contact=False)
    assert plain(page("afterwards", bo)) == plain(before), "nothing tells Bo what Ada has chosen"
    release(met, ada, bo)
    assert shown() == [True, True]
    say(met, bo, releases_contact=False)
    assert shown() == [False, False]


def test_a_released_contact_is_all_that_was_said_to_be_released(
    page: Page, stand_at: Clock, met: Request, ada: Participant, bo: Participant
) -> None:
    stand_at("11:00")
    hides = dict.fromkeys(("role", "organisation", "place"), "nobody")
    facts = {"role": "Einkäufer", "organisation": "Nordlicht", "place": "Husum"}
    Registration.objects.filter(pk=bo.registration_id).update(visibility=hides, **facts)
    say(met, bo, took_place=True)
    assert "mit Name, Funktion, Organisation und Ort." in page("afterwards", bo)
    release(met, ada)
    assert [word in page("contacts", ada) for word in facts.values()] == [False] * 3
    release(met, bo)
    assert "Einkäufer, Nordlicht, Husum" in page("contacts", ada)


def plain(text: str) -> str:
    """A page without what is new each time."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


def test_files_hold_released_contacts_and_no_others(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    stand_at("11:30")
    other = meeting(cy, ada)
    release(met, ada, bo)
    say(other, cy, builders.clock("11:30"), took_place=True, releases_contact=True)
    bo.registration.organisation = '=cmd("x");\nNilsson'
    bo.registration.save()
    card = client.get(reverse("day:contacts_file", args=[linked(ada), "vcf"])).content.decode()
    assert card.count("BEGIN:VCARD") == 1
    for line in ("FN:Bo Nilsson", "N:Nilsson;Bo;;;", "EMAIL:bo-nilsson@example.org", "END:VCARD"):
        assert f"{line}\r\n" in card
    table = client.get(reverse("day:contacts_file", args=[linked(ada), "csv"])).content.decode()
    assert ["Bo Nilsson" in table, "Cy Tannert" in table, "'=cmd" in table] == [True, False, True]
    assert client.get(reverse("day:contacts_file", args=[linked(ada), "exe"])).status_code == 404


def test_a_note_is_its_authors_alone_and_only_about_a_contact(
    page: Page, stand_at: Clock, met: Request, ada: Participant, bo: Participant
) -> None:
    stand_at("11:00")

    def note(text: str) -> None:
        contacts.save_note(
            participant_id=ada.pk, partner_id=bo.pk, text=text, has_link=True, by=NOBODY, now=LATER
        )

    with pytest.raises(Refusal, match="no_contact"):
        note("Proben schicken")
    release(met, ada, bo)
    note("Proben schicken")
    assert ["Proben schicken" in page("contacts", one) for one in (ada, bo)] == [True, False]
    note("  ")
    assert Note.objects.count() == 0
