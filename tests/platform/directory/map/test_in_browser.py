"""The map as a person meets it: seen, by keyboard, on a phone, in the dark, without scripts, interactive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.browsing import go, until
from tests.conftest import STARTED_WITH

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
Opened = Callable[..., Any]
DRAWS = [
    *STARTED_WITH,
    *("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
]
WITHOUT_WEBGL = """
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest);
    };
"""
DRESDEN = ".hs-map__layer--large a.hs-mark:has(title:text-is('Dresden: 2 Netzwerke'))"
VIEWS = ["/de/map/", "/de/map/?at=sn-dresden", "/de/map/?as=lands&region=sachsen", "/en/map/?as=density"]
SMALL = """() => [...document.querySelectorAll('.hs-mark')]
    .map(e => [e.querySelector('title').textContent, e.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0)
    .filter(([, r]) => r.width < 24 || r.height < 24).map(([name]) => name)"""
ROWS = "document.querySelector('[data-live-rows]')"
CAME = f"document.activeElement.id === 'choice-title' || !{ROWS}.firstElementChild?.isOld"  # or rows anew
CUT = """() => {
    const box = document.querySelector('.hs-map').getBoundingClientRect();
    return [...document.querySelectorAll('.hs-map text')]
        .map(e => [e.textContent, e.getBoundingClientRect()])
        .filter(([, r]) => r.width > 0 && (r.left < box.left || r.right > box.right))
        .map(([text]) => text);
}"""


@contextmanager
def with_webgl(browser: Any, chromium: str, live_server: Any, **options: Any) -> Iterator[Any]:
    """A page in a browser that draws WebGL with its processor, as no graphics card is needed."""
    started = browser.browser_type.launch(executable_path=chromium, args=DRAWS)
    page = started.new_context(base_url=live_server.url, **options).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: complaints.extend(foreign(request.url, live_server.url)))
    yield page
    started.close()
    assert complaints == []


def foreign(url: str, own: str) -> list[str]:
    return [] if url.startswith((own, "data:")) else [f"asks elsewhere: {url}"]


def open_live(page: Any, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="Interaktive Karte öffnen").click()
    page.wait_for_selector("[data-live-map][data-ready=true]", timeout=30_000)
    page.wait_for_selector("[data-live-rows] button")


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_there_is_no_barrier(
    opened: Opened, barriers: Callable[..., Any], saxony: None, path: str, width: int, dark: bool
) -> None:
    with opened(path, width=width, dark=dark) as page:
        assert barriers(page) == []


@pytest.mark.parametrize("width", [320, 600, 768, 900, 1000, 1920])
def test_at_every_width_nothing_is_cut_and_every_dot_is_large_enough(
    opened: Opened, saxony: None, width: int
) -> None:
    with opened("/de/map/", width=width) as page:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (wide, page.evaluate(SMALL), page.evaluate(CUT)) == (0, [], [])
        assert page.locator(".hs-mark:visible").count() > 0


def test_a_phone_gets_the_small_drawing_and_a_desk_the_large_one(opened: Opened, saxony: None) -> None:
    for width, size in ((390, "small"), (1280, "large")):
        with opened("/de/map/", width=width) as page:
            shown = page.evaluate(
                "[...document.querySelectorAll('.hs-map__layer')]"
                ".filter(e => e.getBoundingClientRect().width > 0)"
                ".map(e => e.getAttribute('class').split('--')[1])"
            )
            assert shown == [size]


def test_the_keyboard_reaches_every_land_and_dot_and_its_focus_can_be_seen(
    opened: Opened, saxony: None
) -> None:
    with opened("/de/map/") as page:
        page.locator(".hs-map__skip").focus()
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            name = page.evaluate("document.activeElement.querySelector('title')?.textContent")
            if page.evaluate("!document.activeElement.closest('.hs-map')"):
                break
            if not name:
                continue
            reached.append(name)
            ring = page.evaluate(
                "() => { const e = document.activeElement.querySelector('.hs-mark__reach, path');"
                " return parseFloat(getComputedStyle(e).strokeWidth) }"
            )
            assert ring >= 3, name
        assert sum("Netzwerk" in name for name in reached) == 16 + 4
        page.locator(DRESDEN).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**at=sn-dresden**")
        assert "Optik Dresden" in page.inner_text("#choice")


def test_the_map_can_be_skipped(opened: Opened, saxony: None) -> None:
    with opened("/de/map/") as page:
        page.locator(".hs-map__skip").focus()
        assert page.locator(".hs-map__skip").evaluate("e => getComputedStyle(e).clipPath") == "none"
        page.keyboard.press("Enter")
        page.wait_for_url("**/de/map/#choice")


def test_without_scripts_everything_is_there_but_the_interactive_map(opened: Opened, saxony: None) -> None:
    with opened("/de/map/", script=False) as page:
        assert not page.locator("[data-live-open]").is_visible()
        go(page, page.locator(DRESDEN))
        assert "Chips Dresden" in page.inner_text("#choice")
        page.click(".hs-map-filter summary:has-text('Technologiefeld')")
        page.check("input[name=field][value=optik-und-photonik]")
        go(page, page.get_by_text("Filter anwenden"))
        assert page.inner_text("h1") == "1 Netzwerk in einem Bundesland"
        go(page, page.get_by_text("Je Million Einwohner").first)
        assert "field=optik-und-photonik" in page.url
        assert page.inner_text("h1") == "1 Netzwerk in einem Bundesland"


def test_one_filter_is_open_at_a_time_and_escape_closes_it(opened: Opened, saxony: None) -> None:
    with opened("/de/map/") as page:
        page.click(".hs-map-filter summary >> nth=0")
        page.click(".hs-map-filter summary >> nth=2")
        is_one = "document.querySelectorAll('.hs-map-filter > details[open]').length === 1"
        until(page, is_one)
        page.keyboard.press("Escape")
        until(page, "!document.querySelector('.hs-map-filter > details[open]')")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_without_webgl_the_drawn_map_stays_and_promises_nothing(
    browser: Any, live_server: Any, saxony: None
) -> None:
    page = browser.new_page(base_url=live_server.url)
    page.add_init_script(WITHOUT_WEBGL)
    page.goto("/de/map/")
    assert not page.locator("[data-live-open]").is_visible()
    assert page.locator(".hs-map__drawing").is_visible()
    page.close()


def test_a_library_that_does_not_come_leaves_the_drawn_map(
    browser: Any, chromium: str, live_server: Any, saxony: None
) -> None:
    started = browser.browser_type.launch(executable_path=chromium, args=DRAWS)
    page = started.new_page(base_url=live_server.url)
    page.route("**/maplibre-gl.mjs", lambda route: route.abort())
    page.goto("/de/map/")
    page.click("[data-live-open]")
    page.wait_for_selector("[data-live-failed]:visible")
    assert page.locator(".hs-map__drawing").is_visible()
    assert not page.locator("[data-live-open]").is_visible()
    started.close()


def test_the_interactive_map_counts_what_the_drawn_one_counts(
    browser: Any, chromium: str, live_server: Any, saxony: None
) -> None:
    with with_webgl(browser, chromium, live_server) as page:
        open_live(page, "/de/map/")
        page.locator("[data-live-said]", has_text="5 Netzwerke").wait_for()
        assert not page.locator(".hs-map__drawing").is_visible()
        drawn = page.evaluate(
            "() => { const gl = document.querySelector('canvas').getContext('webgl2');"
            " return [gl.drawingBufferWidth > 100, gl.getError()] }"
        )
        assert drawn == [True, 0]


def test_the_interactive_map_works_by_keyboard_alone(
    browser: Any, chromium: str, live_server: Any, saxony: None
) -> None:
    with with_webgl(browser, chromium, live_server, reduced_motion="reduce") as page:
        open_live(page, "/de/map/")
        zoom = "document.querySelector('[data-live-map]').liveMap.getZoom()"
        center = "document.querySelector('[data-live-map]').liveMap.getCenter().lng"
        until(page, "document.activeElement.tagName === 'CANVAS'")
        before = page.evaluate(zoom), page.evaluate(center)
        page.keyboard.press("+")
        until(page, f"{zoom} > {before[0]} + 0.5")
        page.keyboard.press("ArrowRight")
        until(page, f"{center} > {before[1]} + 0.1")
        page.keyboard.press("-")
        for _ in range(12):
            page.evaluate(f"{ROWS}.firstElementChild.isOld = true")
            page.locator("[data-live-rows] button", has_text="Dresden").first.focus()
            page.keyboard.press("Enter")
            until(page, CAME)
            if page.locator("#choice h2", has_text="Dresden").count():
                break
        assert "Optik Dresden" in page.inner_text("#choice")
        until(page, "document.activeElement.id === 'choice-title'")  # which follows what is shown
        page.wait_for_url("**place=sn-dresden**")
        page.get_by_role("button", name="Zurück zur gezeichneten Karte").click()
        assert page.locator(".hs-map__drawing").is_visible()
        assert page.evaluate("document.activeElement.hasAttribute('data-live-open')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_interactive_map_has_no_barrier_in_both_themes(
    browser: Any,
    chromium: str,
    live_server: Any,
    barriers: Callable[..., Any],
    saxony: None,
    scheme: Any,
) -> None:
    with with_webgl(browser, chromium, live_server, color_scheme=scheme) as page:
        open_live(page, "/de/map/")
        assert barriers(page) == []
        land = page.evaluate(
            "document.querySelector('[data-live-map]').liveMap.getPaintProperty('land', 'fill-color')"
        )
        page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
        until(
            page,
            "was => JSON.stringify(document.querySelector('[data-live-map]').liveMap"
            ".getPaintProperty('land', 'fill-color')) !== was",
            f'"{land}"',
        )


def test_the_first_page_is_light_and_the_library_is_not_part_of_it(
    browser: Any, live_server: Any, saxony: None
) -> None:
    page = browser.new_page(base_url=live_server.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/de/map/", wait_until="networkidle")
    assert not [url for url in asked if "maplibre" in url or "boundaries" in url or "points" in url]
    page.close()
