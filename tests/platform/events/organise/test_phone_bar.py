"""A phone's bar: what organisers need before the event, on its days and afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.console import console_of
from handschlag.events.models import Event
from handschlag.matching.models import Service

pytestmark = pytest.mark.django_db
PREPARE = ["Bereitschaft", "Nachfrage", "Gesprächsplan"]


def at(day: date) -> datetime:
    return builders.clock("10:40", day)


@pytest.fixture
def shown(event: Event, greta: User) -> Callable[[date], list[str]]:
    def labels(today: date) -> list[str]:
        with override("de"):
            console = console_of(event, by=greta.subject, current="events:grid", now=at(today))
        return [one.label for one in console.first]

    return labels


@pytest.fixture
def service(event: Event) -> Service:
    at = builders.NOW
    return Service.objects.create(
        event=event,
        profiles_from=at,
        wishes_from=at,
        answers_until=at + timedelta(days=1),
        fixed_at=at + timedelta(days=2),
        changed_at=at,
    )


def test_it_changes_with_the_days(event: Event, service: Service, shown: Callable[[date], list[str]]) -> None:
    day = timedelta(days=1)
    assert shown(event.first_day - day) == PREPARE
    on_the_day = ["Leitstand", "Empfang", "Gesprächsplan"]
    assert [shown(event.first_day), shown(event.last_day)] == [on_the_day] * 2
    assert shown(event.last_day + day) == ["Bericht", "Datenschutz", "Anmeldungen"]


def test_the_clock_of_the_event_stands_in_the_bar_on_its_days(event: Event, greta: User) -> None:
    days = [event.first_day - timedelta(days=1), event.first_day, event.last_day + timedelta(days=1)]
    said = [console_of(event, by=greta.subject, current="", now=at(day)).clock for day in days]
    assert said == ["", "10:40", ""]


def test_an_event_without_matching_has_its_own(event: Event, shown: Callable[[date], list[str]]) -> None:
    day = timedelta(days=1)
    assert shown(event.first_day - day) == ["Anmeldungen", "Überblick", "Programm"]
    assert shown(event.first_day) == ["Empfang", "Anmeldungen", "Programm"]
    assert shown(event.last_day + day) == ["Datenschutz", "Anmeldungen", "Programm"]


def test_it_costs_one_query_however_many_entries_need_the_service(event: Event, greta: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        console_of(event, by=greta.subject, current="", now=at(event.first_day))
    # Three are live facts of their own: open incidents, open calls, the published version.
    assert sum("matching_service" in one["sql"] for one in asked) == 4
