"""The public page of an event says who comes to its matching and what is looked for, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders, matchmaking

from handschlag.events.models import Event
from handschlag.matching import public_preview
from handschlag.matching.models import Participant, Service
from handschlag.registration.models import Consent, ConsentPurpose, Registration
from treffen.language.concepts import standard_concepts

pytestmark = pytest.mark.django_db
LASER = next(one.code for one in standard_concepts() if one.label_de.startswith("Laser"))


@pytest.fixture
def three(service: Service) -> list[Participant]:
    """All look for lasers, one of them for glue as well."""
    names = ("Ada Lindqvist", "Bo Nilsson", "Cy Tannert")
    found = [matchmaking.participant(service, name, needs=("Laser",)) for name in names]
    for one in found:
        one.statements.update(concepts=[LASER])
        Consent.objects.create(
            registration=one.registration,
            purpose=ConsentPurpose.PARTICIPANTS_LIST,
            text_version="2026-11",
            given_at=one.joined_at,
        )
    return found


def page_of(client: Client, event: Event) -> str:
    return client.get(f"/de/events/{event.slug}/").content.decode()


def show(one: Participant, organisation: str, audience: str) -> None:
    Registration.objects.filter(pk=one.registration_id).update(
        organisation=organisation, actor=None, visibility={"organisation": audience}
    )


def test_only_organisations_that_everybody_may_see_are_named(
    client: Client, event: Event, three: list[Participant], now: Any
) -> None:
    show(three[0], "Alpha GmbH", "everybody")
    show(three[1], "Beta GmbH", "everybody")
    show(three[2], "Gamma GmbH", "participants")
    agreed = three[1].registration.consents.filter(purpose=ConsentPurpose.PARTICIPANTS_LIST)
    agreed.update(withdrawn_at=now)
    html = page_of(client, event)
    assert "Gespräche, im Voraus vereinbart" in html
    assert "Mindestens 3 Personen nehmen am Matching teil" in html
    assert "Alpha GmbH" in html
    assert "Beta GmbH" not in html
    assert "Gamma GmbH" not in html
    assert "Lindqvist" not in html


def test_a_topic_is_named_once_three_look_for_it(
    client: Client, event: Event, three: list[Participant]
) -> None:
    assert "Was Teilnehmende suchen" in page_of(client, event)
    three[0].left_at = three[0].joined_at
    three[0].save()
    Service.objects.filter(event=event).update(profiles_revision=99)
    html = page_of(client, event)
    assert "Was Teilnehmende suchen" not in html
    assert "nehmen am Matching teil" not in html


@pytest.mark.usefixtures("three")
def test_numbers_go_up_by_threes_so_that_no_difference_names_anybody(
    client: Client, event: Event, service: Service
) -> None:
    for number in range(4, 7):
        html = page_of(client, event)
        assert "Mindestens 3 Personen nehmen am Matching teil" in html
        assert "mindestens 3 Personen" in html
        one = matchmaking.participant(service, f"Person {number}", needs=("Laser",))
        one.statements.update(concepts=[LASER])
        Service.objects.filter(event=event).update(profiles_revision=number)
    html = page_of(client, event)
    assert "Mindestens 6 Personen nehmen am Matching teil" in html
    assert "mindestens 6 Personen" in html


@pytest.mark.parametrize("away", [{"state": "cancelled"}, {"erased_at": builders.NOW}], ids=str)
def test_only_confirmed_people_who_are_not_erased_count(
    client: Client, event: Event, three: list[Participant], away: dict[str, Any]
) -> None:
    for one in three:
        show(one, f"{one.registration.name} GmbH", "everybody")
    assert "Lindqvist GmbH" in page_of(client, event)
    ada = Registration.objects.filter(pk=three[0].registration_id)
    ada.update(**away, changed_at=builders.NOW + timedelta(days=1))
    html = page_of(client, event)
    assert [
        words for words in ("Lindqvist GmbH", "am Matching teil", "Was Teilnehmende suchen") if words in html
    ] == []


def test_a_cut_list_of_organisations_begins_with_the_first_and_says_how_many_follow(
    client: Client, event: Event, three: list[Participant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_preview, "ORGANISATIONS", 2)
    for one, name in zip(three, ("Zeta GmbH", "beta GmbH", "Alpha GmbH"), strict=True):
        show(one, name, "everybody")
    text = " ".join(page_of(client, event).split())
    assert "Alpha GmbH · beta GmbH und 1 weitere" in text
    assert "Zeta GmbH" not in text


@pytest.mark.usefixtures("three")
def test_nothing_is_said_while_matching_is_not_open(client: Client, event: Event) -> None:
    Service.objects.filter(event=event).update(is_open=False)
    assert "Gespräche, im Voraus vereinbart" not in page_of(client, event)


@pytest.mark.usefixtures("three")
def test_the_number_of_queries_does_not_grow(
    client: Client, event: Event, service: Service, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(5):
        matchmaking.participant(service, f"Person {number}", needs=("Laser",))
    with django_assert_max_num_queries(20):
        page_of(client, event)
