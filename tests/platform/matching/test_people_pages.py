"""The participant's pages up to the requests: invitation, profile, ten people, sending, search."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders, matchmaking

from handschlag.accounts.policy import Subject
from handschlag.events.models import Event
from handschlag.matching import recommendation_lists, requests, wishing
from handschlag.matching.models import Participant, Request, RequestState, Service, Wish
from handschlag.matching.recommendation_lists import write_lists
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.models import Consent, Registration

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
PAGES = ("profile", "recommended", "browse", "send")


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def path(name: str, token: str, *more: object) -> str:
    return reverse(f"matching:{name}", args=[token, *more])


def registered(event: Event, name: str = "Neu Dabei") -> tuple[Registration, str]:
    row = builders.registration(event, name)
    token = link_of(row)
    Registration.objects.filter(pk=row.pk).update(secret_hash=hash_of(token))
    return row, token


def test_who_is_invited_joins_with_consent_and_comes_to_the_profile(
    client: Client, service: Service, now: datetime
) -> None:
    row, token = registered(service.event)
    assert client.post(path("invitation", token)).status_code == 422
    assert not Participant.objects.filter(registration=row).exists()
    answer = client.post(path("invitation", token), {"agrees": "1"})
    assert answer["Location"] == path("profile", token)
    assert Participant.objects.get(registration=row).joined_at == now
    assert list(Consent.objects.filter(registration=row).values_list("purpose", flat=True)) == ["matching"]


def test_the_invitation_counts_who_looks_for_what_one_offers(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    row, token = registered(service.event)
    assert "Bisher nehmen 3 Personen teil." in client.get(path("invitation", token)).content.decode()
    actor = builders.actor(fields=(builders.field("MST", "Sensorik", "Sensors"),))
    Registration.objects.filter(pk=row.pk).update(actor=actor)
    alone = client.get(path("invitation", token)).content.decode()
    assert "1 Person sucht" not in alone  # a whole field is too wide to be met
    actor.statements.create(direction="offer", text_de="Linsen für Laser", position=1)
    assert "1 Person sucht, was Sie anbieten" in client.get(path("invitation", token)).content.decode()


def test_ten_people_come_with_both_reasons_and_the_evidence_marked(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    page = " ".join(client.get(path("recommended", linked(ada))).content.decode().split())
    assert '<mark class="hs-theirs">Laserlinsen</mark>' in page
    assert "„Laserlinsen“ steht auch in dem, was Sie suchen: Linsen für Laser" in page
    assert "<mark>Sensoren</mark>" in page


def test_what_nobody_answers_is_said_and_who_does_not_fit_is_not_shown(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    of_ada = " ".join(client.get(path("recommended", linked(ada))).content.decode().split())
    of_cy = " ".join(client.get(path("recommended", linked(cy))).content.decode().split())
    nobody = "Hierfür haben wir noch niemanden gefunden:"
    assert nobody not in of_ada
    assert re.search(f"{nobody}</p> ?<ul> ?<li>Kühlung</li> ?</ul>", of_cy)
    assert "Noch gibt es keine Empfehlungen." in of_cy
    assert (ada.registration.name in of_cy, bo.registration.name in of_cy) == (False, False)


def test_a_page_that_waits_for_its_list_hears_when_it_is_there(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link, monkeypatch: Any
) -> None:
    monkeypatch.setattr(recommendation_lists, "make_sure", lambda **_given: None)  # a job makes it
    address = path("recommended", linked(ada))
    assert f'hx-get="{address}" hx-trigger="every 3s"' in client.get(address).content.decode()
    waiting = client.get(address, headers={"HX-Request": "true"})
    assert (waiting.status_code, "HX-Refresh" in waiting) == (204, False)
    write_lists(service_id=service.pk)
    ready = client.get(address, headers={"HX-Request": "true"})
    assert (ready.status_code, ready["HX-Refresh"]) == (204, "true")


def test_a_missing_list_is_made_at_once_where_few_take_part(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link
) -> None:
    assert "Bo Nilsson" in client.get(path("recommended", linked(ada))).content.decode()


def test_wishes_are_noted_without_a_script_and_lead_to_the_review(
    client: Client, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    token = linked(ada)
    wishes = {f"wish-{bo.pk}": "must", f"wish-{cy.pk}": "rather_not", "next": "send"}
    assert client.post(path("wish", token), wishes)["Location"] == path("send", token)
    assert dict(Wish.objects.values_list("towards_id", "kind")) == {bo.pk: "must", cy.pk: "rather_not"}
    page = client.get(path("send", token)).content.decode()
    assert ("Bo Nilsson" in page, "Cy Tannert" in page) == (True, False)


def test_all_wishes_are_sent_and_one_without_purpose_stays(
    client: Client, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "must", f"wish-{cy.pk}": "want"})
    sent = {f"purpose-{bo.pk}": "Linsen besprechen", f"purpose-{cy.pk}": " "}
    page = client.post(path("send", token), sent)
    assert page.status_code == 422
    assert "Geben Sie in einer Zeile an, worum es geht." in page.content.decode()
    assert list(Request.objects.values_list("purpose", "state")) == [("Linsen besprechen", "open")]


def test_who_was_asked_before_is_guaranteed_at_once(
    client: Client, ada: Participant, bo: Participant, linked: Link, now: datetime
) -> None:
    ask(bo, ada, now)
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "want"})
    answer = client.post(path("send", token), {f"purpose-{bo.pk}": "Linsen"}, follow=True)
    assert "1 Gespräch findet statt" in answer.content.decode()
    assert Request.objects.get().state == RequestState.ACCEPTED


def ask(sender: Participant, other: Participant, now: datetime) -> Request:
    return requests.send_request(
        participant_id=sender.pk,
        towards_id=other.pk,
        kind="want",
        purpose="Linsen besprechen",
        has_link=True,
        by=Subject(),
        now=now,
    )


def test_search_finds_by_name_organisation_and_need(
    client: Client, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    token = linked(ada)
    for words in ("tannert", "werkstatt cy", "kuehlung"):
        page = client.get(path("browse", token), {"q": words}).content.decode()
        assert ("Cy Tannert" in page, "Bo Nilsson" in page) == (True, False)


def test_a_card_says_whether_the_two_have_time_in_common(
    client: Client, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    Registration.objects.filter(pk=bo.registration_id).update(
        arrives_at=builders.clock("13:00", builders.SECOND_DAY)
    )
    token = linked(ada)
    assert "keine gemeinsame Zeit" in client.get(path("person", token, bo.pk)).content.decode()
    assert "möglich" in client.get(path("person", token, cy.pk)).content.decode()
    Participant.objects.filter(pk=cy.pk).update(most=0)
    assert "ausgebucht" in client.get(path("person", token, cy.pk)).content.decode()


def test_a_rather_not_is_seen_by_nobody(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link, now: datetime
) -> None:
    write_lists(service_id=service.pk)
    token = linked(ada)

    def seen() -> list[str]:
        pages = [path(name, token) for name in PAGES]
        found = [client.get(one).content.decode() for one in (*pages, path("person", token, bo.pk))]
        return [without_secrets(page) for page in found]

    before = seen()
    wishing.wish(
        participant_id=bo.pk, towards_id=ada.pk, kind="rather_not", has_link=True, by=Subject(), now=now
    )
    assert seen() == before


def without_secrets(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("name", ["invitation", *PAGES])
def test_a_wrong_link_opens_nothing(client: Client, ada: Participant, name: str) -> None:
    assert client.get(path(name, "wrong")).status_code == 404


def test_who_has_left_comes_to_the_invitation(client: Client, ada: Participant, linked: Link) -> None:
    token = linked(ada)
    assert client.post(path("leave", token))["Location"] == path("invitation", token)
    assert client.get(path("recommended", token))["Location"] == path("invitation", token)
    assert Participant.objects.get(pk=ada.pk).left_at is not None


def test_nobody_of_another_event_is_found(
    client: Client, ada: Participant, bo: Participant, linked: Link
) -> None:
    other = matchmaking.matching(builders.event("Andere Tagung"))
    stranger = matchmaking.participant(other, "Fremd Hier")
    token = linked(ada)
    assert client.get(path("person", token, bo.pk)).status_code == 200
    for pk in (stranger.pk, ada.pk, 999_999):
        assert client.get(path("person", token, pk)).status_code == 404
    client.post(path("wish", token), {f"wish-{stranger.pk}": "want"})
    assert not Wish.objects.exists()


@pytest.mark.parametrize(("minutes", "is_sent"), [(-1, False), (0, True)])
def test_requests_go_from_the_very_moment_on(
    client: Client,
    service: Service,
    ada: Participant,
    bo: Participant,
    linked: Link,
    now: datetime,
    minutes: int,
    is_sent: bool,
) -> None:
    Service.objects.filter(pk=service.pk).update(wishes_from=now - timedelta(minutes=minutes))
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "want"})
    client.post(path("send", token), {f"purpose-{bo.pk}": "Linsen"})
    assert Request.objects.exists() is is_sent


@pytest.mark.parametrize("name", ["recommended", "browse", "send"])
def test_pages_ask_the_database_as_often_for_three_as_for_one(
    client: Client,
    service: Service,
    ada: Participant,
    bo: Participant,
    linked: Link,
    now: datetime,
    name: str,
) -> None:
    token = linked(ada)
    counts = []
    for number in range(2):
        write_lists(service_id=service.pk)
        wishing.wish_several(
            participant_id=ada.pk,
            kinds=dict.fromkeys(service.participants.exclude(pk=ada.pk).values_list("pk", flat=True), "want"),
            has_link=True,
            by=Subject(),
            now=now,
        )
        with CaptureQueriesContext(connection) as found:
            client.get(path(name, token))
        counts.append(len(found))
        if not number:
            for more in ("Eins Mehr", "Zwei Mehr"):
                matchmaking.participant(service, more, needs=("Sensoren",), offers=("Laserlinsen",))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "name", ["details", "more", "change", "certificate", "participants", "cancel", "erase"]
)
def test_the_pages_of_the_registration_have_the_shell_of_who_takes_part(
    client: Client, ada: Participant, bo: Participant, linked: Link, now: datetime, name: str
) -> None:
    token = linked(ada)
    ask(bo, ada, now)
    page = client.get(reverse(f"registration:{name}", args=[token])).content.decode()
    tabs = page[page.index('<nav class="hs-nav hs-own__tabs"') : page.index("</nav>")]
    for tab in ("recommended", "browse", "inbox", "wishes", "day"):
        assert f'href="{path(tab, token)}"' in tabs
    assert "1 wartet" in tabs
    assert ada.service.event.title_de in page
    assert 'aria-current="page"' not in tabs


def test_without_matchmaking_the_registration_has_the_event_and_no_tabs(
    client: Client, service: Service
) -> None:
    _row, token = registered(service.event)
    page = client.get(reverse("registration:details", args=[token])).content.decode()
    assert '<a class="hs-own__event"' in page
    assert "<li" not in page[page.index('hs-own__tabs"') : page.index("</nav>")]
