"""A journey without a mouse: from stop to stop with Tab, and on with Enter or Space."""

from __future__ import annotations

from typing import Any

STOPS = "a, button, input, textarea, summary"
STOP = """([kinds, name]) => {
    const stop = document.activeElement;
    const said = (stop.labels?.[0] ?? stop).textContent.replace(/\\s+/g, " ").trim();
    return {
        page: stop === document.body,
        outline: parseFloat(getComputedStyle(stop).outlineWidth),
        there: stop.matches(kinds) && said.startsWith(name),
        html: stop.outerHTML.slice(0, 200),
    };
}"""


def reach(page: Any, name: str, *, kinds: str = STOPS) -> None:
    """Tab until focus is on the stop that is called so; every stop on the way can be seen."""
    passed = []
    for _ in range(90):
        stop = page.evaluate(STOP, [kinds, name])
        assert stop["page"] or stop["outline"] >= 2, stop["html"]
        if stop["there"]:
            return
        passed.append(stop["html"])
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never gets to {name!r}, only to {passed}")


def follow(page: Any, name: str, *, to: Any, kinds: str = STOPS, key: str = "Enter") -> None:
    """Press what is called so; it leads to an address."""
    reach(page, name, kinds=kinds)
    with page.expect_navigation(url=to):  # it may be the address where we are
        page.keyboard.press(key)


def write(page: Any, name: str, text: str) -> None:
    """Put this text into a field, in the place of what stands there."""
    reach(page, name, kinds="input, textarea")
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
