"""Whether a time may still move is said alike on every page and in the letter, and is so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import matchmaking
from tests.platform.matching.planning.conftest import NOBODY
from tests.platform.matching.planning.scene import SLOT, Scene, time_of

from handschlag.common.models import Mail
from handschlag.events.moments import BERLIN
from handschlag.matching import answering
from handschlag.matching.models import Participant, Request

pytestmark = pytest.mark.django_db
WORDS = ("Vorläufig: Mi", "Fest: Mi")
SAID = {"provisional": (True, False), "fixed": (False, True), "neither": (False, False)}


@pytest.fixture
def pages(
    client: Client, linked: Callable[[Participant], str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """The wishes, the answer and the day of somebody at a moment."""

    def read(one: Participant, request: Request, at: datetime) -> list[str]:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        names = ("wishes", "answered", "day")
        addresses = [reverse(f"matching:{name}", args=[linked(one)]) for name in names]
        return [client.get(f"{address}?of={request.pk}").content.decode() for address in addresses]

    return read


def said(text: str) -> tuple[bool, ...]:
    return tuple(word in text for word in WORDS)


def yes(scene: Scene, one: Participant, other: Participant, at: datetime) -> Request:
    asked = matchmaking.asked(one, other)
    return answering.accept(
        request_id=asked.pk, participant_id=other.pk, kind="want", has_link=True, by=NOBODY, now=at
    )


def test_before_the_fix_date_a_time_is_provisional(scene: Scene, pages: Callable[..., list[str]]) -> None:
    at = scene.at - timedelta(days=1)
    request = yes(scene, scene.ada, scene.bo, at)
    wishes, answer, day = pages(scene.bo, request, at)
    assert [said(text) for text in (wishes, answer, Mail.objects.get().text)] == [SAID["provisional"]] * 3
    assert "Die Zeiten können sich bis zum" in day


def test_nothing_is_fixed_that_was_never_published(scene: Scene, pages: Callable[..., list[str]]) -> None:
    at = scene.at + timedelta(hours=1)
    request = yes(scene, scene.ada, scene.bo, at)
    wishes, answer, day = pages(scene.bo, request, at)
    assert [said(text) for text in (wishes, answer, Mail.objects.get().text)] == [SAID["provisional"]] * 3
    assert "Die Zeiten stehen fest, sobald der Gesprächsplan veröffentlicht ist." in day
    assert "alles fest" not in day


def test_what_is_published_is_fixed_and_a_new_yes_waits_for_the_next_version(
    scene: Scene, pages: Callable[..., list[str]]
) -> None:
    request, at = scene.published(), scene.at + timedelta(hours=1)
    wishes, answer, day = pages(scene.bo, request, at)
    assert [said(text) for text in (wishes, answer)] == [SAID["fixed"]] * 2
    assert "Die Zeiten stehen fest." in day
    new = yes(scene, scene.ada, scene.cy, at)
    assert said(pages(scene.cy, new, at)[1]) == SAID["provisional"]
    scene.publish()
    assert said(pages(scene.cy, new, at)[1]) == SAID["fixed"]


def test_on_the_day_a_new_yes_is_simply_told(scene: Scene, pages: Callable[..., list[str]]) -> None:
    scene.published()
    first_day = scene.service.event.first_day
    at = datetime.combine(first_day, time(7, 0), tzinfo=BERLIN)
    new = yes(scene, scene.ada, scene.cy, at)
    wishes, answer, _day = pages(scene.cy, new, at)
    letter = Mail.objects.get().text
    assert [said(text) for text in (wishes, answer, letter)] == [SAID["neither"]] * 3


def test_pages_show_the_time_that_was_told_until_the_next_version(
    scene: Scene, pages: Callable[..., list[str]]
) -> None:
    """A plan that is not published yet is nobody's business."""
    request, before_fix = scene.published(), scene.at - timedelta(days=1)
    told = f"{time_of(request).astimezone(BERLIN):%H:%M}"
    scene.move_by_hand(request, time_of(request) + SLOT, before_fix)
    later = f"{time_of(request).astimezone(BERLIN):%H:%M}"
    for text in pages(scene.bo, request, before_fix)[:2]:
        assert (told in text, later in text) == (True, False)
