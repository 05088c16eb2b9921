"""A walk-in served in a minute, at a screen by keyboard alone and on a phone, with and without a script."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.browsing import go
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.day.models import StandBy, StandByState
from handschlag.events.models import Event
from handschlag.matching.engine import vocabulary
from handschlag.matching.models import Participant, Service
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "de": {
        "door": "Anmeldung vor Ort",
        "fields": ("Name", "Organisation", "Bietet", "Sucht"),
        "speaks": "Spricht",
        "agrees": ("Hat die Datenschutzhinweise auf Papier erhalten und stimmt der Gesprächsvermittlung zu."),
        "look": "Gespräche suchen",
        "take": "Anmelden, 3 Personen anfragen, Blatt drucken",
        "asked": "0 von 3 Personen haben zugesagt.",
        "agreed": "zugesagt: findet statt",
        "sheet": "Blatt drucken",
    },
    "en": {
        "door": "Register on the day",
        "fields": ("Name", "Organisation", "Offers", "Looking for"),
        "speaks": "Speaks",
        "agrees": "Has received the privacy notice on paper and agrees to matchmaking.",
        "look": "Look for meetings",
        "take": "Register, ask 3 people, print sheet",
        "asked": "0 of 3 people have said yes.",
        "agreed": "agreed: takes place",
        "sheet": "Print the sheet",
    },
}
SAID = ("Hanna Brinkmann", "Inselhof Stalltechnik", "Linsen für Laser", "Sensoren")


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary.understood("Linsen", "de")
    monkeypatch.setattr("django.utils.timezone.now", lambda: builders.clock("9:00"))


def shot(page: Any, name: str) -> None:
    folder = os.environ.get("HANDSCHLAG_SHOTS", "")
    if folder:
        page.screenshot(path=str(Path(folder) / f"walk-in-{name}.png"), full_page=True)


def fill(page: Any, said: Any) -> None:
    for label, text in zip(said["fields"], SAID, strict=True):
        page.get_by_label(label, exact=label == "Name").first.fill(text)
    page.get_by_label(said["speaks"]).select_option("both")


def sheet_of(page: Any, name: str) -> str:
    """What kind of file stands behind the link."""
    path = page.get_by_role("link", name=name).get_attribute("href")
    return str(page.request.get(page.url.split("/de/")[0].split("/en/")[0] + path).headers["content-type"])


@pytest.mark.parametrize(
    ("language", "script", "dark", "width"),
    [("de", True, False, 1280), ("en", False, False, 1280), ("de", True, True, 390)],
)
def test_a_walk_in_is_served_with_two_presses(
    opened: Callable,
    barriers: Callable,
    event: Event,
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    otto: User,
    language: str,
    script: bool,
    dark: bool,
    width: int,
) -> None:
    said, name = WORDS[language], f"{language}-{width}"
    with override(language):
        path = reverse("registration:desk", args=[event.slug])
    with opened(path, width=width, script=script, dark=dark, user=otto) as page:
        go(page, page.get_by_role("link", name=said["door"]))
        fill(page, said)
        page.get_by_label(said["agrees"]).press("Space")
        go(page, page.get_by_role("button", name=said["look"]), key="Enter")
        page.get_by_role("button", name=said["take"]).wait_for()
        assert page.get_by_role("checkbox", checked=True).count() == 4
        shot(page, f"{name}-found")
        if script:
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # out from under the bar at the foot
            assert barriers(page) == []
        go(page, page.get_by_role("button", name=said["take"]), key="Enter")
        page.get_by_text(said["asked"]).wait_for()
        shot(page, f"{name}-asked")
        assert sheet_of(page, said["sheet"]) == "application/pdf"
        if script:
            assert barriers(page) == []
            StandBy.objects.filter(participant=ada).update(
                state=StandByState.ACCEPTED, participant_yes_at=builders.clock("9:00")
            )
            page.get_by_text(said["agreed"]).wait_for()
    assert Registration.objects.get(way="walk_in").name == "Hanna Brinkmann"
    assert StandBy.objects.count() == 3
