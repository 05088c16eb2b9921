"""The clock of the demo can be put to the fix date and to the eve of the conference, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform import builders, matchmaking
from tests.platform.matching.test_phase_emails import held

from handschlag.common.times import local_date
from handschlag.day.outcomes import question_now
from handschlag.demo import clock, day
from handschlag.demo import conference as invented
from handschlag.demo.day import LATEST
from handschlag.demo.pages import Mark, mark_now, moment_of
from handschlag.matching.confirmations import Answer, expected_people
from handschlag.matching.models import Seat, Service
from handschlag.registration.models import CheckIn


@pytest.fixture(autouse=True)
def own_clock(settings, tmp_path: Path) -> Iterator[None]:
    """A file of its own, and the true clock afterwards."""
    settings.MODE, settings.DATA = "demo", tmp_path
    true_now = timezone.now
    clock.install()
    yield
    timezone.now = true_now


def test_the_clock_goes_on_from_where_it_was_put() -> None:
    at = datetime(2030, 4, 9, 16, 1, tzinfo=UTC)
    clock.set_clock(at)
    assert timedelta() <= timezone.now() - at < timedelta(seconds=20)


def test_it_is_put_forward_twice_and_back() -> None:
    true_now = timezone.now()
    clock.set_clock(datetime(2030, 4, 9, tzinfo=UTC))
    clock.set_clock(datetime(2030, 4, 13, tzinfo=UTC))
    assert timezone.now().date().isoformat() == "2030-04-13"
    clock.set_clock(None)
    assert timedelta() <= timezone.now() - true_now < timedelta(seconds=20)


def test_a_broken_file_is_the_true_time(tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("{")
    assert clock.ahead() == timedelta()


def test_installing_twice_counts_once() -> None:
    before = timezone.now
    clock.install()
    assert timezone.now is before
    assert isinstance(before, partial)


def test_90_days_after_people_have_been_asked_what_came_of_it() -> None:
    after = moment_of(Mark.AFTER)
    assert after is not None
    assert question_now(invented.LAST_DAY, local_date(after)) == 90
    answered = datetime.combine(invented.LAST_DAY, time(), tzinfo=UTC) + timedelta(days=90, hours=LATEST)
    assert answered <= after


def test_the_page_says_where_the_clock_stands() -> None:
    fixed = moment_of(Mark.FIXED)
    assert fixed is not None
    assert mark_now(now=fixed + timedelta(hours=1), is_true=False) is Mark.FIXED
    assert mark_now(now=fixed + timedelta(hours=1), is_true=True) is Mark.TODAY


@pytest.mark.django_db
def test_nobody_puts_the_clock_outside_of_a_demo(client: Client, settings) -> None:
    settings.MODE = "production"
    assert client.post("/de/demo/clock/eve/").status_code == 404
    assert clock.ahead() == timedelta()


@pytest.mark.django_db
def test_one_click_leads_to_the_eve(client: Client) -> None:
    page = client.post("/de/demo/clock/eve/", follow=True)
    assert "13. April 2027, 17:0" in page.content.decode()


@pytest.mark.django_db
def test_who_goes_beyond_the_day_at_once_finds_people_who_were_checked_in() -> None:
    event = builders.event("Erfunden", is_demo=True)
    service = matchmaking.matching(event)
    Service.objects.filter(pk=service.pk).update(is_demo=True)
    people = [matchmaking.participant(service, f"Gast {number}") for number in range(day.ABSENT + 2)]
    day.check_in_people()
    day.check_in_people()
    here = CheckIn.objects.order_by("pk").values_list("registration_id", flat=True)
    assert list(here) == [people[0].registration_id, people[1].registration_id]


@pytest.mark.django_db
def test_on_the_eve_most_people_with_meetings_have_said_that_they_come() -> None:
    event = builders.event("Erfunden", is_demo=True)
    service = matchmaking.matching(event)
    Service.objects.filter(pk=service.pk).update(is_demo=True)
    people = [matchmaking.participant(service, f"Gast {number}") for number in range(day.SILENT + 1)]
    matchmaking.slots_on_both_days(event, "T1")
    for number, other in enumerate(people[1:-1]):
        made = held(matchmaking.asked(people[0], other), f"10:{number * 10:02}")
        Seat.objects.create(meeting=made, participant=other, starts_at=made.starts_at)
    for _ in range(2):
        day.confirm_people()
    found = expected_people(service)
    assert sum(one.asked_at == day.ASKED for one in found) == len(people) - 2
    assert [one.answer for one in found].count(Answer.COMES) == len(people) - 3
