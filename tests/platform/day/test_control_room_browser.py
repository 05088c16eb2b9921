"""The control room in a browser: by keyboard alone, in both languages and themes, on a phone and a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.browsing import go
from tests.platform.day.conftest import Today, clock

from handschlag.day.incidents import IncidentSubject
from handschlag.day.models import Incident, IncidentKind, Repair
from handschlag.matching.models import Meeting

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "de": {
        "new": "Vorfall melden",
        "open": "Erfassen und Lösungen suchen",
        "take": "Übernehmen",
        "taken": "Übernommen.",
        "undo": "Rückgängig machen",
    },
    "en": {
        "new": "Report an incident",
        "open": "Record and find solutions",
        "take": "Take",
        "taken": "Applied.",
        "undo": "Undo",
    },
}


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock("10:40"))


@pytest.mark.parametrize(
    ("language", "script", "dark", "width"),
    [("de", True, False, 1280), ("en", True, True, 390), ("de", False, False, 1280)],
)
def test_a_cancellation_is_repaired_with_at_most_one_other_meeting_moved(
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
    today: Today,
    language: str,
    script: bool,
    dark: bool,
    width: int,
) -> None:
    words, person = WORDS[language], today.meets_most()
    place = Meeting.objects.filter(service=today.service).first().place_id
    today.happens(IncidentKind.PLACE_LOST, IncidentSubject(place_id=place))
    with override(language):
        path = reverse("day:new", args=[today.service.event.slug]) + "?kind=cancelled"
    with opened(path, width=width, dark=dark, script=script, user=today.otto) as page:
        page.locator("[name=subject]").select_option(str(person))
        go(page, page.get_by_role("button", name=words["open"]), key="Enter")
        page.locator("#incident").wait_for()
        if script:
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            assert barriers(page) == []
        go(page, page.locator(".hs-way button:visible").first, key="Enter")
        page.get_by_text(words["taken"]).first.wait_for()
        page.get_by_role("button", name=words["undo"]).first.wait_for()
        if script:
            assert barriers(page) == []
        page.goto(page.url.split("?")[0].split("#")[0] + "risk/")
        page.get_by_role("table").wait_for()
        if script:
            assert barriers(page) == []
    incident = Incident.objects.get(kind=IncidentKind.CANCELLED)
    steps = Repair.objects.get(incident=incident).changes
    assert sum(not row["is_own"] for row in steps) <= 1
