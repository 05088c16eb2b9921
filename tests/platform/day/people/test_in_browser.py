"""A phone on the day: without a network for ten minutes, without a script, by keyboard, without barriers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.browsing import go, until
from tests.platform.day.people.test_afterwards import release, say

from handschlag.common.models import Job
from handschlag.day.models import Mark, Signal
from handschlag.matching.models import Participant, Request

pytestmark = pytest.mark.django_db(transaction=True)
type Clock = Callable[[str], datetime]
type Linked = Callable[[Participant], str]
type Opened = Callable[..., Any]


def test_ten_minutes_without_a_network_lose_nothing_and_double_nothing(
    opened: Opened, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    stand_at("10:24")
    with opened(reverse("day:today", args=[linked(ada)]), width=390) as page:
        page.locator("[data-kept]:not([hidden])").wait_for()
        page.clock.install()
        page.context.set_offline(True)
        page.get_by_role("button", name="5 Min.", exact=True).click()
        page.get_by_text("Wartet auf Internetverbindung: 5 Min.").wait_for()
        page.reload()
        page.get_by_text("Keine Internetverbindung. Stand dieser Seite: 10:24.").wait_for()
        assert page.get_by_text("Wartet auf Internetverbindung: 5 Min.").is_visible()
        assert page.get_by_text("Bo Nilsson").first.is_visible()
        assert Signal.objects.count() == 0
        page.clock.fast_forward("10:00")
        now = stand_at("10:34")
        other = page.context.new_page()
        page.context.set_offline(False)
        other.goto(page.url)
        page.get_by_text("Sie verspäten sich um 5 Minuten.").wait_for(timeout=30_000)
        signal = Signal.objects.get()
        assert abs(signal.said_at - (now - timedelta(minutes=10))) < timedelta(minutes=1)
        assert (signal.participant, signal.request, signal.minutes) == (ada, met, 5)
        assert Job.objects.filter(kind="day.hear").count() == 1
        page.reload()
        page.get_by_text("Sie verspäten sich um 5 Minuten.").wait_for()
        assert page.locator("[data-line]").is_hidden()
        assert Signal.objects.count() == 1


def test_the_page_counts_on_by_itself_and_the_next_meeting_takes_over(
    opened: Opened,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    cy: Participant,
) -> None:
    meeting(cy, ada)
    stand_at("10:24")
    with opened(reverse("day:today", args=[linked(ada)]), width=390) as page:
        page.locator("[data-kept]:not([hidden])").wait_for()
        page.clock.install()
        page.context.set_offline(True)
        # Between the clock's installing and its setting, a second may pass that shows some other time.
        page.locator("[data-count]", has_text="in 6 Minuten").wait_for()
        page.clock.fast_forward("03:00")
        page.locator("[data-count]", has_text="in 3 Minuten").wait_for()
        page.clock.fast_forward("20:00")
        page.locator("[data-clock]", has_text="10:50").wait_for()
        assert page.get_by_role("heading", name="Cy Tannert").is_visible()
        assert page.locator("[data-place]", has_text="Treffpunkt").first.is_visible()


def test_where_the_clock_has_gone_on_the_whole_page_does(
    opened: Opened,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    cy: Participant,
) -> None:
    meeting(cy, ada)
    stand_at("10:24")
    with opened(reverse("day:today", args=[linked(ada)]), width=390) as page:
        page.get_by_role("button", name="5 Min.", exact=True).click()
        said = page.get_by_text("Sie verspäten sich um 5 Minuten.")
        said.wait_for()
        until(page, "document.activeElement.id === 'said'")  # the page itself leads there, once
        page.get_by_role("link", name="Ganzer Tag").focus()  # before time goes on: else the page may reload
        stand_at("10:46")
        page.evaluate("dispatchEvent(new Event('online'))")
        page.locator("[data-clock]", has_text="10:50").wait_for()
        assert said.count() == 0
        page.get_by_role("link", name="Anzeigen", exact=True).click()
        page.get_by_role("button", name="5 Min.", exact=True).wait_for()
        assert page.locator("[data-clock]").inner_text() == "10:50"


def test_the_answer_is_where_the_eye_is_and_the_next_meeting_stays_in_view(
    opened: Opened,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    cy: Participant,
) -> None:
    meeting(cy, ada)
    stand_at("10:24")
    with opened(reverse("day:today", args=[linked(ada)]), width=390) as page:
        page.get_by_role("button", name="5 Min.", exact=True).click()
        page.get_by_role("button", name="„5 Min. später“ rückgängig machen").wait_for()
        until(page, "document.activeElement.id === 'said'")
        stand_at("10:25")
        page.get_by_text("Ich kann nicht kommen", exact=True).click()
        page.get_by_role("button", name="Zu diesem Gespräch kann ich nicht").click()
        page.locator("s", has_text="Bo Nilsson").wait_for()
        until(page, "document.activeElement.id === 'said'")
        assert page.locator("[data-clock]").inner_text() == "10:50"
        inside = "box => box.top >= 0 && box.bottom <= innerHeight"
        for part in ("[data-clock]", "s"):
            assert page.evaluate(f"({inside})(document.querySelector({part!r}).getBoundingClientRect())"), (
                part
            )


def test_without_a_script_everything_can_be_said(
    opened: Opened, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    stand_at("10:34")
    with opened(reverse("day:today", args=[linked(ada)]), width=390, script=False) as page:
        go(page, page.get_by_role("button", name="Niemand ist da"))
        assert page.get_by_text("Sie warten auf Bo Nilsson.").is_visible()
        go(page, page.get_by_role("button", name="Die Person ist jetzt da"))
        page.get_by_text("Ich kann nicht kommen", exact=True).click()
        go(page, page.get_by_role("button", name="Ich kann heute nicht mehr kommen"))
        assert page.get_by_text("Sie können heute nicht mehr kommen.").is_visible()
    kinds = list(Signal.objects.order_by("pk").values_list("kind", "request_id"))
    assert kinds == [("partner_missing", met.pk), ("here", met.pk), ("cannot_come", None)]


def test_two_taps_by_keyboard(
    opened: Opened, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    stand_at("11:00")
    with opened(reverse("day:afterwards", args=[linked(ada)])) as page:
        for name in ("took_place", "was_worth"):
            tap = page.locator(f'button[name="{name}"][value="yes"]')
            go(page, tap, key="Enter")
            assert tap.get_attribute("aria-pressed") == "true"
    mark = Mark.objects.get()
    assert (mark.took_place, mark.was_worth) == (True, True)


@pytest.mark.parametrize(("language", "width", "dark"), [("de", 390, False), ("en", 1280, True)])
def test_no_page_has_a_barrier(
    opened: Opened,
    barriers: Callable[..., list[Any]],
    stand_at: Clock,
    linked: Linked,
    met: Request,
    ada: Participant,
    bo: Participant,
    language: str,
    width: int,
    dark: bool,
) -> None:
    now = stand_at("10:34")
    release(met, ada, bo, now=now)
    say(met, bo, now, took_place=False)
    Signal.objects.create(
        service=ada.service,
        participant=bo,
        request=met,
        kind="late",
        minutes=5,
        key="6f1c6f0e-4a0a-4a39-9c43-0f4a6a1f0c11",
        said_at=now,
        heard_at=now,
    )
    found = {}
    with opened("/", width=width, dark=dark) as page, override(language):
        for name in ("today", "afterwards", "contacts", "delete"):
            stand_at("10:34" if name == "today" else "11:00")
            page.goto(reverse(f"day:{name}", args=[linked(ada)]))
            found[name] = barriers(page)
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("width", [1280, 390])
def test_what_can_be_said_stands_in_boxes_of_one_height_and_buttons_in_one_row(
    opened: Opened, stand_at: Clock, linked: Linked, met: Request, ada: Participant, width: int
) -> None:
    stand_at("10:24")
    with opened(reverse("day:today", args=[linked(ada)]), width=width) as page:
        boxes = [one.bounding_box() for one in page.locator(".hs-board__box").all()]
        buttons = [one.bounding_box() for one in page.locator(".hs-board__row button").all()]
    assert (len(boxes), len(buttons)) == (3, 3)
    assert len({box["y"] for box in boxes}) == (1 if width == 1280 else 3)
    assert width == 390 or len({box["height"] for box in boxes}) == 1
    assert len({one["y"] for one in buttons}) == 1
    assert buttons[-1]["x"] + buttons[-1]["width"] <= boxes[0]["x"] + boxes[0]["width"]
