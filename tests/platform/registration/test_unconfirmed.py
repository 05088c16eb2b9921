"""A form that was filled in is nobody's registration until the link that was mailed is opened."""

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
from tests.platform import builders, matchmaking
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.directory.models import Actor, Revision
from handschlag.events.models import Event
from handschlag.registration import decisions, invitations
from handschlag.registration.access import link_of, link_of_invitation, link_of_unconfirmed
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import EventInvitation, Registration, UnconfirmedRegistration
from handschlag.registration.places import occupancy_of
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData, packed, unpacked

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
ADA = {"name": "Dr. Ada Lindqvist", "email": "ada@example.org", "organisation": "Linsen Meier GmbH"}
WITHIN = timedelta(hours=settings.CONFIRM_WITHIN_HOURS)


def form(event: Event) -> str:
    return reverse("registration:register", args=[event.slug])


def begun(email: str = "ada@example.org") -> UnconfirmedRegistration:
    return UnconfirmedRegistration.objects.filter(email=email).latest("pk")


def subjects(email: str) -> list[str]:
    return list(Mail.objects.filter(to=email).order_by("pk").values_list("subject", flat=True))


def test_until_the_link_is_opened_nobody_is_registered(client: Client, event: Event, paul: User) -> None:
    given = {**ADA, "email": paul.email, "consent_participants_list": "on", "sees_organisation": "everybody"}
    answer = client.post(form(event), given)
    assert answer["Location"] == reverse("registration:sent", args=[event.slug])
    assert link_of_unconfirmed(begun(paul.email)) not in client.get(answer["Location"]).content.decode()
    assert (Registration.objects.count(), Actor.objects.count(), Revision.objects.count()) == (0, 0, 0)
    assert subjects(paul.email) == ["Bitte bestätigen Sie Ihre Anmeldung: Netzwerke verbinden"]
    letter = Mail.objects.get()
    assert (Mail.objects.count(), "Ada" in letter.text, "Linsen" in letter.html) == (1, False, False)


def test_the_link_shows_everything_that_was_typed_and_a_get_confirms_nothing(
    client: Client, event: Event, publish: Callable[[Event], None], opening: Callable[[str], str]
) -> None:
    talk = builders.session(event, "Linsen für alle", "10:00", seats=3)
    publish(event)
    said = {
        **ADA,
        "diet": "vegan",
        "consent_photos": "on",
        f"wish_{talk.pk}": "must",
        "arrives_time": "09:45",
    }
    client.post(form(event), said)
    elsewhere = Client()
    page = elsewhere.get(opening("ada@example.org"))
    text = page.content.decode()
    for typed in ("Dr. Ada Lindqvist", "Linsen Meier GmbH", "vegan", "Linsen für alle", "09:45"):
        assert typed in text, typed
    assert "Fotos" in text
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)
    assert Registration.objects.count() == 0
    elsewhere.post(opening("ada@example.org"))
    ada = Registration.objects.get()
    assert (ada.name, ada.diet, ada.arrives_at) == ("Dr. Ada Lindqvist", "vegan", builders.clock("09:45"))
    assert list(ada.choices.values_list("session_id", "wish", "seat")) == [(talk.pk, "must", "seated")]
    assert list(ada.consents.values_list("purpose", flat=True)) == ["photos"]
    assert (ada.has_lunch, begun().facts, begun().holds_place) == (False, {}, False)
    assert ada.address_proven_at is not None


def test_facts_survive_the_way_through_the_database() -> None:
    facts = RegistrationData(
        name="Ada",
        email="ada@example.org",
        speaks=("de", "gsg"),
        arrives_at=builders.clock("10:00"),
        has_lunch=False,
        visibility={"email": "nobody"},
        wishes={7: "must", 9: "like"},
        consents=frozenset({"matching", "photos"}),
        has_accepted_terms=True,
    )
    assert unpacked(packed(facts)) == facts


