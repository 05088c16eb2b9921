"""The parts as a person meets them: seen, by keyboard, on a phone, in the dark, without scripts, enlarged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.browsing import go, until
from tests.conftest import STARTED_WITH

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
Opened = Callable[..., Any]
SHIFT = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
        .observe({type: 'layout-shift', buffered: true});
    document.fonts.ready.then(() => setTimeout(() => resolve(sum), 400));
})"""
SMALL = """() => [...document.querySelectorAll('header :is(a, summary), footer :is(a, button), .kern-btn')]
    .filter(e => e.checkVisibility())
    .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
    .filter(([, r]) => r.height < 24 || r.width < 24).map(([text]) => text)"""


@contextmanager
def larger_text(browser: Any, chromium: str) -> Iterator[Any]:
    """A browser whose owner has doubled the size of text."""
    args = [*STARTED_WITH, "--no-sandbox", "--blink-settings=defaultFontSize=32"]
    started = browser.browser_type.launch(executable_path=chromium, args=args)
    yield started
    started.close()


@pytest.mark.parametrize("path", ["/de/design/", "/en/design/"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_there_is_no_barrier(
    opened: Opened, barriers: Callable[..., Any], path: str, width: int, dark: bool
) -> None:
    with opened(path, width=width, dark=dark) as page:
        assert barriers(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 899, 900, 1920])
def test_nothing_scrolls_sideways(opened: Opened, width: int) -> None:
    with opened("/de/design/", width=width) as page:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0


@pytest.mark.parametrize("width", [1280, 768])
def test_twice_as_large_text_is_still_all_there(
    browser: Any, chromium: str, live_server: Any, width: int
) -> None:
    """Whoever has set larger text in the browser sees all of it: nothing cut off, nothing sideways."""
    with larger_text(browser, chromium) as enlarged:
        page = enlarged.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{live_server.url}/de/design/")
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "36px"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        cut = page.evaluate(
            "() => [...document.querySelectorAll('.kern-btn, .hs-tag, .hs-chip, .hs-hand, .hs-nav a')]"
            ".filter(e => e.checkVisibility() && e.scrollHeight > e.clientHeight + 3)"
            ".map(e => e.textContent.trim())"
        )
        assert (wide, cut) == (0, [])


def test_the_first_stop_of_the_keyboard_leads_to_the_content(opened: Opened) -> None:
    with opened("/de/design/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        until(page, "document.activeElement.id === 'content'")


def test_focus_can_be_seen_on_every_control_of_the_shell(opened: Opened) -> None:
    with opened("/de/design/") as page:
        seen = []
        for _ in range(8):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate(
                    "() => { const here = document.activeElement, s = getComputedStyle(here);"
                    "return [here.textContent.trim(), s.outlineStyle, parseFloat(s.outlineWidth)] }"
                )
            )
        assert [stop for stop in seen if stop[1] != "solid" or stop[2] < 3] == []


def test_the_menu_of_the_phone_opens_without_a_script(opened: Opened) -> None:
    with opened("/de/design/", width=390, script=False) as page:
        menu = page.get_by_role("navigation", name="Hauptmenü")
        assert menu.is_visible() is False
        page.get_by_text("Menü", exact=True).click()
        assert menu.is_visible() is True
        assert page.locator(".hs-menu").get_by_role("link", name="English").is_visible() is True


def test_dark_can_be_chosen_without_a_script_and_stays(opened: Opened) -> None:
    with opened("/de/design/", script=False) as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        go(page, page.get_by_role("button", name="Dunkel"))
        assert page.url.endswith("/de/design/")
        pressed = page.get_by_role("button", name="Dunkel")
        assert pressed.get_attribute("aria-pressed") == "true"
        page.goto("/en/design/")
        assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    with opened("/de/design/", dark=True) as page:
        assert page.evaluate(ground) == "rgb(11, 21, 26)"
        go(page, page.get_by_role("button", name="Hell"))
        assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_both_themes_stand_side_by_side_in_their_own_colours(opened: Opened) -> None:
    with opened("/de/design/", dark=True) as page:
        grounds = page.evaluate(
            "() => ['light', 'dark'].map(t => getComputedStyle("
            "document.querySelector(`.hs-specimen__side[data-kern-theme=${t}]`)).backgroundColor)"
        )
        assert grounds == ["rgb(255, 255, 255)", "rgb(11, 21, 26)"]


def test_the_language_switch_keeps_the_page(opened: Opened) -> None:
    with opened("/de/design/?q=optik") as page:
        go(page, page.locator(".hs-header").get_by_role("link", name="English"))
        assert page.url.endswith("/en/design/?q=optik")
        assert page.locator("h1").inner_text() == "Parts of our pages"


def test_nothing_jumps_while_the_page_comes_in(opened: Opened) -> None:
    with opened("/de/design/", width=390) as page:
        assert page.evaluate(SHIFT) < 0.02


def test_the_stand_in_face_takes_the_room_of_ours(opened: Opened) -> None:
    """Lines break where they will break, before our typeface is there."""
    with opened("/de/design/") as page:
        widths = page.evaluate(
            """async () => {
                await document.fonts.ready;
                const pen = document.createElement('canvas').getContext('2d');
                const text = 'Handschlag verbindet Innovationsnetzwerke: Sie finden Cluster und Partner';
                await document.fonts.load('400 20px "Fira Sans Stand-in"');
                return ['Fira Sans', 'Fira Sans Stand-in'].map(face => {
                    pen.font = `400 20px "${face}"`;
                    return pen.measureText(text).width;
                });
            }"""
        )
        assert widths[1] == pytest.approx(widths[0], rel=0.03)


def test_every_control_is_large_enough_to_be_met(opened: Opened) -> None:
    with opened("/de/design/", width=390) as page:
        assert page.evaluate(SMALL) == []


def test_forced_colours_keep_the_two_hands_and_the_lines(opened: Opened) -> None:
    with opened("/de/design/") as page:
        page.emulate_media(forced_colors="active")
        hand = page.evaluate("getComputedStyle(document.querySelector('.hs-hand')).borderTopWidth")
        fill = page.evaluate("getComputedStyle(document.querySelector('.hs-logo .hs-fill-you')).fill")
        text = page.evaluate("getComputedStyle(document.body).color")
        assert (hand, fill) == ("2px", text)


def test_paper_shows_the_content_and_not_the_shell(opened: Opened) -> None:
    with opened("/de/design/") as page:
        page.emulate_media(media="print", color_scheme="dark")
        assert page.locator(".hs-header").is_visible() is False
        assert page.locator(".hs-footer").is_visible() is False
        assert page.locator("h1").is_visible() is True
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator("main form[role=search]").first.is_visible() is False
        folded = page.locator("main details:not([open])").first
        inside = folded.locator(":scope > :not(summary)").first
        assert inside.is_visible() is False
        folded.evaluate("node => node.classList.add('hs-printed')")
        assert inside.is_visible() is True, "what is folded but belongs to the page"


def test_an_error_page_has_no_barrier(opened: Opened, barriers: Callable[..., Any]) -> None:
    for width, dark in ((1280, False), (390, True)):
        with opened("/de/nowhere/", width=width, dark=dark) as page:
            assert barriers(page) == []
