"""The pages by which people register, and see, change and end their registration."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.events.models import Event
from handschlag.registration.access import UNKNOWN_LINKS_FROM_A_PLACE, feed_of, link_of
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
Come = Callable[..., Any]
ADA = {"name": "Dr. Ada Lindqvist", "email": "Ada@Example.org ", "organisation": "Werkstatt Ada"}


def path(event: Event) -> str:
    return reverse("registration:register", args=[event.slug])


def own(registration: Registration, name: str = "own") -> str:
    return reverse(f"registration:{name}", args=[link_of(registration)])


def test_somebody_registers_and_sees_what_became_of_it(event: Event, come: Come) -> None:
    answer = come(event, ADA, follow=True)
    ada = Registration.objects.get()
    assert (ada.name, ada.email, ada.organisation, ada.actor) == (
        "Dr. Ada Lindqvist",
        "ada@example.org",
        "Werkstatt Ada",
        None,
    )
    assert answer.redirect_chain == [(own(ada), 302)]
    assert "Sie sind angemeldet." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert not ada.consents.exists()


def test_what_was_typed_stays_when_something_is_missing(client: Client, event: Event) -> None:
    answer = client.post(path(event), {**ADA, "email": "", "needs": "Gebärdensprache\0"})
    page = answer.content.decode()
    assert (answer.status_code, Registration.objects.count()) == (422, 0)
    assert 'value="Dr. Ada Lindqvist"' in page
    assert "Gebärdensprache" in page


@pytest.mark.parametrize(
    "given",
    [
        {"name": "x" * 121},
        {"name": "\0"},
        {"email": "ada@example.org\nBcc: b@example.org"},
        {"needs": "x" * 501},
        {"speaks": ["tlh"]},
        {"sees_email": "friends"},
        {"arrives_time": "25:99"},
        {"arrives_time": "12:00", "leaves_time": "11:00"},
        {"which": "17", "organisation": ""},
    ],
)
def test_nonsense_is_told_and_nothing_is_kept(client: Client, event: Event, given: dict[str, Any]) -> None:
    assert client.post(path(event), {**ADA, **given}).status_code == 422
    assert Registration.objects.count() == 0


def test_a_program_that_fills_in_everything_learns_nothing(client: Client, event: Event) -> None:
    answer = client.post(path(event), {**ADA, "topic": "win"})
    assert (answer.status_code, Registration.objects.count()) == (302, 0)


def test_who_sends_the_form_twice_is_registered_once(client: Client, event: Event, come: Come) -> None:
    first, second = client.post(path(event), ADA), client.post(path(event), ADA)
    there = reverse("registration:sent", args=[event.slug])
    assert (first["Location"], second["Location"], Registration.objects.count()) == (there, there, 0)
    come(event, ADA)
    assert (client.post(path(event), ADA)["Location"], Registration.objects.count()) == (there, 1)
    assert Mail.objects.latest("pk").subject == "Sie sind schon angemeldet: Netzwerke verbinden"


def test_the_organisation_is_found_in_the_directory(client: Client, event: Event, come: Come) -> None:
    first = builders.actor("Linsen Meier GmbH", place="Jena")
    builders.actor("Linsen Meier Holding AG")
    come(event, {**ADA, "organisation": "linsen meier gmbh"})
    assert Registration.objects.get().actor == first
    asked = client.post(path(event), {**ADA, "email": "b@example.org", "organisation": "Linsen"})
    assert (asked.status_code, "Linsen Meier GmbH, Jena" in asked.content.decode()) == (422, True)
    picked = {**ADA, "email": "b@example.org", "organisation": "Linsen"}
    come(event, {**picked, "which": str(first.pk)})
    come(event, {**picked, "email": "c@example.org", "which": "as-written"})
    rows = Registration.objects.order_by("pk")
    assert [(row.actor_id, row.organisation) for row in rows[1:]] == [
        (first.pk, "Linsen Meier GmbH"),
        (None, "Linsen"),
    ]
    found = client.get(reverse("registration:organisations"), {"organisation": "meier gm"})
    assert found.content.decode().strip() == '<option value="Linsen Meier GmbH"></option>'


def test_consents_are_given_one_by_one_and_keep_their_version(
    client: Client, event: Event, come: Come
) -> None:
    page = client.get(path(event)).content.decode()
    boxes = re.findall(r'<input[^>]*name="consent_[^>]*>', page)
    assert (len(boxes), [box for box in boxes if "checked" in box]) == (5, [])
    come(event, {**ADA, "consent_photos": "on"})
    ada = Registration.objects.get()
    assert list(ada.consents.values_list("purpose", "text_version")) == [("photos", "2026-11")]
    client.post(own(ada, "change"), {**ADA, "seen": "1", "consent_matching": "on"})
    rows = ada.consents.order_by("pk")
    valid = [(one.purpose, one.withdrawn_at is None) for one in rows]
    assert valid == [("photos", False), ("matching", True)]


def test_terms_have_to_be_accepted_where_there_are_any(client: Client, event: Event, come: Come) -> None:
    Event.objects.filter(pk=event.pk).update(terms_de="Keine Flüssigkeiten.")
    assert client.post(path(event), ADA).status_code == 422
    come(event, {**ADA, "terms": "on"})
    assert Registration.objects.get().terms_accepted_at is not None


def test_a_new_arrival_tells_which_sessions_it_endangers(
    client: Client, event: Event, publish: Callable[[Event], None], register: Register
) -> None:
    talk = builders.session(event, "Linsen für alle", "10:00")
    publish(event)
    ada = register(event, wishes={talk.pk: "must"})
    given = {**ADA, "seen": "1", f"wish_{talk.pk}": "must", "arrives_time": "10:15"}
    told = client.post(own(ada, "change"), given)
    assert (told.status_code, "beginnt, bevor Sie kommen" in told.content.decode()) == (422, True)
    ada.refresh_from_db()
    assert ada.arrives_at is None
    saved = client.post(own(ada, "change"), {**given, "anyway": "1"})
    ada.refresh_from_db()
    assert (saved.status_code, ada.arrives_at) == (302, builders.clock("10:15"))
    assert "beginnt, bevor Sie kommen" in client.get(own(ada)).content.decode()
    stale = client.post(own(ada, "change"), {**given, "anyway": "1", "name": "Andere"})
    assert (stale.status_code, 'value="Andere"' in stale.content.decode()) == (422, True)


def test_a_person_cancels_and_erases_only_by_a_button(
    client: Client, event: Event, register: Register
) -> None:
    ada = register(event)
    for name in ("cancel", "erase"):
        assert client.get(own(ada, name)).status_code == 200
    ada.refresh_from_db()
    assert ada.state == "confirmed"
    client.post(own(ada, "cancel"))
    ada.refresh_from_db()
    assert ada.state == "cancelled"
    page = client.get(own(ada)).content.decode()
    assert ("Noch einmal anmelden" in page, "keine Programmpunkte gewählt" in page) == (True, False)
    link = own(ada)
    before = client.get(own(ada, "erase")).content.decode()
    receipt = client.post(own(ada, "erase")).content.decode()
    assert f"{event.slug}/{ada.pk}" in receipt
    for told in ("Was bleibt, warum und bis wann", "höchstens 30 Tage", "Bereits zugestellte E-Mails"):
        assert (told in before, told in receipt) == (True, True)
    assert [word for word in (ada.name, ada.email) if word in receipt] == []
    ada.refresh_from_db()
    assert (ada.name, ada.email, ada.erased_at is not None) == ("", "", True)
    assert client.get(link).status_code == 404


def test_the_feed_has_an_address_that_can_be_renewed(
    client: Client, event: Event, register: Register
) -> None:
    ada = register(event)
    old = reverse("registration:feed", args=[feed_of(ada)])
    assert client.get(old)["Content-Type"] == "text/calendar; charset=utf-8"
    assert client.get(own(ada, "renew_feed")).status_code == 405
    client.post(own(ada, "renew_feed"))
    ada.refresh_from_db()
    assert client.get(old).status_code == 404
    assert client.get(reverse("registration:feed", args=[feed_of(ada)])).status_code == 200


def test_everything_can_be_taken_along(client: Client, event: Event, register: Register) -> None:
    ada = register(event, diet="vegan", consents=frozenset({"matching"}))
    told = json.loads(client.get(own(ada, "data")).content)
    assert (told["diet"], told["state"], told["consents"][0]["purpose"]) == ("vegan", "confirmed", "matching")


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(
    client: Client, event: Event, register: Register
) -> None:
    ada = register(event)
    token = link_of(ada)
    wrong = ["x", "0" * 67, token[:-1] + ("A" if token[-1] != "A" else "B"), feed_of(ada), f"{token}x"]
    answers = [client.get(reverse("registration:own", args=[one])) for one in wrong]
    assert {answer.status_code for answer in answers} == {404}
    for answer in answers:
        assert f'action="{reverse("registration:lost")}"' in answer.content.decode()
    for _turn in range(UNKNOWN_LINKS_FROM_A_PLACE.most):
        last = client.get(reverse("registration:own", args=["x"]))
    assert last.status_code == 429
    assert client.get(own(ada)).status_code == 200


def test_whoever_signs_in_finds_the_registrations_of_their_address(
    signed_in: Callable[[User], Client], event: Event, paul: User, register: Register
) -> None:
    mine = register(event, "paul")
    ada = register(event, "ada")
    page = signed_in(paul).get(reverse("registration:mine")).content.decode()
    assert (own(mine) in page, own(ada) in page) == (True, False)


def test_a_draft_has_no_page(client: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(status="draft")
    assert client.get(path(event)).status_code == 404


def test_the_pages_ask_as_often_for_three_sessions_as_for_one(
    client: Client, event: Event, publish: Callable[[Event], None], register: Register
) -> None:
    counts = []
    for number in (1, 2, 3):
        start = builders.clock("10:00") + timedelta(hours=number)
        builders.session(event, f"T{number}", starts_at=start, ends_at=start + timedelta(minutes=9), seats=5)
        publish(event)
        wishes = dict.fromkeys(event.sessions.values_list("pk", flat=True), "like")
        ada = register(event, f"p{number}", wishes=wishes)
        found = []
        for page in (path(event), own(ada), own(ada, "change")):
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            found.append(len(asked))
        counts.append(found)
    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    ("state", "lead"),
    [("confirmed", "Ihr Platz war bestätigt."), ("waiting", "Sie standen auf der Warteliste.")],
)
def test_after_the_event_the_page_speaks_of_the_past_and_offers_no_calendar(
    client: Client, event: Event, register: Register, monkeypatch: pytest.MonkeyPatch, state: str, lead: str
) -> None:
    ada = register(event)
    Registration.objects.update(state=state)
    calendar = ("In meinen Kalender", "Kalender, der sich selbst aktualisiert")
    before = client.get(own(ada, "details")).content.decode()
    assert [words in before for words in (*calendar, lead)] == [True, True, False]
    late = builders.clock("10:00") + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    after = client.get(own(ada, "details")).content.decode()
    assert "<h1>Die Veranstaltung ist vorbei.</h1>" in after
    assert [words in after for words in (*calendar, lead)] == [False, False, True]
