"""The day before, people who come and have few meetings are offered others at times that both have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.builders import NOW, clock
from tests.platform.day.people.freed_times import answer, offered, told, wishes
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.day.models import StandBy
from handschlag.day.news import news_of, news_words
from handschlag.events.models import Event
from handschlag.matching.models import Meeting, Participant, Request, Service

__all__ = ["told"]
pytestmark = pytest.mark.django_db
EVE = clock("10:00") - timedelta(days=1)


@pytest.fixture
def hopeful(told: Request, ada: Participant, cy: Participant) -> None:
    """Ada and Cy wish to meet, and have said that they come."""
    for one, other in ((ada, cy), (cy, ada)):
        wishes(one, other)
        Participant.objects.filter(pk=one.pk).update(comes_at=NOW)


def test_both_are_asked_for_hours_and_meet_if_both_say_yes(
    hopeful: None, service: Service, ada: Participant, cy: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = offered(service, EVE)
    assert {row.participant, row.partner} == {ada, cy}
    assert (row.ends_at, row.starts_at.date()) == (EVE + timedelta(hours=4), clock("10:00").date())
    letters = [text_of(one) for one in Mail.objects.filter(created_at=EVE)]
    assert ["haben beide noch Zeit: Mi, 14. April" in one for one in letters] == [True, True]
    answer(row, ada, EVE + timedelta(hours=1))
    held = answer(row, cy, EVE + timedelta(hours=3))
    assert held.state == "accepted"
    assert Meeting.objects.filter(request=held.request, starts_at=row.starts_at).count() == 1


def test_the_day_before_is_a_day_where_the_event_is_and_no_number_of_hours(
    hopeful: None, service: Service
) -> None:
    """Seven hours and a half before the first slot it is half past five of the day before there."""
    Event.objects.filter(pk=service.event_id).update(time_zone="America/Los_Angeles")
    at = clock("02:30")
    (row,) = offered(service, at)
    assert row.ends_at == at + timedelta(hours=4)


@pytest.mark.parametrize("why", ["has not confirmed", "has enough", "night", "days before"])
def test_everybody_else_is_left_in_peace(
    why: str, hopeful: None, service: Service, ada: Participant, cy: Participant
) -> None:
    at: datetime = {"night": clock("18:30") - timedelta(days=1), "days before": EVE - timedelta(days=2)}.get(
        why, EVE
    )
    if why == "has not confirmed":
        Participant.objects.filter(pk=cy.pk).update(comes_at=None)
    if why == "has enough":
        Service.objects.filter(pk=service.pk).update(wanted=0)
    assert offered(service, at) == []


def test_a_pair_that_did_not_agree_is_not_asked_again_on_the_day(
    hopeful: None, service: Service, ada: Participant, cy: Participant
) -> None:
    (row,) = offered(service, EVE)
    answer(row, cy, EVE + timedelta(hours=1), is_yes=False)
    assert offered(service, EVE + timedelta(hours=2)) == []
    assert offered(service, EVE + timedelta(hours=23)) == []
    assert StandBy.objects.count() == 1


def test_the_page_says_on_which_day(
    hopeful: None, service: Service, ada: Participant, client: Client, linked, stand_at
) -> None:
    (row,) = offered(service, EVE)
    assert row.is_refill
    page = reverse("day:today", args=[linked(ada)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: EVE + timedelta(minutes=5))
        assert "Sie haben beide noch Zeit: Mi, 14. April, 10:" in client.get(page).content.decode()


def test_organisers_and_locked_screens_read_on_which_day(
    hopeful: None, service: Service, ada: Participant, otto: User, signed_in: Callable[[User], Client]
) -> None:
    offered(service, EVE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: EVE + timedelta(minutes=5))
        page = signed_in(otto).get(reverse("day:control", args=[service.event.slug])).content.decode()
        words = news_words(news_of(ada, now=EVE + timedelta(minutes=5)))
    assert "<td>Mi, 14. April, 10:" in page
    assert words["title"].startswith("Mi, 14. April, 10:")
