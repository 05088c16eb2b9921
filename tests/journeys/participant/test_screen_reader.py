"""The ten journeys of a participant with a screen reader, which says to a log what it would speak."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.journeys.participant.conftest import At, Guests, Proofs
from tests.journeys.participant.screen_reader import ScreenReader, missing
from tests.platform import builders
from tests.platform.day.people.test_afterwards import release

from handschlag.day.models import Asked
from handschlag.matching.models import Participant, Request

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SEND = "main form button.kern-btn--primary[type=submit]"
type Linked = Callable[[Participant], str]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenReader]:
    if os.environ.get("SCREEN_READER") != "yes":
        pytest.skip("SKIPPED, NOT PASSED: no screen reader listened; SCREEN_READER=yes starts it")
    if without := missing():
        pytest.skip(f"SKIPPED, NOT PASSED: no screen reader listened, {', '.join(without)} is missing")
    with ScreenReader(tmp_path_factory.mktemp("orca")).started() as started:
        yield started


@pytest.fixture
def page(reader: ScreenReader, browser: Any, in_hand: Any) -> Iterator[Any]:
    with reader.opened(browser) as opened:
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


def test_an_invited_person_registers(
    page: Any, visit: Callable[..., None], reader: ScreenReader, proofs: Proofs
) -> None:
    visit("registration:invited", proofs.invited)
    reader.hears("heading 1", "Yes", "radio button", "Register", "button")
    page.locator("input[name=consent_matching][value=yes]").press("Space")
    page.locator(".hs-reg__end button").press("Enter")
    reader.hears("Your profile", "heading 1")


def test_times_search_and_wishes(
    page: Any, visit: Callable[..., None], reader: ScreenReader, guests: Guests, linked: Linked
) -> None:
    token = linked(guests.ada)
    visit("matching:time", token)
    reader.hears("Your available times", "heading 1", "Linsen für alle", "radio button", "check box")
    page.locator("input[name=blocked]").last.press("Space")
    reader.hears("checked")
    page.locator(SEND).first.press("Enter")
    reader.hears("Your times are saved.")
    visit("matching:browse", token)
    reader.hears("heading 1", "Cy Tannert", "link")
    page.locator("input[name=q]").focus()  # empty fields are passed over in reading
    reader.hears("entry")
    visit("matching:person", token, guests.others["cy"].pk)
    reader.hears("Cy Tannert", "heading 1", "Prüfstand für Bremsen", "radio button")
    visit("matching:wishes", token)
    reader.hears("My wishes", "heading 1", "Bo Nilsson")
    page.locator("main a[href*='/withdraw/']").first.press("Enter")
    reader.hears("heading 1", "Leave unchanged", "link")


def test_what_comes_afterwards(
    page: Any, visit: Callable[..., None], reader: ScreenReader, at: At, guests: Guests, linked: Linked
) -> None:
    token, now = linked(guests.ada), at(builders.clock("11:00"))
    visit("day:afterwards", token)
    reader.hears("Bo Nilsson", "heading 2", "Did it take place?", "Yes", "toggle button", "not pressed")
    page.locator("button[name=took_place][value=yes]").press("Enter")
    page.locator("button[name=took_place][value=yes][aria-pressed=true]").focus()
    reader.hears("pressed")
    release(guests.met, guests.ada, guests.others["bo"], now=now)
    visit("day:contacts", token)
    reader.hears("heading 1", "Bo Nilsson", "heading 2", "vCard: Bo Nilsson", "link", "Save the note")
    page.locator("textarea").focus()
    reader.hears("Your note", "entry")
    later = at(builders.clock("11:00", builders.SECOND_DAY) + timedelta(days=90))
    Asked.objects.create(participant=guests.ada, after_days=90, asked_at=later)
    visit("day:came_of_it", token)
    reader.hears("heading 1", "Bo Nilsson", "toggle button", "not pressed")
    visit("day:delete", token)
    reader.hears("Delete everything?", "heading 1", "column header", "row header", "button")
    page.locator("main form button").press("Enter")
    reader.hears("Everything is deleted.", "heading 1")


def test_the_day_itself_is_heard(
    page: Any,
    visit: Callable[..., None],
    reader: ScreenReader,
    at: At,
    guests: Guests,
    linked: Linked,
) -> None:
    at(builders.clock("10:24"))
    visit("matching:day", linked(guests.ada))
    reader.hears("heading 1", "10:30", "Bo Nilsson")
    visit("day:today", linked(guests.ada))
    reader.hears("Your next meeting", "10:30", "heading 1", "Bo Nilsson", "I am late", "5 min", "button")
    page.get_by_role("button", name="5 min", exact=True).press("Enter")
    reader.hears("You will be 5 minutes late.")
    at(builders.clock("10:25"))
    page.get_by_role("button", name="Undo “5 min late”").press("Enter")
    reader.hears("Your report no longer applies.")
