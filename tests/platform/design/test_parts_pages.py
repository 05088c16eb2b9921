"""The parts of participants' and organisers' pages as they are seen, in every width and theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
Opened = Callable[..., Any]
PAGES = ["participant", "organiser"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_there_is_no_barrier(opened: Opened, barriers: Callable[..., Any], page: str, dark: bool) -> None:
    with opened(f"/de/design/{page}/", dark=dark) as shown:
        for width in (1280, 390, 320):
            shown.set_viewport_size({"width": width, "height": 900})
            assert (width, barriers(shown)) == (width, [])


def test_a_wish_is_made_by_keyboard_without_a_script(opened: Opened) -> None:
    with opened("/de/design/participant/", script=False) as page:
        wish = page.get_by_role("group", name="Ihr Wunsch: Uwe Kettner")
        assert wish.locator(":checked").count() == 0
        wish.get_by_role("radio", name="Unbedingt").focus()
        page.keyboard.press("ArrowDown")
        assert wish.get_by_role("radio", name="Gern").is_checked() is True
        assert wish.get_by_text("Geheim und immer berücksichtigt").is_visible() is False
        wish.get_by_role("radio", name="Lieber nicht").check()
        assert wish.get_by_text("Geheim und immer berücksichtigt").is_visible() is True


def test_the_five_pages_stand_at_the_thumb_on_a_phone(opened: Opened) -> None:
    with opened("/de/design/participant/", width=390) as page:
        tabs = page.get_by_role("navigation", name="Ihre Seiten dieser Veranstaltung")
        box = tabs.bounding_box()
        assert round(box["y"] + box["height"]) == 900
        assert [link.inner_text().split("\n")[0] for link in tabs.get_by_role("link").all()] == [
            "Für Sie",
            "Anfragen",
            "Wünsche",
            "Mein Tag",
            "Programm",
        ]
        assert min(link.bounding_box()["height"] for link in tabs.get_by_role("link").all()) >= 44


def test_a_day_is_drawn_to_scale(opened: Opened) -> None:
    with opened("/de/design/participant/") as page:
        heights = [stop.bounding_box()["height"] for stop in page.locator(".hs-thread__stop").all()]
        minutes = [30, 30, 20, 20, 40, 20, 60, 20, 45]
        assert heights == pytest.approx([3.3 * one for one in minutes], abs=0.6)


def test_the_hands_come_together_only_for_who_wants_motion(opened: Opened) -> None:
    moving = "getComputedStyle(document.querySelector('.hs-guarantee .hs-fill-you')).animationName"
    with opened("/de/design/participant/") as page:
        assert page.evaluate(moving) == "hs-come-right"
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(moving) == "none"
