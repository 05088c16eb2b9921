"""A yes with its guarantee, and one that does not work out, with the way out that is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import go
from tests.platform import matchmaking

from handschlag.matching.models import Meeting, Participant, Request, RequestState, Service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Bo Nilsson", "Cy Tannert")
WORDS = {
    "de": {
        "yes": "Ja, treffen: {}",
        "held": "Zugesagt. Die Uhrzeit teilen wir Ihnen noch mit.",
        "clash": "Ihre Zusage ist noch nicht möglich.",
        "way": "Ein Gespräch mehr",
        "more": "Zu den Anfragen",
        "day": "Zu meinem Tag",
    },
    "en": {
        "yes": "Yes, meet: {}",
        "held": "Confirmed. We will tell you the time.",
        "clash": "Your yes is not possible yet.",
        "way": "One meeting more",
        "more": "To the requests",
        "day": "Go to my day",
    },
}


@pytest.fixture
def narrow(service: Service) -> Participant:
    """Somebody who wanted one meeting at most, and is asked for two."""
    one = matchmaking.participant(service, "Ada Lindqvist", most=1)
    for name in NAMES:
        matchmaking.asked(matchmaking.participant(service, name), one)
    return one


@pytest.mark.parametrize(
    ("language", "width", "dark", "script"),
    [("de", 390, True, True), ("en", 1280, False, True), ("de", 390, False, False)],
    ids=["german-phone-dark", "english", "german-phone-no-script"],
)
def test_a_guarantee_and_a_way_out(
    opened: Callable[..., Any],
    look: Callable[[Any, str], None],
    narrow: Participant,
    linked: Callable[[Participant], str],
    language: str,
    width: int,
    dark: bool,
    script: bool,
) -> None:
    words = WORDS[language]
    see = look if script else lambda _page, _name: None
    path = f"/{language}/matching/{linked(narrow)}/inbox/"
    with opened(path, width=width, dark=dark, script=script) as page:
        press = (lambda button: button.click()) if script else (lambda button: go(page, button))
        see(page, "inbox")
        first, second = sorted(NAMES, key=page.content().index)
        press(page.get_by_role("button", name=words["yes"].format(first)))
        page.get_by_text(words["held"]).wait_for()
        see(page, "guarantee")
        press(page.get_by_role("button", name=words["yes"].format(second)))
        page.get_by_text(words["clash"]).wait_for()
        see(page, "clash")
        assert list(Request.objects.values_list("state", flat=True).order_by("state")) == [
            RequestState.ACCEPTED,
            RequestState.WATCHED,
        ]
        go(page, page.locator(".hs-out li", has_text=words["way"]).get_by_role("button"))
        page.get_by_text(words["held"]).wait_for()
        see(page, "way-taken")
        page.get_by_role("link", name=words["day"]).click()
        page.wait_for_url("**/day/")
        see(page, "day")
        for name in NAMES:
            assert page.get_by_text(name).first.is_visible()
    assert Meeting.objects.count() == 2
