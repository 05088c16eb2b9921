"""How tests go from page to page in a browser, and wait for what a page still does."""

from __future__ import annotations

import time
from typing import Any

LONGEST = 30.0  # seconds: a hang, not a speed, is what this catches


def go(page: Any, stop: Any, *, key: str = "") -> None:
    """Click what leads to another page, or press a key on it, and wait until that page is all there.

    A click alone returns as soon as the next page begins to come: what is asked then may be asked of half
    a page, and a `goto` may cut off what was just sent.
    """
    with page.expect_navigation():
        if key:
            stop.press(key)
        else:
            stop.click()


def until(page: Any, question: str, value: Any = None) -> None:
    """Wait until the page answers yes.

    The driver's own `wait_for_function` asks from within the page, and from the second time on our content
    policy forbids that: it passes only where the answer is yes at once.
    """
    end = time.monotonic() + LONGEST
    while not page.evaluate(question, value):
        assert time.monotonic() < end, f"waited in vain until {question}"
        page.wait_for_timeout(20)
