"""Setting up: dates in order, two organisers at once, opening, and tables taken over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.events.models import Event, Place
from handschlag.matching.models import Service

pytestmark = pytest.mark.django_db


def given(**values: Any) -> dict[str, Any]:
    return {
        "seen": 0,
        "profiles_from": "2027-02-01T10:00",
        "wishes_from": "2027-03-01T10:00",
        "answers_until": "2027-04-05T18:00",
        "fixed_at": "2027-04-09T18:00",
        "policy": "at_once",
        "next_round_at": "",
        "round_hours": 24,
        "wanted": 4,
        "musts": 3,
        "most_sent": 12,
        "most_received": 30,
        **values,
    }


def test_a_service_is_made_closed_and_leads_to_times_and_tables(
    desk: Client, event: Event, at: Callable[..., str]
) -> None:
    assert desk.get(at()).status_code == 200
    answer = desk.post(at(), given())
    assert (answer.status_code, answer["Location"]) == (302, at("tables/"))
    made = Service.objects.get(event=event)
    assert (made.is_open, made.wanted, made.policy) == (False, 4, "at_once")


def test_phases_begin_in_the_morning_and_end_in_the_evening(
    desk: Client, event: Event, at: Callable[..., str]
) -> None:
    page = desk.get(at()).content.decode()
    for day, hour in ((60, "09:00"), (42, "09:00"), (9, "18:00"), (5, "18:00")):
        assert f'value="{event.first_day - timedelta(days=day)}T{hour}"' in page


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"wishes_from": "2027-01-01T10:00"}, "Die Reihenfolge der Termine stimmt nicht."),
        ({"fixed_at": "2027-04-14T12:00"}, "Die Zeiten müssen vor dem Beginn der Veranstaltung feststehen."),
        ({"policy": "rounds"}, "Geben Sie den Termin der ersten Runde an; er wird angekündigt."),
    ],
)
def test_what_cannot_be_is_said_in_words(
    desk: Client, event: Event, at: Callable[..., str], values: dict[str, Any], text: str
) -> None:
    answer = desk.post(at(), given(**values))
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not Service.objects.exists()


def test_of_two_organisers_the_second_is_told(desk: Client, service: Service, at: Callable[..., str]) -> None:
    assert desk.post(at(), given(seen=1, wanted=5)).status_code == 302
    late = desk.post(at(), given(seen=1, wanted=8))
    assert late.status_code == 422
    assert "Jemand aus Ihrem Team war schneller." in late.content.decode()
    service.refresh_from_db()
    assert (service.wanted, service.version) == (5, 2)


def test_matching_opens_only_where_there_is_time_to_meet(
    desk: Client, service: Service, event: Event, at: Callable[..., str]
) -> None:
    Service.objects.update(is_open=False)
    event.blocks.all().delete()
    desk.post(at("opening/"), {"open": "yes"})
    assert not Service.objects.get().is_open


def test_opening_and_closing(desk: Client, service: Service, at: Callable[..., str]) -> None:
    desk.post(at("opening/"), {"open": "no"})
    assert not Service.objects.get().is_open
    desk.post(at("opening/"), {"open": "yes"})
    assert Service.objects.get().is_open


ASKED = {"people": 20, "slots": "6", "wanted": 3, "wished": "5", "places": 8}


def test_proof_and_evidence_stand_apart(desk: Client, event: Event, at: Callable[..., str]) -> None:
    page = desk.get(at("tables/"), ASKED).content.decode()
    assert "4 Tische reichen nicht: 4 × 6 = 24 Gespräche, gebraucht werden 30." in page
    assert "<b>Proberechnung</b>" in page
    first = desk.get(at("tables/")).content.decode()
    assert "<b>Proberechnung</b>" not in first


def test_the_missing_tables_are_added_once(desk: Client, service: Service, at: Callable[..., str]) -> None:
    desk.post(at("tables/take/"), ASKED)
    assert sorted(Place.objects.values_list("code", flat=True)) == [f"T{n}" for n in range(1, 9)]
    desk.post(at("tables/take/"), ASKED)
    assert Place.objects.count() == 8


@pytest.mark.parametrize("path", ["", "tables/", "opening/"])
def test_strangers_see_nothing(
    client: Client,
    signed_in: Callable[[User], Client],
    person: Callable[..., User],
    service: Service,
    at: Callable[..., str],
    path: str,
) -> None:
    stranger = signed_in(person("karla", Role.ORGANISER))
    assert stranger.get(at(path)).status_code == 403
