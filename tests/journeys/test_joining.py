"""Somebody without an account asks to join a network; its manager takes the organisation in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from handschlag.accounts.models import User
from handschlag.directory.models import Network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINK = re.compile(r"https?://[^/\s]+(/\S*/join/\S+)")
ORGANISATION, ADDRESS = "Windwinkel Elektrolyse GmbH", "inga@windwinkel.example.org"
WORDS = {
    "de": {
        "ask": "Mitgliedschaft anfragen",
        "organisation": "Ihre Organisation",
        "name": "Ihr Name",
        "address": "Ihre E-Mail-Adresse",
        "send": "Um Aufnahme bitten",
        "requests": "Anfragen",
        "accept": "Annehmen und benachrichtigen",
        "members": "Mitglieder",
    },
    "en": {
        "ask": "Ask to become a member",
        "organisation": "Your organisation",
        "name": "Your name",
        "address": "Your email address",
        "send": "Ask to join",
        "requests": "Requests",
        "accept": "Accept and notify",
        "members": "Members",
    },
}


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [("de", 390, False), ("en", 1280, True)],
    ids=["german-phone-no-script", "english"],
)
def test_from_the_request_to_the_answer(
    opened: Callable[..., Any],
    manager: User,
    world: Network,
    letter_to: Callable[[str], str],
    shot: Callable[[Any, str], None],
    language: str,
    width: int,
    script: bool,
) -> None:
    words = WORDS[language]
    with opened(f"/{language}/networks/{world.slug}/", width=width, script=script) as page:
        ask(page, words, shot)
        link = LINK.search(letter_to(ADDRESS))
        assert link is not None, "the letter holds a link"
        assert link[1].startswith(f"/{language}/"), "in the language in which it was asked"
        page.goto(link[1])
        shot(page, "confirm")
        page.locator("main").get_by_role("button").click()
        page.wait_for_url("**/join/done/")

    with opened(f"/{language}/manage/networks/{world.slug}/", script=script, user=manager) as page:
        main = page.locator("main")
        main.get_by_role("link", name=words["requests"]).first.click()
        page.wait_for_url("**/requests/")
        main.get_by_role("link", name=ORGANISATION).click()
        page.wait_for_url("**/requests/*/")
        shot(page, "request")
        main.get_by_role("button", name=words["accept"]).click()
        page.wait_for_url(lambda url: not re.search(r"/requests/\d+/$", url))
        shot(page, "taken-in")
        main.get_by_role("link", name=words["members"]).first.click()
        page.wait_for_url("**/members/")
        assert main.get_by_role("link", name=ORGANISATION, exact=True).is_visible()
    assert world.name in letter_to(ADDRESS)


def ask(page: Any, words: dict[str, str], shot: Callable[[Any, str], None]) -> None:
    page.get_by_role("link", name=words["ask"]).click()
    page.wait_for_url("**/join/")
    page.get_by_label(words["organisation"]).fill(ORGANISATION)
    page.get_by_label(words["name"]).fill("Inga Beispiel")
    page.get_by_label(words["address"]).fill(ADDRESS)
    page.get_by_role("checkbox").check()
    shot(page, "asked")
    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_url("**/join/sent/")
