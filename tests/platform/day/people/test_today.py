"""The next meeting: large, with its reasons, for its own people alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders

from handschlag.day.models import Signal
from handschlag.day.next_meeting import TimeLeft, Unit, time_left
from handschlag.events.models import Event, Place
from handschlag.matching.models import Listed, Meeting, Participant, Request, Statement

pytestmark = pytest.mark.django_db
type Page = Callable[..., str]
type Clock = Callable[[str], datetime]


def figures(text: str) -> tuple[str, str, str]:
    """Countdown, time and place, as they stand large on the page."""
    found = re.search(r"data-count>(.*?)<.*data-clock>(.*?)<.*data-place>(.*?)<", text, re.DOTALL)
    assert found is not None
    return found.group(1), found.group(2), found.group(3)


def test_the_next_meeting_stands_large(
    page: Page, stand_at: Clock, met: Request, ada: Participant, bo: Participant
) -> None:
    stand_at("10:24")
    assert figures(page("today", ada)) == ("in 6 Minuten", "10:30", "Treffpunkt T1")
    with override("en"):
        assert figures(page("today", bo)) == ("in 6 minutes", "10:30", "Meeting point T1")
    stand_at("10:40")
    assert figures(page("today", ada)) == ("noch 5 Minuten", "10:30", "Treffpunkt T1")
    stand_at("10:45")
    assert "Alle Ihre Gespräche sind vorbei." in page("today", ada)


def test_the_page_says_why_they_meet(
    page: Page, stand_at: Clock, met: Request, ada: Participant, bo: Participant
) -> None:
    need = Statement.objects.get(participant=ada, direction="need")
    offer = Statement.objects.get(participant=bo, direction="offer")
    reason = {"kind": "need_met", "side": "for_you", "evidence": [need.pk, offer.pk], "value": 0.9}
    reasons = [{**reason, "words": [["Linsen", "Laserlinsen"]], "through": []}]
    Listed.objects.create(participant=ada, partner=bo, position=1, place="best", score=0.9, reasons=reasons)
    stand_at("10:24")
    text = page("today", ada)
    assert '<mark class="hs-theirs">Laserlinsen</mark>' in text
    assert [words in text for words in ("Bo Nilsson", "„Linsen besprechen“", "Anfrage vom 25. November")] == [
        True
    ] * 3


def test_the_way_is_drawn_from_the_table_before(
    page: Page,
    stand_at: Clock,
    event: Event,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    cy: Participant,
) -> None:
    Event.objects.update(plan_width=300, plan_depth=200)
    for left_, code in ((50, "T1"), (200, "T2")):
        Place.objects.filter(code=code).update(left=left_, top=100)
    second = meeting(cy, ada)
    other = Place.objects.exclude(pk=met.meeting.place_id).filter(code__in=("T1", "T2")).first()
    Meeting.objects.filter(request=second).update(place=other)
    Place.objects.filter(pk=other.pk).update(code="T9")
    second.refresh_from_db()
    stand_at("10:46")
    text = page("today", ada)
    assert figures(text)[1:] == ("10:50", "Treffpunkt T9")
    assert "hs-hall__way" in text


def test_nobody_sees_the_page_of_somebody_else(
    client: Client, page: Page, stand_at: Clock, met: Request, ada: Participant, cy: Participant
) -> None:
    stand_at("10:24")
    text = page("today", cy)
    assert ["Ada Lindqvist" in text, "Bo Nilsson" in text] == [False, False]
    assert "Für Sie ist kein Gespräch geplant." in text
    assert client.get(reverse("day:today", args=["x" * 40])).status_code == 404


def test_a_day_of_many_meetings_asks_as_often_as_one_of_few(
    client: Client,
    stand_at: Clock,
    met: Request,
    meeting: Callable[..., Request],
    linked: Callable[[Participant], str],
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    stand_at("10:24")
    address = reverse("day:today", args=[linked(ada)])
    client.get(address)
    few = count_of(client, address)
    meeting(cy, ada)
    for number in range(2):
        meeting(matchmaker(ada, number), ada)
    assert count_of(client, address) == few


def matchmaker(one: Participant, number: int) -> Participant:
    from tests.platform import matchmaking

    return matchmaking.participant(one.service, f"Gast {number}")


def count_of(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_begun_minutes_count_and_units_grow() -> None:
    now = builders.clock("10:00")
    spans = ((0, 0), (1, 1), (90, 2), (7140, 119), (7200, 2), (200_000, 2))
    found = [time_left(now + timedelta(seconds=seconds), now) for seconds, _ in spans]
    assert [one.number for one in found] == [number for _, number in spans]
    assert [one.unit for one in found][-3:] == [Unit.MINUTES, Unit.HOURS, Unit.DAYS]
    assert time_left(now - timedelta(minutes=5), now) == TimeLeft(number=0, unit=Unit.MINUTES)


def test_the_state_changes_with_what_concerns_somebody_and_with_nothing_else(
    client: Client,
    stand_at: Clock,
    met: Request,
    meeting: Callable[..., Request],
    linked: Callable[[Participant], str],
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    now = stand_at("10:24")
    address = reverse("day:state", args=[linked(ada)])

    def mark() -> str:
        return str(client.get(address).json()["mark"])

    first = mark()
    meeting(cy, bo)
    assert mark() == first
    said = {
        "service": ada.service,
        "key": "6f1c6f0e-4a0a-4a39-9c43-0f4a6a1f0c11",
        "kind": "late",
        "minutes": 5,
    }
    Signal.objects.create(participant=bo, request=met, said_at=now, heard_at=now, **said)
    second = mark()
    assert second != first
    meeting(cy, ada)
    assert mark() not in {first, second}
