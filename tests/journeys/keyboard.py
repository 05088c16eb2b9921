"""A journey without a mouse: from stop to stop with Tab, and on with Enter or Space."""

from __future__ import annotations

import time
from typing import Any

from tests.browsing import LONGEST

STOPS = "a, button, input, textarea, summary"
MOST = 150
# A choice that is drawn by its label shows its focus there. What a bar covers entirely cannot be seen.
STOP = """([kinds, name]) => {
    const stop = document.activeElement;
    const said = (stop.labels?.[0] ?? stop).textContent.replace(/\\s+/g, " ").trim();
    const own = stop.checkVisibility({opacityProperty: true}) && stop.getBoundingClientRect().width > 1;
    const shown = own ? stop : stop.labels?.[0] ?? stop;
    const box = shown.getBoundingClientRect();
    const met = [0.1, 0.5, 0.9].some(x => [0.1, 0.5, 0.9].some(y => {
        const there = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
        return there && (shown.contains(there) || there.contains(stop) && there.closest("label"));
    }));
    return {
        led: stop === document.body || stop.tabIndex < 0, // by the page, not by Tab
        outline: parseFloat(getComputedStyle(shown).outlineWidth),
        met,
        there: stop.matches(kinds) && said.startsWith(name),
        html: stop.outerHTML.slice(0, 200),
    };
}"""


def _settled(page: Any, kinds: str, name: str) -> dict[str, Any]:
    """The stop with the focus, once the page has scrolled to it: it does so smoothly."""
    end = time.monotonic() + LONGEST
    stop: dict[str, Any] = page.evaluate(STOP, [kinds, name])
    while not (stop["led"] or stop["met"]) and time.monotonic() < end:
        time.sleep(0.1)
        stop = page.evaluate(STOP, [kinds, name])
    return stop


def reach(page: Any, name: str, *, kinds: str = STOPS) -> None:
    """Tab until focus is on the stop that is called so; every stop on the way can be seen."""
    passed = []
    for number in range(MOST):
        # Where we already are may have been moved out of sight by what a script has put in above it.
        stop = _settled(page, kinds, name) if number else page.evaluate(STOP, [kinds, name])
        assert stop["led"] or stop["outline"] >= 2, stop["html"]
        assert not number or stop["led"] or stop["met"], f"covered: {stop['html']}"
        if stop["there"]:
            return
        passed.append(stop["html"])
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never gets to {name!r} of {kinds}, only to {passed}")


def follow(page: Any, name: str, *, to: Any, kinds: str = STOPS, key: str = "Enter") -> None:
    """Press what is called so; it leads to an address."""
    reach(page, name, kinds=kinds)
    with page.expect_navigation(url=to):  # it may be the address where we are
        page.keyboard.press(key)


def write(page: Any, name: str, text: str, *, kinds: str = "input, textarea") -> None:
    """Put this text into a field, in the place of what stands there."""
    reach(page, name, kinds=kinds)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def menu(page: Any, name: str, *, to: Any) -> None:
    """Open the menu of the person, on a phone within the menu of the site, and follow a link in it."""
    if page.viewport_size["width"] < 600:
        reach(page, "", kinds="summary:has(.hs-menu__open)")
        page.keyboard.press("Enter")
    reach(page, "", kinds="summary:has(.hs-account__name)")
    page.keyboard.press("Enter")
    follow(page, name, to=to)