def test_the_first_link_leads_on_until_the_personal_link_is_renewed(
    client: Client, event: Event, come: Callable[..., Any], opening: Callable[[str], str], now: datetime
) -> None:
    come(event, ADA)
    ada = Registration.objects.get()
    own = reverse("registration:own", args=[link_of(ada)])
    assert (client.get(opening(ada.email))["Location"], client.post(opening(ada.email))["Location"]) == (
        own,
        own,
    )
    client.post(reverse("registration:renew_link", args=[link_of(ada)]))
    assert client.get(opening(ada.email)).status_code == 404
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("state", ["unknown", "registered", "cancelled", "erased"])
def test_the_answer_is_the_same_whoever_has_the_address(
    client: Client, event: Event, register: Register, now: datetime, state: str
) -> None:
    """The page, the kinds of queries and writes, and what others can count do not depend on it."""
    Event.objects.filter(pk=event.pk).update(capacity=5)
    event.refresh_from_db()
    register(event, "ada" if state == "registered" else "ben")
    if state in {"cancelled", "erased"}:
        ada = register(event, "ada")
        decisions.cancel(registration_id=ada.pk, has_link=True, by=Subject(), now=now)
        if state == "erased":
            client.post(reverse("registration:erase", args=[link_of(ada)]))
    Mail.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(form(event), ADA)
    with CaptureQueriesContext(connection) as plain:
        other = client.post(form(event), {**ADA, "email": "new@example.org"})
    assert (answer.status_code, answer["Location"]) == (other.status_code, other["Location"])
    assert _kinds(asked) == _kinds(plain)
    assert [(one.to, bool(one.calendar)) for one in Mail.objects.order_by("pk")] == [
        ("ada@example.org", False),
        ("new@example.org", False),
    ]
    assert occupancy_of(event).held == 2
    says = {"registered": "Sie sind schon angemeldet"}.get(state, "Bitte bestätigen Sie Ihre Anmeldung")
    assert [one.startswith(says) for one in subjects("ada@example.org")] == [True]
    assert Registration.objects.filter(email="ada@example.org", state="confirmed").count() == (
        state == "registered"
    )


def _kinds(asked: CaptureQueriesContext) -> list[str]:
    """Every statement by its verb and its table."""
    words = (query["sql"].replace('"', "").split() for query in asked.captured_queries)
    found = []
    for one in words:
        after = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM"}.get(one[0])
        found.append(f"{one[0]} {one[one.index(after) + 1]}" if after in one else one[0])
    return found


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_stranger_registers_with_the_address_of_somebody_who_then_registers_herself(
    event: Event,
    paul: User,
    signed_in: Callable[[User], Client],
    opening: Callable[[str], str],
    is_signed_in: bool,
) -> None:
    stranger, own = Client(), Client()
    stranger.post(form(event), {**ADA, "name": "Falscher Name", "email": paul.email})
    strange = opening(paul.email)
    pauls = signed_in(paul)
    assert "Netzwerke verbinden" not in pauls.get(reverse("registration:mine")).content.decode()
    (pauls if is_signed_in else own).post(form(event), {**ADA, "name": "Paul", "email": paul.email})
    if not is_signed_in:
        own.post(opening(paul.email))
    row = Registration.objects.get()
    assert (row.name, row.user, row.state) == ("Paul", paul, "confirmed")
    assert own.get(strange).status_code == 404
    assert own.post(strange).status_code == 404
    assert Registration.objects.get().name == "Paul"


def test_what_a_stranger_typed_is_deleted_by_a_button(
    client: Client, event: Event, opening: Callable[[str], str]
) -> None:
    client.post(form(event), ADA)
    link = opening("ada@example.org")
    discard = reverse("registration:discard", args=[link_of_unconfirmed(begun())])
    assert client.get(discard).status_code == 405
    client.post(discard)
    assert (UnconfirmedRegistration.objects.count(), Registration.objects.count()) == (0, 0)
    assert client.get(link).status_code == 404
    assert AuditEntry.objects.filter(verb="registration.discarded").count() == 1


