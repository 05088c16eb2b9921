"""A hybrid meeting in two browsers: both press their button and meet in a room of the stand-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from tests.platform.day.online.stand_in import StandIn

from handschlag.matching.models import Participant, Request

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_two_browsers_meet_in_one_room(
    opened: Callable[..., Any],
    stand_in: StandIn,
    stand_at: Callable[[str], datetime],
    linked: Callable[[Participant], str],
    online: Request,
    ada: Participant,
    bo: Participant,
) -> None:
    stand_at("10:24")
    ways = [reverse("day:today", args=[linked(one)]) for one in (ada, bo)]
    with opened(ways[0], width=390) as first, opened(ways[1], width=1280) as second:
        for page in (first, second):
            page.get_by_role("link", name="Raum betreten").click()
            page.get_by_role("heading", name="Room").wait_for()
        assert second.get_by_role("listitem").all_inner_texts() == ["Ada Lindqvist", "Bo Nilsson"]
        first.reload()
        assert first.get_by_role("listitem").all_inner_texts() == ["Ada Lindqvist", "Bo Nilsson"]
