"""A yes with its guarantee, and a refused one with its way out: on a phone, by keyboard, without scripts."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.keyboard import follow
from tests.platform import matchmaking
from tests.platform.matching.test_answers_pages import at

from handschlag.events.models import Event
from handschlag.events.queries.house.grid import grid_of
from handschlag.matching.models import Blocked, Meeting, Participant, Request, RequestState

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "de": {"yes": "Ja, treffen", "held": "Findet statt.", "way": "So zusagen", "more": "Noch 1"},
    "en": {
        "yes": "Yes, meet",
        "held": "It will take place.",
        "way": "Say yes this way",
        "more": "Answer 1 more",
    },
}


def shot(page: Any, name: str) -> None:
    """A picture where somebody asked for pictures, and nothing elsewhere."""
    if folder := os.environ.get("HANDSCHLAG_SHOTS", ""):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def all_but_one_kept_free(one: Participant, event: Event) -> None:
    slots = [slot for run in grid_of(event.pk).runs for slot in run.slots]
    Blocked.objects.bulk_create(Blocked(participant=one, starts_at=slot.starts_at) for slot in slots[1:])


@pytest.mark.parametrize(
    ("language", "width", "script", "dark"),
    [("de", 390, True, False), ("en", 1280, True, True), ("de", 390, False, True)],
    ids=["german phone", "english dark", "no script"],
)
def test_from_the_inbox_to_a_guarantee_and_through_a_way_out(
    opened: Callable[..., Any],
    barriers: Callable[..., Any],
    event: Event,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    now: datetime,
    language: str,
    width: int,
    script: bool,
    dark: bool,
) -> None:
    words, name = WORDS[language], f"{language}-{width}"
    all_but_one_kept_free(ada, event)
    requests = [matchmaking.asked(one, ada) for one in (bo, cy)]
    inbox = at("inbox", ada).replace("/de/", f"/{language}/")

    def look(page: Any, station: str) -> None:
        shot(page, f"{station}-{name}")
        if script:
            assert barriers(page) == []

    with opened(inbox, width=width, script=script, dark=dark) as page:
        look(page, "inbox")
        page.goto(inbox + "?several=1")
        look(page, "several")
        page.goto(inbox)
        press(page, words["yes"], script=script)
        page.get_by_text(words["held"]).first.wait_for()
        look(page, "held")
        page.get_by_role("link", name=words["more"]).click()
        press(page, words["yes"], script=script)
        page.locator(".hs-clash").wait_for()
        look(page, "clash")
        press(page, words["way"], script=script)
        page.get_by_text(words["held"]).first.wait_for()
        for station, address in (("wishes", "wishes"), ("day", "day"), ("group", "group")):
            page.goto(at(address, ada).replace("/de/", f"/{language}/"))
            look(page, station)
        page.goto(at("withdraw", ada, requests[0].pk).replace("/de/", f"/{language}/"))
        look(page, "withdraw")
    assert set(Request.objects.values_list("state", flat=True)) == {RequestState.ACCEPTED}
    assert (Meeting.objects.count(), ada.blocked.count()) == (2, 4)


def press(page: Any, name: str, *, script: bool) -> None:
    """By keyboard alone where focus can be asked for."""
    if script:
        follow(page, name, to="**/answered/*", kinds="button")
    else:
        page.get_by_role("button", name=name).first.click()
