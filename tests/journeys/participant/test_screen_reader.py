"""Three journeys with a screen reader: from the link to sent requests, the answers, and the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.journeys.participant.conftest import At, Guests
from tests.journeys.participant.screen_reader import ScreenReader, missing
from tests.platform import builders

from handschlag.matching.models import Participant, Request

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SEND = "main form button.kern-btn--primary[type=submit]"
type Linked = Callable[[Participant], str]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenReader]:
    if without := missing():
        pytest.skip(f"SKIPPED, NOT PASSED: no screen reader listened, {', '.join(without)} is missing")
    with ScreenReader(tmp_path_factory.mktemp("orca")).started() as started:
        yield started


@pytest.fixture
def page(reader: ScreenReader, browser: Any, chromium: str, in_hand: Any) -> Iterator[Any]:
    with reader.opened(browser, chromium) as opened:
        yield opened
    in_hand.wait()


@pytest.fixture
def visit(page: Any, live_server: Any) -> Callable[..., None]:
    """`visit("matching:inbox", token)`: the page in English, whose words Orca mixes with its own."""

    def go(name: str, *args: object) -> None:
        with override("en"):
            page.goto(live_server.url + reverse(name, args=args))

    return go


def test_from_the_link_to_sent_requests(
    page: Any, visit: Callable[..., None], reader: ScreenReader, guests: Guests, linked: Linked
) -> None:
    token = linked(guests.ada)
    visit("matching:profile", token)
    reader.hears("Your profile", "heading 1", "Offer 1", "entry")
    visit("registration:own", token)  # the personal link leads to the recommendations
    reader.hears("heading 1", "Cy Tannert", "heading 3", "Your wish: Cy Tannert", "Must meet", "radio button")
    page.locator("input[type=radio][name^='wish-']").first.press("Space")
    reader.hears("Must meet", "selected", "Wish saved.")
    visit("matching:send", token)
    reader.hears("heading 1", "Cy Tannert", "Topic", "entry")
    for field in page.locator("[name^=purpose]").all():
        field.fill("Measure together")
    page.locator(SEND).first.press("Enter")
    reader.hears("sent", "heading 1")
    assert Request.objects.filter(sender=guests.ada, purpose="Measure together").count() == 1


def test_a_request_is_answered(
    page: Any, visit: Callable[..., None], reader: ScreenReader, guests: Guests, linked: Linked
) -> None:
    visit("matching:inbox", linked(guests.ada))
    reader.hears("heading 1", "Cy Tannert", "heading 2", "Linsen besprechen")
    reader.hears("Yes, meet: Cy Tannert", "button", "No, thank you: Cy Tannert", "button")
    page.locator("button[value$=':no']").press("Enter")
    reader.hears("not this time", "Undo")
    page.get_by_role("button", name="Undo").press("Enter")
    reader.hears("Cy Tannert")


def test_the_day(
    page: Any,
    visit: Callable[..., None],
    reader: ScreenReader,
    at: At,
    guests: Guests,
    linked: Linked,
) -> None:
    at(builders.clock("10:24"))
    visit("day:today", linked(guests.ada))
    reader.hears("Your next meeting", "10:30", "heading 1", "Bo Nilsson", "I am late", "5 min", "button")
    page.get_by_role("button", name="5 min", exact=True).press("Enter")
    reader.hears("You will be 5 minutes late.")
    at(builders.clock("10:25"))
    page.get_by_role("button", name="Undo “5 min late”").press("Enter")
    reader.hears("Your report no longer applies.")
