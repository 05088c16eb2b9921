"""Who is invited registers in one screen, and adds the rest afterwards, topic by topic."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders, matchmaking
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.events.models import Event
from handschlag.matching.models import Participant
from handschlag.registration import invitations
from handschlag.registration.access import LINKS_TO_AN_ADDRESS, hash_of, link_of, link_of_invitation
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import EventInvitation, Registration

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
ADA = {"name": "Dr. Ada Lindqvist", "email": "ada@example.org", "organisation": "Werkstatt Ada"}


@pytest.fixture
def link(event: Event, otto: User, now: datetime) -> str:
    """The address in Ada's invitation."""
    guests = [Invitee(email="ada@example.org", name="Ada Lindqvist", organisation="Werkstatt")]
    invitations.invite(event_id=event.pk, guests=guests, by=otto.subject, now=now)
    return reverse("registration:invited", args=[link_of_invitation(EventInvitation.objects.get())])


def own(registration: Registration, name: str = "own", *more: str) -> str:
    return reverse(f"registration:{name}", args=[link_of(registration), *more])


def asked(page: str) -> set[str]:
    """The names of the fields that a person fills in."""
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([a-z_]+)"', page))
    return names - {"csrfmiddlewaretoken", "seen", "topic", "theme", "next", "language"}


def test_an_invited_person_confirms_three_facts(client: Client, event: Event, link: str) -> None:
    Event.objects.filter(pk=event.pk).update(is_open=False)
    closed = client.get(reverse("registration:register", args=[event.slug])).content.decode()
    assert "auf Einladung" in closed
    page = client.get(link).content.decode()
    assert ('value="Ada Lindqvist"' in page, 'value="Werkstatt"' in page) == (True, True)
    assert asked(page) == {"name", "email", "organisation", "consent_participants_list"}
    answer = client.post(link, ADA)
    ada = Registration.objects.get()
    assert (answer["Location"], ada.state) == (own(ada), "confirmed")
    assert (ada.organisation, ada.has_lunch, ada.language, ada.consents_given) == (
        "Werkstatt Ada",
        True,
        "de",
        [],
    )


def test_yes_to_meetings_leads_straight_to_the_profile(client: Client, event: Event, link: str) -> None:
    matchmaking.matching(event)
    page = client.get(link).content.decode()
    boxes = re.findall(r'<input[^>]*name="consent_[^>]*>', page)
    assert (len(boxes), [box for box in boxes if "checked" in box]) == (3, [])
    unanswered = client.post(link, ADA)
    assert (unanswered.status_code, "Bitte wählen Sie Ja oder Nein." in unanswered.content.decode()) == (
        422,
        True,
    )
    answer = client.post(link, {**ADA, "consent_matching": "yes"}, follow=True)
    ada = Registration.objects.get()
    token = link_of(ada)
    assert [url for url, _status in answer.redirect_chain] == [
        reverse("matching:invitation", args=[token]),
        reverse("matching:profile", args=[token]),
    ]
    assert (ada.consents_given, Participant.objects.get().registration) == (["matching"], ada)


def test_no_to_meetings_gives_no_consent(client: Client, event: Event, link: str) -> None:
    matchmaking.matching(event)
    client.post(link, {**ADA, "consent_matching": "no", "consent_participants_list": "on"})
    ada = Registration.objects.get()
    assert ada.consents_given == ["participants_list"]
    page = client.get(reverse("matching:invitation", args=[link_of(ada)])).content.decode()
    assert (Participant.objects.count(), 'name="agrees"' in page) == (0, True)


def test_meetings_that_begin_later_wait_on_the_own_page(client: Client, event: Event, link: str) -> None:
    later = builders.NOW.replace(month=12)
    matchmaking.matching(event, profiles_from=later, wishes_from=later)
    answer = client.post(link, {**ADA, "consent_matching": "yes"})
    assert answer["Location"] == own(Registration.objects.get())
    assert Participant.objects.count() == 0


def test_saved_sessions_come_along(
    client: Client, event: Event, publish: Callable[[Event], None], link: str
) -> None:
    talk = builders.session(event, "Linsen für alle", "10:00", seats=5)
    publish(event)
    client.post(reverse("events:mine", args=[event.slug]), {"add": talk.pk})
    assert "1 gemerkter Programmpunkt" in client.get(link).content.decode()
    client.post(link, ADA)
    assert list(Registration.objects.get().choices.values_list("session_id", "wish", "seat")) == [
        (talk.pk, "like", "seated")
    ]


def test_what_is_missing_is_said_in_our_words(client: Client, link: str) -> None:
    page = client.post(link, {"name": "", "email": "ada", "organisation": ""}).content.decode()
    for words in (
        "Bitte geben Sie Ihren Namen an.",
        "Diese E-Mail-Adresse ist unvollständig.",
        "Bitte geben Sie Ihre Organisation an.",
    ):
        assert words in page
    assert "zwingend erforderlich" not in page


