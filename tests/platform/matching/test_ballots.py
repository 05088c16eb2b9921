"""Wishes: refused at their ballot, ready in the bar, first among the wishes, and sent with a topic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.policy import Subject
from handschlag.matching import requests
from handschlag.matching.models import Participant, Request, Service
from handschlag.matching.recommendation_lists import write_lists

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def path(name: str, token: str, *more: object) -> str:
    return reverse(f"matching:{name}", args=[token, *more])


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


def test_a_script_hears_of_musts_that_are_too_many(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    Service.objects.filter(pk=service.pk).update(musts=1)
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{cy.pk}": "want"})
    wishes = {f"wish-{bo.pk}": "must", f"wish-{cy.pk}": "must"}
    answer = client.post(path("wish", token), wishes, headers={"Accept": "application/json"})
    said = answer.json()
    assert (answer.status_code, list(said["faults"]), said["saved"]) == (
        422,
        [str(cy.pk)],
        {str(cy.pk): "want"},
    )
    assert (said["ready"], said["words"]) == (2, "2 Anfragen können gesendet werden")
    assert "<strong>1</strong>" in said["tallies"]


@pytest.mark.parametrize("back", ["", "browse", "person"])
def test_without_a_script_a_refusal_stands_at_its_ballot(
    client: Client,
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    linked: Link,
    back: str,
) -> None:
    write_lists(service_id=service.pk)
    Service.objects.filter(pk=service.pk).update(musts=0)
    token = linked(ada)
    wishes = {f"wish-{bo.pk}": "must", "next": "send", "back": back, "number": str(bo.pk)}
    answer = client.post(path("wish", token), wishes)
    assert answer["Location"].endswith(f"?refused={bo.pk}:too_many_musts#wish-{bo.pk}")
    page = client.get(answer["Location"]).content.decode()
    ballot = page[page.index(f'id="wish-{bo.pk}"') :]
    assert "Sie haben „Unbedingt“ schon so oft vergeben wie möglich" in ballot[: ballot.index("</fieldset>")]


@pytest.mark.parametrize("given", ["7", "7:nonsense", "x:left", ":", "7:left,", "9" * 40 + ":left"])
def test_nonsense_in_the_address_says_nothing_of_others(
    client: Client, ada: Participant, bo: Participant, linked: Link, given: str
) -> None:
    assert client.get(path("browse", linked(ada)), {"refused": given}).status_code == 200


def test_after_the_event_ballots_are_closed_with_the_reason(
    client: Client,
    service: Service,
    ada: Participant,
    bo: Participant,
    linked: Link,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = linked(ada)
    monkeypatch.setattr("django.utils.timezone.now", lambda: builders.clock("23:00", builders.SECOND_DAY))
    page = client.get(path("browse", token)).content.decode()
    assert "Wünsche können nicht mehr geändert werden." in page
    assert page.count('type="radio"') == page.count("disabled") > 0
    assert "Prüfen und senden" not in page


def test_wishes_that_are_not_sent_stand_first_among_the_wishes(
    client: Client, ada: Participant, bo: Participant, cy: Participant, linked: Link, now: datetime
) -> None:
    token = linked(ada)
    ask(ada, cy, now)
    client.post(path("wish", token), {f"wish-{bo.pk}": "must"})
    page = client.get(path("wishes", token)).content.decode()
    assert page.index("Noch nicht gesendet") < page.index("Bo Nilsson") < page.index("Cy Tannert")
    assert "1 Anfrage kann gesendet werden" in page
    for one in (bo, cy):
        assert f'href="{path("person", token, one.pk)}"' in page
    client.post(path("send", token), {f"purpose-{bo.pk}": "Linsen"})
    assert "Noch nicht gesendet" not in client.get(path("wishes", token)).content.decode()


def test_one_topic_serves_all_that_have_none(
    client: Client, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "want", f"wish-{cy.pk}": "want"})
    topics = {"for_all": "Gemeinsam messen", f"purpose-{bo.pk}": "Linsen", f"purpose-{cy.pk}": ""}
    client.post(path("send", token), topics)
    assert set(Request.objects.values_list("purpose", flat=True)) == {"Linsen", "Gemeinsam messen"}


def test_a_topic_is_proposed_from_what_is_sought_and_offered(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "want"})
    page = client.get(path("send", token)).content.decode()
    assert ">Linsen für Laser</textarea>" in page


def test_before_requests_go_the_page_says_from_when(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link, now: datetime
) -> None:
    Service.objects.filter(pk=service.pk).update(wishes_from=now + timedelta(days=1))
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "want"})
    assert "Anfragen können Sie ab" in client.get(path("send", token)).content.decode()
