"""Whoever has doubled the size of text in the browser sees all of it: nothing cut off, nothing sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from tests.journeys.participant.conftest import At, Guests, Proofs
from tests.journeys.participant.walker import CUT
from tests.platform import builders
from tests.platform.conftest import SIDEWAYS
from tests.platform.design.test_in_browser import larger_text

from handschlag.matching.models import Participant

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BEFORE = ("recommended", "profile", "time", "browse", "send", "wishes", "inbox", "day")
WIDTHS = (1280, 640)


def test_twice_as_large_text_is_still_all_there(
    browser: Any,
    chromium: str,
    live_server: Any,
    in_hand: Any,
    at: At,
    guests: Guests,
    proofs: Proofs,
    linked: Callable[[Participant], str],
) -> None:
    token, found = linked(guests.ada), []
    with larger_text(browser, chromium) as enlarged:
        page = enlarged.new_page(base_url=live_server.url)
        page.set_default_timeout(120_000)

        def look(address: str) -> None:
            page.goto(address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                seen = (page.evaluate(SIDEWAYS), page.evaluate(CUT))
                if seen != (0, []):
                    found.append((address, width, *seen))

        look(reverse("registration:invited", args=[proofs.invited]))
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "36px"
        for name in BEFORE:
            look(reverse(f"matching:{name}", args=[token]))
        at(builders.clock("10:24"))
        look(reverse("day:today", args=[token]))
        at(builders.clock("11:00"))
        look(reverse("day:afterwards", args=[token]))
    in_hand.wait()
    assert found == []