def test_a_used_invitation_sends_the_personal_link_again(client: Client, link: str) -> None:
    client.post(link, ADA)
    Registration.objects.update(email="other@example.org")
    page = Client().get(link).content.decode()
    assert "Sie sind bereits angemeldet" in page
    assert [word for word in ("Lindqvist", "ada@", "other@") if word in page] == []
    sent = client.post(link, {"send_link": "1"})
    assert sent["Location"] == reverse("registration:lost_sent")
    letter = Mail.objects.latest("pk")
    assert (letter.to, own(Registration.objects.get()) in text_of(letter)) == ("other@example.org", True)
    number = Mail.objects.count()
    for _turn in range(LINKS_TO_AN_ADDRESS.most):
        last = client.post(link, {"send_link": "1"})
    assert (last.status_code, Mail.objects.count()) == (429, number + LINKS_TO_AN_ADDRESS.most - 1)
    assert client.post(link, ADA).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "matching/{}/people/",
        "matching/{}/",
        "day/{}/",
        "registration/{}/",
        "registration/{}/more/",
        "register/{}/",
    ],
)
def test_a_wrong_link_offers_to_send_the_right_one(client: Client, path: str) -> None:
    answer = client.get(f"/de/{path.format('x' * 67)}")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'action="{reverse("registration:lost")}"' in page
    assert 'name="email"' in page


TOPICS: dict[str, dict[str, Any]] = {
    "contact": {"role": "Einkauf", "place": "Jena", "phone": "0361 1"},
    "times": {"arrives_time": "10:20", "leaves_time": "16:00"},
    "needs": {"diet": "vegan", "needs_quiet": "on", "speaks": ["de", "fr"]},
    "sharing": {"consent_photos": "on", "sees_role": "nobody"},
}


def test_each_topic_is_saved_by_itself_and_leads_to_the_next(
    client: Client, event: Event, publish: Callable[[Event], None], register: Register
) -> None:
    talk = builders.session(event, "Linsen für alle", "10:00")
    publish(event)
    ada = register(event, consents=frozenset({"matching"}), has_accepted_terms=True)
    given = {**TOPICS, "sessions": {f"wish_{talk.pk}": "like"}}
    order = ["contact", "times", "sessions", "needs", "sharing"]
    assert client.get(own(ada, "more")).content.decode().count("/more/") >= len(order)
    emails = Mail.objects.count()
    for version, (topic, following) in enumerate(zip(order, [*order[1:], ""], strict=True), start=1):
        page = client.get(own(ada, "topic", topic)).content.decode()
        assert f"Schritt {version} von 5" in page
        saved = client.post(own(ada, "topic", topic), {**given[topic], "seen": version, "anyway": "1"})
        assert saved["Location"] == (own(ada, "topic", following) if following else own(ada))
    ada = Registration.objects.get()
    assert (ada.role, ada.phone, ada.arrives_at, ada.has_lunch, ada.diet, ada.needs_quiet, ada.speaks) == (
        "Einkauf",
        "0361 1",
        builders.clock("10:20"),
        False,
        "vegan",
        True,
        ["de", "fr"],
    )
    assert (ada.wishes, ada.consents_given, ada.visibility["role"]) == (
        {talk.pk: "like"},
        ["photos"],
        "nobody",
    )
    assert Mail.objects.count() == emails + 2, "an email only where the calendar moved: times and sessions"


def test_a_topic_that_was_only_looked_through_writes_nothing(
    client: Client, event: Event, register: Register
) -> None:
    ada = register(event, phone="0361 1")
    page = client.post(own(ada, "topic", "contact"), {"phone": "0361 1", "seen": 1})
    ada.refresh_from_db()
    assert (page.status_code, ada.version) == (302, 1)


def test_what_matching_asks_is_not_asked_here(client: Client, event: Event) -> None:
    service = matchmaking.matching(event)
    ada = matchmaking.participant(service).registration
    Registration.objects.filter(pk=ada.pk).update(secret_hash=hash_of(link_of(ada)))
    overview = client.get(own(ada, "more")).content.decode()
    assert reverse("matching:time", args=[link_of(ada)]) in overview
    page = client.get(own(ada, "topic", "needs")).content.decode()
    assert asked(page) == {"diet", "needs"}
    assert reverse("matching:profile", args=[link_of(ada)]) in page
    assert client.get(own(ada, "topic", "times")).status_code == 404
    assert client.get(own(ada, "topic", "nonsense")).status_code == 404


def test_two_who_add_at_once_are_told(client: Client, event: Event, register: Register) -> None:
    ada = register(event)
    client.post(own(ada, "topic", "contact"), {"phone": "1", "seen": 1})
    late = client.post(own(ada, "topic", "contact"), {"phone": "2", "seen": 1})
    assert (late.status_code, 'value="2"' in late.content.decode()) == (422, True)


def test_what_was_said_when_registering_is_folded_in_the_profile(client: Client, event: Event) -> None:
    service = matchmaking.matching(event)
    ada = matchmaking.participant(service).registration
    Registration.objects.filter(pk=ada.pk).update(secret_hash=hash_of(link_of(ada)), speaks=["de"])
    page = client.get(reverse("matching:profile", args=[link_of(ada)])).content.decode()
    fold = page[page.index('<details class="hs-people__more"') :]
    assert fold.startswith('<details class="hs-people__more">')  # closed
    assert "Sprachen, Unterstützung" in fold
    assert 'name="speaks"' in fold


def test_the_days_of_an_event_are_told_once(client: Client, event: Event, link: str) -> None:
    Event.objects.filter(pk=event.pk).update(last_day=date(2027, 4, 15))
    assert "14. bis 15. April 2027, " in client.get(link).content.decode()
    client.post(link, ADA)
    assert "\n14. bis 15. April 2027, " in text_of(Mail.objects.latest("pk"))