def test_whoever_has_signed_in_with_the_address_need_not_prove_it_again(
    event: Event, paul: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(paul)
    answer = client.post(form(event), {**ADA, "email": paul.email})
    mine = Registration.objects.get()
    assert (answer["Location"], mine.user) == (reverse("registration:own", args=[link_of(mine)]), paul)
    client.post(form(event), ADA)
    assert (Registration.objects.count(), begun().email) == (1, "ada@example.org")


def test_an_invitation_proves_only_the_address_that_it_went_to(
    client: Client, event: Event, otto: User, now: datetime, opening: Callable[[str], str]
) -> None:
    Event.objects.filter(pk=event.pk).update(is_open=False, needs_approval=True)
    guests = [Invitee(email="ada@example.org"), Invitee(email="ben@example.org")]
    invitations.invite(event_id=event.pk, guests=guests, by=otto.subject, now=now)
    first, second = EventInvitation.objects.order_by("email")
    client.post(reverse("registration:invited", args=[link_of_invitation(first)]), ADA)
    assert Registration.objects.get().state == "confirmed"
    link = reverse("registration:invited", args=[link_of_invitation(second)])
    answer = client.post(link, {**ADA, "email": "office@example.org"})
    assert answer["Location"] == reverse("registration:sent", args=[event.slug])
    assert Registration.objects.count() == 1
    client.post(opening("office@example.org"))
    made = Registration.objects.get(email="office@example.org")
    second.refresh_from_db()
    assert (made.state, second.registration) == ("confirmed", made)


def test_what_organisers_enter_binds_to_an_account_when_its_link_is_opened(
    client: Client, event: Event, otto: User, paul: User, now: datetime
) -> None:
    facts = RegistrationData(name="Paul", email=paul.email)
    made = actions.enter(event_id=event.pk, facts=facts, by=otto.subject, now=now)
    assert (made.user, made.address_proven_at, made.state) == (None, None, "confirmed")
    client.get(reverse("registration:own", args=[link_of(made)]))
    made.refresh_from_db()
    assert (made.user, made.address_proven_at is not None) == (paul, True)


def test_organisers_see_unconfirmed_people_counted_apart_and_on_no_list(
    client: Client, event: Event, otto: User, register: Register, signed_in: Callable[[User], Client]
) -> None:
    register(event, "ben")
    client.post(form(event), ADA)
    client.post(form(event), {**ADA, "email": "ben@example.org"})
    page = signed_in(otto).get(reverse("registration:registrations", args=[event.slug])).content.decode()
    assert "Noch nicht bestätigt: 1 Person" in page
    assert ("Lindqvist" in page, "1 Anmeldung" in page) == (False, True)


def test_erasing_a_registration_and_an_account_erases_what_was_typed_with_the_address(
    client: Client, event: Event, come: Callable[..., Any]
) -> None:
    come(event, ADA)
    client.post(form(event), ADA)
    ada = Registration.objects.get()
    client.post(reverse("registration:erase", args=[link_of(ada)]))
    assert UnconfirmedRegistration.objects.count() == 0


def test_whoever_chose_the_matching_is_led_there_after_confirming(
    event: Event, come: Callable[..., Any]
) -> None:
    matchmaking.matching(event)
    answer = come(event, {**ADA, "consent_matching": "on"}, follow=True)
    there = reverse("matching:profile", args=[link_of(Registration.objects.get())])
    assert answer.redirect_chain[-1] == (there, 302)


def test_the_stored_email_does_not_hold_the_link_that_the_sent_one_has(
    client: Client, event: Event, opening: Callable[[str], str]
) -> None:
    client.post(form(event), ADA)
    letter = Mail.objects.get()
    assert (opening("ada@example.org") in letter.text, opening("ada@example.org") in text_of(letter)) == (
        False,
        True,
    )
    client.post(reverse("registration:discard", args=[link_of_unconfirmed(begun())]))
    left = Mail.objects.filter(pk=letter.pk).first()
    assert left is None or left.to == ""
