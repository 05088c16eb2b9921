"""What all control rooms of an event share: found once, soon anew, in each language, for those who may."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from tests.platform.day.conftest import Today

from handschlag.accounts.models import User
from handschlag.day.control import EVENTS, FRESH, PanelCache
from handschlag.day.incidents import IncidentSubject
from handschlag.day.models import IncidentKind
from handschlag.matching.models import Meeting

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)


def test_one_finds_while_the_others_wait() -> None:
    live: PanelCache[int] = PanelCache()
    found: list[int] = []

    def find() -> int:
        time.sleep(0.05)
        found.append(len(found))
        return found[-1]

    with ThreadPoolExecutor(8) as tabs:
        asked = [
            tabs.submit(live.text, "event", how, now=NOON, find=find, write=lambda one: f"{one}")
            for how in ("de", "en") * 10
        ]
    assert {one.result() for one in asked} == {"0"}
    assert found == [0]


def test_it_is_found_anew_when_it_is_old_or_the_clock_was_set_back() -> None:
    live: PanelCache[datetime] = PanelCache()

    def text(now: datetime, event: object = "event") -> str:
        return live.text(event, "de", now=now, find=lambda: now, write=datetime.isoformat)

    assert text(NOON) == text(NOON + FRESH / 2) == NOON.isoformat()
    for later in (NOON + FRESH, NOON + timedelta(hours=1), NOON - timedelta(seconds=1)):
        assert text(later) == later.isoformat()
    for number in range(EVENTS):
        text(NOON, number)
    assert text(NOON, "event") == NOON.isoformat()


def test_whoever_fails_to_find_leaves_nothing_behind() -> None:
    live: PanelCache[int] = PanelCache()
    with pytest.raises(ZeroDivisionError):
        live.text("event", "de", now=NOON, find=lambda: 1 // 0, write=str)
    assert live.text("event", "de", now=NOON, find=lambda: 1, write=str) == "1"


@pytest.fixture
def ask(today: Today, signed_in: Callable[[User], Client]) -> Callable[..., str]:
    """What a tab gets that asks so many seconds after 10:40."""
    with time_machine.travel(today.now, tick=False):
        console = signed_in(today.otto)

    def text(seconds: float = 0, language: str = "de", newest: int = 0) -> str:
        with override(language):
            address = reverse("day:control", args=[today.service.event.slug])
        address += f"?incident={newest}&newest={newest}"
        with time_machine.travel(today.now + timedelta(seconds=seconds), tick=False):
            return console.get(address, headers={"HX-Request": "true"}).content.decode()

    return text


@pytest.mark.django_db
def test_the_second_tab_asks_only_whether_it_may(ask: Callable[..., str]) -> None:
    with CaptureQueriesContext(connection) as first:
        ask()
    with CaptureQueriesContext(connection) as second:
        ask(1)
    tables = " ".join(one["sql"] for one in second)
    assert len(second) < len(first) / 2
    assert "day_incident" not in tables
    assert "matching_meeting" not in tables


@pytest.mark.django_db
def test_every_language_has_its_own_text_and_news_come_soon(today: Today, ask: Callable[..., str]) -> None:
    first = today.cancelled(today.meets_most())
    german, english = ask(newest=first.pk), ask(language="en", newest=first.pk)
    assert ("läuft" in german, "runs" in english, "läuft" in english) == (True, True, False)
    place = Meeting.objects.filter(service=today.service).first().place_id
    second = today.happens(IncidentKind.PLACE_LOST, IncidentSubject(place_id=place))
    assert ask(1, newest=first.pk) == german
    later = ask(FRESH.total_seconds(), newest=first.pk)
    assert f'id="card-{second.pk}"' in later
    assert f'id="card-{second.pk}"' not in german


@pytest.mark.django_db
def test_nobody_else_is_served_what_is_kept(
    today: Today, ask: Callable[..., str], signed_in: Callable[[User], Client], person: Callable[..., User]
) -> None:
    ask()
    with time_machine.travel(today.now, tick=False):
        stranger = signed_in(person("fremd"))
        address = reverse("day:control", args=[today.service.event.slug])
        answer = stranger.get(address, headers={"HX-Request": "true"})
    assert answer.status_code in {403, 404}
