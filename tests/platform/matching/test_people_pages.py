"""The participant's pages up to the requests: invitation, profile, ten people, sending, search."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders, matchmaking

from handschlag.accounts.rules.policy import Subject
from handschlag.events.models import Event
from handschlag.matching.actions import requests, wishing
from handschlag.matching.actions.lists import write_lists
from handschlag.matching.models import Listed, Participant, Request, RequestState, Service, Wish
from handschlag.registration.models import Consent, Registration
from handschlag.registration.queries.links import link_of
from handschlag.registration.rules.secrets import hash_of

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
    field = builders.field("MST", "Sensorik", "Sensors")
    row, token = registered(service.event)
    assert "Bisher nehmen 3 Personen teil." in client.get(path("invitation", token)).content.decode()
    Registration.objects.filter(pk=row.pk).update(actor=builders.actor(fields=(field,)))
    page = client.get(path("invitation", token)).content.decode()
    assert "1 Person sucht, was Sie anbieten" in page


def test_ten_people_come_with_both_reasons_and_the_evidence_marked(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    page = " ".join(client.get(path("recommended", linked(ada))).content.decode().split())
    assert '<mark class="hs-theirs">Laserlinsen</mark>' in page
    fits = ("verwandt mit dem, was Sie suchen", "passt genau zu dem, was Sie suchen")
    assert any(f"{said}: Linsen für Laser" in page for said in fits)
    assert "<mark>Sensoren</mark>" in page


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


def test_a_topic_is_proposed_from_what_both_said(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "want"})
    page = client.get(path("send", token)).content.decode()
    assert "Linsen für Laser (zu Ihrem Angebot: Laserlinsen)</textarea>" in page


def test_before_requests_go_the_page_says_from_when(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link, now: datetime
) -> None:
    Service.objects.filter(pk=service.pk).update(wishes_from=now + timedelta(days=1))
    token = linked(ada)
    client.post(path("wish", token), {f"wish-{bo.pk}": "want"})
    assert "Anfragen können Sie ab" in client.get(path("send", token)).content.decode()


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


def colleagues(service: Service, number: int, organisation: str = "Glaswerk") -> list[Participant]:
    return [
        matchmaking.participant(
            service,
            f"Gast {chr(65 + one)}delmann",
            needs=("Sensoren",),
            offers=("Laserlinsen",),
            registered={"organisation": organisation or f"Werk {one}"},
        )
        for one in range(number)
    ]


def recommended(page: str) -> list[str]:
    return re.findall(r'<h3>\s*<a href="[^"]*">([^<]*)</a>', page)


def test_of_an_organisation_one_is_recommended_and_colleagues_beside_them(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    several = colleagues(service, 3)
    write_lists(service_id=service.pk)
    token = linked(ada)
    page = client.get(path("recommended", token)).content.decode()
    (shown,) = recommended(page)
    others = [one for one in several if one.registration.name != shown]
    beside = page[page.index("oder aus derselben Organisation:") :]
    for one in others:
        assert f'<a href="{path("person", token, one.pk)}">{one.registration.name}</a>' in beside
    client.post(path("wish", token), {f"wish-{others[0].pk}": "want"})
    page = client.get(path("recommended", token)).content.decode()
    assert sorted(recommended(page)) == sorted([shown, others[0].registration.name])


def test_who_was_asked_makes_room_for_the_next(
    client: Client, service: Service, ada: Participant, linked: Link, now: datetime
) -> None:
    several = colleagues(service, 14, organisation="")
    write_lists(service_id=service.pk)
    token = linked(ada)
    before = recommended(client.get(path("recommended", token)).content.decode())
    by_name = {one.registration.name: one for one in several}
    for name in before[:3]:
        ask(ada, by_name[name], now)
    page = client.get(path("recommended", token)).content.decode()
    after = recommended(page)
    assert (len(before), len(after)) == (10, 10)
    assert after[:7] == before[3:]
    assert "3 Personen schon angefragt" in page


def test_whoever_is_in_reserve_is_not_recommended_yet(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    colleagues(service, 14, organisation="")
    write_lists(service_id=service.pk)
    lines = Listed.objects.filter(participant=ada)
    assert list(lines.values_list("position", flat=True)) == list(range(1, 15))
    reserve = lines.filter(place="reserve")
    assert list(reserve.values_list("position", flat=True)) == [11, 12, 13, 14]
    page = client.get(path("person", linked(ada), reserve[0].partner_id)).content.decode()
    assert "Warum steht diese Person nicht auf meiner Liste?" in page
    assert "Was Sie bekommen" in page


def test_search_begins_with_those_who_fit_and_says_why(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    token = linked(ada)
    page = " ".join(client.get(path("browse", token)).content.decode().split())
    assert page.index("Bo Nilsson") < page.index("Cy Tannert")
    assert '<mark class="hs-theirs">Laserlinsen</mark>' in page
    assert "was Sie suchen: Linsen für Laser" in page
    assert "gemeinsame freie Zeiten" not in page
    by_name = client.get(path("browse", token), {"sort": "name", "q": "e"}).content.decode()
    assert by_name.index("Bo Nilsson") < by_name.index("Cy Tannert")
