"""A participant without a mouse, who sees the pages plain, enlarged to 400 %, or in forced colours."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from tests.journeys.keyboard import reach, write
from tests.platform.conftest import SIDEWAYS

LOOKS = ("plain", "enlarged", "forced")
ENLARGED = {"width": 320, "height": 256}  # what is left of 1280 by 1024 pixels at 400 %
SEND = "main form button.kern-btn--primary[type=submit]"
# Text that its own box cuts off; what is only for screen readers is cut on purpose.
CUT = """() => [...document.querySelectorAll("main *")].filter(one => {
    const style = getComputedStyle(one);
    return one.checkVisibility() && one.clientWidth > 2 && one.innerText?.trim() && !one.closest("svg")
        && /hidden|clip/.test(style.overflowX + style.overflowY)
        && (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2);
}).map(one => one.outerHTML.slice(0, 160))"""
RING = 6  # pixels around a stop
BARS = """() => [...document.querySelectorAll("body *")]
    .filter(one => /fixed|sticky/.test(getComputedStyle(one).position) && one.checkVisibility())
    .reduce((sum, one) => sum + one.getBoundingClientRect().height, 0) / innerHeight"""
FORCED = """() => matchMedia("(forced-colors: active)").matches"""


class Walker:
    """One page of a browser, one look, and the keyboard."""

    def __init__(self, page: Any, look: str) -> None:
        self.page, self.look = page, look
        page.set_default_timeout(60_000)
        if look == "enlarged":
            page.set_viewport_size(ENLARGED)
        if look == "forced":
            page.emulate_media(forced_colors="active")
            assert page.evaluate(FORCED)

    def open(self, name: str, *args: object) -> None:
        """An address, as from a letter or a bookmark."""
        self.page.goto(reverse(name, args=args))
        self.arrived()

    def arrived(self) -> None:
        """Nothing is lost: one direction to scroll in, no text cut off, no bars over most of the page."""
        self.page.wait_for_load_state()
        assert (self.page.url, self.page.evaluate(SIDEWAYS)) == (self.page.url, 0)
        assert (self.page.url, self.page.evaluate(CUT)) == (self.page.url, [])
        assert self.page.evaluate(BARS) < 0.5

    def write(self, kinds: str, text: str) -> None:
        write(self.page, "", text, kinds=kinds)

    def press(self, kinds: str, *, name: str = "", key: str = "Enter") -> None:
        """What answers on the same page."""
        reach(self.page, name, kinds=kinds)
        self.page.keyboard.press(key)

    def go(self, kinds: str, *, name: str = "") -> None:
        """What leads to another page, or to this one anew."""
        reach(self.page, name, kinds=kinds)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.arrived()

    def choose(self, field: str, value: str) -> None:
        """One of several: Tab into the group and the arrows; whether it is chosen can be seen."""
        radios = f"input[type=radio][name^='{field}']"
        reach(self.page, "", kinds=radios)
        name = self.page.evaluate("document.activeElement.name")
        chosen = self.page.locator(f"input[name='{name}'][value='{value}']")
        box = self.page.locator("label", has=chosen).or_(chosen).first
        before = self.picture(box)
        for _ in range(self.page.locator(f"input[name='{name}']").count() + 1):
            key = "ArrowDown" if self.page.evaluate("document.activeElement.checked") else "Space"
            if chosen.is_checked():
                break
            self.page.keyboard.press(key)
        assert chosen.is_checked()
        self.differs(box, before)

    def differs(self, box: Any, before: bytes) -> None:
        """What was pressed or chosen looks otherwise than before, with and without the focus on it."""
        focused = self.picture(box)
        self.page.evaluate("document.activeElement.blur()")
        assert len({before, focused, self.picture(box)}) == 3

    def picture(self, box: Any) -> bytes:
        """How it looks, with the ring of the focus around it."""
        box.scroll_into_view_if_needed()
        at, size = box.bounding_box(), self.page.viewport_size
        left, top = max(at["x"] - RING, 0), max(at["y"] - RING, 0)
        wide = min(at["x"] + at["width"] + RING, size["width"]) - left
        high = min(at["y"] + at["height"] + RING, size["height"]) - top
        return bytes(self.page.screenshot(clip={"x": left, "y": top, "width": wide, "height": high}))
