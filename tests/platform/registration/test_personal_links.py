"""Personal links are renewed, sent again, and moved to an address that its owner confirms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.mail import outbox
from handschlag.common.models import AuditEntry, Mail
from handschlag.events.models import Event
from handschlag.registration import personal_links
from handschlag.registration.access import LINKS_TO_AN_ADDRESS, feed_of, link_of, link_of_address_change
from handschlag.registration.models import AddressChange, Registration
from handschlag.registration.registering import actions

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
ADA = {"name": "Ada", "email": "ada@example.org", "organisation": "Werkstatt Ada", "seen": "1"}


def own(row: Registration, name: str = "own") -> str:
    return reverse(f"registration:{name}", args=[link_of(row)])


def confirming() -> str:
    """The address of the page behind the link that was mailed to the new address."""
    return reverse("registration:address", args=[link_of_address_change(AddressChange.objects.get())])


def subjects(email: str) -> list[str]:
    return list(Mail.objects.filter(to=email).order_by("pk").values_list("subject", flat=True))


def verbs(row: Registration) -> set[str]:
    found = AuditEntry.objects.filter(kind="registration.registration", object_id=str(row.pk))
    return set(found.values_list("verb", flat=True))


def test_a_person_renews_the_link_and_the_old_one_ends_at_once(
    client: Client, event: Event, register: Register
) -> None:
    ada = register(event)
    old, feed = own(ada), reverse("registration:feed", args=[feed_of(ada)])
    assert client.get(own(ada, "renew_link")).status_code == 405
    answer = client.post(own(ada, "renew_link"))
    ada.refresh_from_db()
    assert ada.link_number == 2
    assert [client.get(one).status_code for one in (old, feed, own(ada))] == [404, 404, 200]
    # Whoever pressed may have stolen the link: only the email tells the new one.
    assert (answer.status_code, link_of(ada) in answer.text) == (200, False)
    assert "Den neuen finden Sie in der E-Mail an Sie." in answer.text
    assert subjects(ada.email)[-1] == "Ihr neuer persönlicher Link: Netzwerke verbinden"
    assert "registration.link_renewed" in verbs(ada)


def test_the_organisers_renew_a_link_and_nobody_else_does(
    event: Event,
    otto: User,
    paul: User,
    register: Register,
    signed_in: Callable[[User], Client],
    now: datetime,
) -> None:
    ada = register(event)
    with pytest.raises(Denied):
        personal_links.renew_link(registration_id=ada.pk, has_link=False, by=paul.subject, now=now)
    page = reverse("registration:registration", args=[event.slug, ada.pk])
    renew = reverse("registration:renew_link_for", args=[event.slug, ada.pk])
    client = signed_in(otto)
    assert f'action="{renew}"' in client.get(page).content.decode()
    answer = client.post(renew, follow=True)
    ada.refresh_from_db()
    assert (ada.link_number, link_of(ada) in answer.content.decode()) == (2, False)
    assert subjects(ada.email)[-1].startswith("Ihr neuer persönlicher Link")


def test_who_named_no_address_keeps_the_link(client: Client, event: Event, register: Register) -> None:
    ada = register(event)
    Registration.objects.update(email="")
    client.post(own(ada, "renew_link"))
    ada.refresh_from_db()
    assert ada.link_number == 1


def test_a_new_address_counts_once_its_owner_confirms_it(
    client: Client, event: Event, register: Register, paul: User
) -> None:
    ada = register(event)
    client.post(own(ada, "change"), {**ADA, "email": paul.email, "diet": "vegan"})
    ada.refresh_from_db()
    assert (ada.email, ada.diet, ada.user, ada.link_number) == ("ada@example.org", "vegan", None, 1)
    assert subjects("ada@example.org")[-1].startswith("Neue E-Mail-Adresse für Ihre Anmeldung")
    assert subjects(paul.email) == ["Bitte bestätigen Sie Ihre neue E-Mail-Adresse: Netzwerke…"]
    assert paul.email in client.get(own(ada)).content.decode()
    old, link = own(ada), confirming()
    page = Client().get(link).content.decode()
    assert (paul.email in page, "Ada" in page) == (True, False)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    Client().post(link)
    ada.refresh_from_db()
    assert (ada.email, ada.user, ada.link_number) == (paul.email, paul, 2)
    assert [client.get(one).status_code for one in (old, link, own(ada))] == [404, 404, 200]
    assert subjects("ada@example.org")[-1].startswith("Ihre E-Mail-Adresse wurde geändert")
    assert {"registration.address_asked", "registration.address_changed"} <= verbs(ada)


def test_a_new_link_stops_a_change_of_the_address(client: Client, event: Event, register: Register) -> None:
    ada = register(event)
    client.post(own(ada, "change"), {**ADA, "email": "thief@example.org"})
    link = confirming()
    client.post(own(ada, "renew_link"))
    assert client.post(link).status_code == 404
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_the_page_of_a_change_tells_nobody_whether_the_address_is_registered(
    client: Client, event: Event, register: Register
) -> None:
    register(event, "ben")
    seen = {}
    for name, email in (("ada", "ben@example.org"), ("eva", "new@example.org")):
        row = register(event, name)
        Mail.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(own(row, "change"), {**ADA, "name": name.title(), "email": email})
        page = client.get(own(row)).content.decode()
        seen[name] = (
            answer["Location"] == own(row, "details"),
            len(asked),
            email in page,
            sorted(Mail.objects.values_list("to", flat=True)) == sorted([row.email, row.email, email]),
        )
    assert seen["ada"] == seen["eva"] == (True, seen["ada"][1], True, True)
    assert subjects("ben@example.org") == []


def test_an_address_that_was_taken_meanwhile_is_refused_at_the_end(
    client: Client, event: Event, register: Register
) -> None:
    ada = register(event)
    client.post(own(ada, "change"), {**ADA, "email": "ben@example.org"})
    link = confirming()
    register(event, "ben")
    answer = client.post(link)
    ada.refresh_from_db()
    assert (answer.status_code, ada.email, ada.link_number) == (200, "ada@example.org", 1)


def test_a_change_that_nobody_confirms_lapses(
    client: Client, event: Event, register: Register, now: datetime
) -> None:
    ada = register(event)
    client.post(own(ada, "change"), {**ADA, "email": "new@example.org"})
    actions.release(now=now + timedelta(hours=settings.CONFIRM_WITHIN_HOURS + 1))
    assert AddressChange.objects.count() == 0


def test_an_address_that_the_organisers_change_ends_the_link_and_the_account(
    event: Event, otto: User, paul: User, register: Register, signed_in: Callable[[User], Client]
) -> None:
    row = register(event, "paul", email=paul.email)
    assert row.user == paul
    old, change = own(row), reverse("registration:change_for", args=[event.slug, row.pk])
    client = signed_in(otto)
    register(event, "ben")
    taken = client.post(change, {**ADA, "language": "de", "email": "ben@example.org"})
    assert taken.status_code == 422
    client.post(change, {**ADA, "language": "de", "email": "new@example.org"})
    row.refresh_from_db()
    assert (row.email, row.user, row.link_number, row.address_proven_at) == ("new@example.org", None, 2, None)
    assert client.get(old).status_code == 404
    assert subjects(paul.email)[-1].startswith("Ihre E-Mail-Adresse wurde geändert")
    assert subjects("new@example.org")[-1].startswith("Ihre Anmeldung wurde geändert")


def test_a_lost_link_is_sent_again_and_the_answer_is_the_same_for_everybody(
    client: Client, event: Event, register: Register
) -> None:
    ada = register(event)
    client.post(reverse("registration:register", args=[event.slug]), {**ADA, "email": "unproven@example.org"})
    Mail.objects.all().delete()
    path, seen = reverse("registration:lost_of", args=[event.slug]), set()
    assert (
        f'href="{path}"' in client.get(reverse("registration:register", args=[event.slug])).content.decode()
    )
    for email in ("ADA@example.org", "nobody@example.org", "unproven@example.org"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(path, {"email": email})
        seen.add((answer.status_code, answer["Location"], len(asked)))
    assert len(seen) == 1
    texts = dict(Mail.objects.values_list("to", "text"))
    assert set(texts) == {"ada@example.org", "nobody@example.org", "unproven@example.org"}
    assert "gibt es keine Anmeldung" in texts["nobody@example.org"]
    assert "bitte bestätigen" in texts["unproven@example.org"]
    ada.refresh_from_db()
    assert ada.link_number == 1


def test_without_an_event_each_registration_of_the_address_has_a_letter_that_outlives_the_others(
    client: Client, event: Event, otto: User, register: Register
) -> None:
    other = builders.event("Zweite Tagung", otto)
    for one in (event, other):
        register(one)
    Mail.objects.all().delete()
    client.post(reverse("registration:lost"), {"email": "ada@example.org"})
    letters = Mail.objects.order_by("pk").values_list("text", flat=True)
    named = ("Netzwerke verbinden", "Zweite Tagung")
    assert [[name in text for name in named] for text in letters] == [[False, True], [True, False]]
    Registration.objects.filter(event=other).update(email="moved@example.org")
    moved, mine = Mail.objects.order_by("pk")
    assert link_of(Registration.objects.get(event=event)) in text_of(mine)
    with pytest.raises(outbox.Broken):
        text_of(moved)


def test_links_are_sent_only_so_often(client: Client, event: Event, register: Register) -> None:
    register(event)
    path = reverse("registration:lost")
    answers = [
        client.post(path, {"email": email}).status_code
        for email in ("ada@example.org", "nobody@example.org")
        for _turn in range(LINKS_TO_AN_ADDRESS.most + 1)
    ]
    assert answers == [*[302] * LINKS_TO_AN_ADDRESS.most, 429] * 2


@pytest.mark.parametrize(
    "name",
    [
        *("registration:own", "registration:confirm", "registration:address", "registration:invited"),
        *("registration:feed", "matching:invitation", "matching:day", "matching:inbox"),
    ],
)
def test_every_page_of_a_link_that_does_not_work_leads_to_one_that_does(client: Client, name: str) -> None:
    answer: Any = client.get(reverse(name, args=["x" * 67]))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'action="{reverse("registration:lost")}"' in page
    assert "Dieser Link funktioniert nicht" in page
