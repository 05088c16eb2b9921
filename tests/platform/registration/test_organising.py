"""Organisers see, find, enter, decide, invite, merge and take out registrations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts import own_data as account_erasure
from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.events.models import Event
from handschlag.registration import decisions, duplicates, personal_data
from handschlag.registration.duplicates import ComparedRegistration, LikelyPair, doubtful_pairs, likely_pairs
from handschlag.registration.invitations import InviteForm
from handschlag.registration.models import EventInvitation, Registration, UnconfirmedRegistration
from handschlag.registration.personal_data import everything_of_account
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData
from handschlag.registration.registrations import (
    RegistrationQuery,
    counted_diets,
    counted_needs,
    get_registrations,
)

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
SignedIn = Callable[[User], Client]
PAGES = ("registrations", "add", "invitations", "pairs", "needs", "sessions")


def at(name: str, event: Event, *more: Any) -> str:
    return reverse(f"registration:{name}", args=[event.slug, *more])


def names(event: Event, **given: str) -> list[str]:
    return [one.name for one in get_registrations(event.pk, RegistrationQuery.of(given))]


@pytest.mark.parametrize("name", PAGES)
def test_only_the_team_sees_the_pages(
    name: str, client: Client, event: Event, otto: User, paul: User, signed_in: SignedIn
) -> None:
    assert client.get(at(name, event)).status_code == 302
    assert signed_in(paul).get(at(name, event)).status_code == 403
    assert signed_in(otto).get(at(name, event)).status_code == 200


def test_the_list_is_searched_narrowed_and_ordered(event: Event, register: Register, now: datetime) -> None:
    company = builders.actor("Linsen Meier GmbH")
    register(event, "zoe", actor_id=company.pk, organisation=company.name, needs_step_free=True)
    register(event, "ada", organisation="Werkstatt", at=now + timedelta(minutes=1), diet="vegan")
    assert names(event) == ["Zoe", "Ada"]
    assert names(event, order="name") == ["Ada", "Zoe"]
    assert names(event, q="linsen zoe") == ["Zoe"]
    assert names(event, kind="none") == ["Ada"]
    assert names(event, kind="company") == ["Zoe"]
    assert names(event, need="step_free") == ["Zoe"]
    assert names(event, need="diet", state="waiting") == []
    assert names(event, q="\0", state="nonsense", session="x" * 99) == ["Zoe", "Ada"]
    assert names(event, session="1") == []


def test_the_list_is_taken_out_without_formulas_and_that_is_written_down(
    event: Event, register: Register, otto: User, signed_in: SignedIn
) -> None:
    register(event, "ada", organisation="=1+1")
    register(event, "ben", organisation="B")
    text = signed_in(otto).get(at("export", event, "csv"), {"q": "ada"}).content.decode("utf-8-sig")
    head, line = text.strip().split("\r\n")
    assert head.split(";")[:4] == ["Name", "E-Mail-Adresse", "Telefon", "Organisation"]
    assert line.split(";")[:4] == ["Ada", "ada@example.org", "", "'=1+1"]
    entry = AuditEntry.objects.get(verb="registration.exported")
    assert (entry.by_id, entry.changes) == (otto.pk, {"registrations": [None, 1]})
    sheet = signed_in(otto).get(at("export", event, "xlsx")).content
    assert sheet.startswith(b"PK")
    assert signed_in(otto).get(at("export", event, "exe")).status_code == 404


def test_organisers_decide_for_one_and_for_many(
    event: Event, register: Register, otto: User, signed_in: SignedIn
) -> None:
    Event.objects.filter(pk=event.pk).update(needs_approval=True)
    ids = [register(event, name).pk for name in ("ada", "ben", "cem")]
    client = signed_in(otto)
    client.post(at("decide", event, ids[0]), {"move": "approve"})
    client.post(at("batch", event), {"move": "decline", "r": ids[1:]})
    client.post(at("batch", event), {"move": "explode", "r": ids})
    states = Registration.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["confirmed", "declined", "declined"]
    client.post(at("cancel_for", event, ids[0]))
    assert Registration.objects.get(pk=ids[0]).state == "cancelled"
    assert client.get(at("registration", event, ids[0])).status_code == 200


def test_organisers_enter_and_change_for_others(event: Event, otto: User, signed_in: SignedIn) -> None:
    client = signed_in(otto)
    given = {"name": "Ada", "email": "ada@example.org", "organisation": "W", "language": "en"}
    client.post(at("add", event), given)
    ada = Registration.objects.get()
    assert (ada.entered_by_id, ada.way, ada.language) == (otto.pk, "assisted", "en")
    client.post(at("change_for", event, ada.pk), {**given, "seen": "1", "diet": "vegan"})
    ada.refresh_from_db()
    assert ada.diet == "vegan"
    for page in (client.get(at("add", event)), client.get(at("change_for", event, ada.pk))):
        text = page.content.decode()
        asked = text[: text.index('name="consent_')]
        assert not re.findall(
            r"\b(?:Sie möchten|Ihre[rnms]?|Ich|ich) ", asked[asked.index('class="hs-form ') :]
        )
    letters = Mail.objects.filter(to=ada.email).order_by("pk")
    assert [one.subject for one in letters] == [
        "You are registered: Netzwerke verbinden",
        "Your registration has been changed: Netzwerke verbinden",
    ]
    page = client.get(at("registration", event, ada.pk)).content.decode()
    assert page.count("Otto") >= 2


def test_a_pasted_list_invites_and_a_wrong_line_is_named(
    event: Event, otto: User, signed_in: SignedIn
) -> None:
    client = signed_in(otto)
    lines = "Ada Lindqvist; Ada@example.org; Werkstatt\nben@example.org\nCem Öz <cem@example.org>"
    wrong = client.post(at("invitations", event), {"people": f"{lines}\nDora", "language": "de"})
    assert (wrong.status_code, "Zeile 4" in wrong.content.decode()) == (422, True)
    assert EventInvitation.objects.count() == 0
    client.post(at("invitations", event), {"people": lines, "language": "de"})
    rows = EventInvitation.objects.order_by("email").values_list("name", "email", "organisation")
    assert list(rows) == [
        ("Ada Lindqvist", "ada@example.org", "Werkstatt"),
        ("", "ben@example.org", ""),
        ("Cem Öz", "cem@example.org", ""),
    ]
    ben = EventInvitation.objects.get(email="ben@example.org")
    client.post(at("invitation", event), {"invitation": ben.pk, "do": "withdraw"})
    client.post(at("invitation", event), {"invitation": ben.pk, "do": "again"})
    ben.refresh_from_db()
    assert (ben.withdrawn_at is not None, Mail.objects.filter(to=ben.email).count()) == (True, 1)
    assert InviteForm({"people": "a@example.org\n" * 501, "language": "de"}).is_valid() is False


def test_the_same_person_in_two_languages_is_found_merged_or_told_apart(
    event: Event, register: Register, otto: User, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    uni = builders.actor("Technische Universität Dresden", kind="university")
    tud = {"actor_id": uni.pk, "organisation": uni.name}
    first = register(event, "jmueller", **tud)
    second = register(event, "juergen", at=now + timedelta(minutes=1), phone="0351 1", **tud)
    Registration.objects.filter(pk=first.pk).update(name="Prof. Dr. Jürgen Müller")
    Registration.objects.filter(pk=second.pk).update(name="Mueller, Juergen")
    register(event, "ada", at=now + timedelta(minutes=2), **tud)
    (found,) = doubtful_pairs(event.pk)
    assert {found.first.pk, found.second.pk} == {first.pk, second.pk}
    duplicates.merge(kept_id=second.pk, other_id=first.pk, by=otto.subject, now=now)
    states = dict(Registration.objects.values_list("email", "state"))
    assert states == {
        "jmueller@example.org": "cancelled",
        "juergen@example.org": "confirmed",
        "ada@example.org": "waiting",
    }
    assert doubtful_pairs(event.pk) == []


def test_a_pair_that_was_told_apart_is_not_shown_again(
    event: Event, register: Register, otto: User, signed_in: SignedIn
) -> None:
    for name in ("eva", "eva.b"):
        register(event, name, organisation="Werkstatt Adler")
    Registration.objects.update(name="Eva Adler")
    first, second = Registration.objects.order_by("pk")
    assert len(doubtful_pairs(event.pk)) == 1
    signed_in(otto).post(at("tell_apart", event), {"first": second.pk, "second": first.pk})
    assert doubtful_pairs(event.pk) == []


def test_who_cancels_while_pairs_are_compared_is_in_none(
    event: Event, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (register(event, name, organisation="Werkstatt Adler") for name in ("eva", "eva.b"))

    def compare_while_one_cancels(people: Sequence[ComparedRegistration]) -> Sequence[LikelyPair]:
        pairs = likely_pairs(people)
        Registration.objects.filter(pk=second.pk).update(state="cancelled")
        return pairs

    Registration.objects.update(name="Eva Adler")
    assert [one.first.pk for one in doubtful_pairs(event.pk)] == [first.pk]
    monkeypatch.setattr(duplicates, "likely_pairs", compare_while_one_cancels)
    assert doubtful_pairs(event.pk) == []


def test_the_kitchen_gets_numbers_without_names(
    event: Event, register: Register, otto: User, signed_in: SignedIn
) -> None:
    register(event, "ada", diet="Vegan")
    register(event, "ben", diet="vegan", needs_step_free=True)
    cem = register(event, "cem", has_lunch=False)
    decisions.cancel(registration_id=cem.pk, has_link=True, by=Subject(), now=builders.NOW)
    counts = counted_needs(event.pk)
    assert (counts["people"], counts["lunch"], counts["step_free"]) == (2, 2, 1)
    assert counted_diets(event.pk) == [("vegan", 2)]
    text = signed_in(otto).get(at("needs_export", event)).content.decode("utf-8-sig")
    assert ("Essen: vegan;2" in text, "Ada" in text) == (True, False)


def test_people_are_forgotten_some_time_after_the_event(
    event: Event, register: Register, now: datetime
) -> None:
    for name in ("ada", "ben"):
        register(event, name)
    keep = timedelta(days=180)
    assert personal_data.forget(now=now, keep=keep) == 0
    Event.objects.filter(pk=event.pk).update(first_day=date(2026, 1, 1), last_day=date(2026, 1, 1))
    assert personal_data.forget(now=now, keep=keep) == 2
    assert personal_data.forget(now=now, keep=keep) == 0
    rows = Registration.objects.values_list("name", "email", "state")
    assert list(rows) == [("", "", "confirmed")] * 2


def test_with_an_account_go_its_registrations(
    event: Event, register: Register, paul: User, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    mine = register(event, "paul")
    register(event, "ada", at=now + timedelta(minutes=1))
    assert [one["name"] for one in everything_of_account(paul)["registrations"]] == ["Paul"]
    account_erasure.erase_account(user_id=paul.pk, by=paul.subject, now=now)
    mine.refresh_from_db()
    assert (mine.name, mine.erased_at) == ("", now)
    assert Registration.objects.get(email="ada@example.org").state == "confirmed"


def test_forms_that_wait_for_the_owner_of_the_address_are_in_the_accounts_export(
    event: Event, paul: User, editha: User, now: datetime
) -> None:
    facts = RegistrationData(name="Paul", email=paul.email, diet="vegan")
    actions.begin(event_id=event.pk, facts=facts, origin="127.0.0.1", by=Subject(), now=now)
    (form,) = everything_of_account(paul)["unconfirmed"]
    assert (form["event"], form["name"], form["diet"]) == ("Netzwerke verbinden", "Paul", "vegan")
    assert everything_of_account(editha)["unconfirmed"] == []
    actions.confirm(unconfirmed_id=UnconfirmedRegistration.objects.get().pk, by=Subject(), now=now)
    assert everything_of_account(paul)["unconfirmed"] == []


def test_editors_connect_words_with_an_actor(
    event: Event, register: Register, editha: User, signed_in: SignedIn
) -> None:
    register(event, "ada", organisation="Linsen Meier")
    meier = builders.actor("Linsen Meier GmbH")
    client = signed_in(editha)
    assert "Linsen Meier GmbH" in client.get(reverse("registration:unknown")).content.decode()
    client.post(reverse("registration:unknown"), {"organisation": "linsen meier", "actor": meier.pk})
    assert Registration.objects.get().actor == meier


def test_the_list_asks_as_often_for_three_people_as_for_one(
    event: Event, register: Register, otto: User, signed_in: SignedIn, publish: Callable[[Event], None]
) -> None:
    builders.session(event)
    publish(event)
    client, counts = signed_in(otto), []
    for name in ("ada", "ben", "cem"):
        register(event, name)
        with CaptureQueriesContext(connection) as asked:
            client.get(at("registrations", event))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_facts_that_organisers_enter_bind_only_by_the_capacity(
    event: Event, otto: User, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(is_open=False, registration_closes_at=now, capacity=1)
    for name in ("ada", "ben"):
        facts = RegistrationData(name=name, email=f"{name}@example.org")
        actions.enter(event_id=event.pk, facts=facts, by=otto.subject, now=now)
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == [
        "confirmed",
        "waiting",
    ]
