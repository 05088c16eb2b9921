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


def test_from_the_request_to_the_answer(
    opened: Callable[..., Any],
    manager: User,
    world: Network,
    letter_to: Callable[[str], str],
    shot: Callable[[Any, str], None],
) -> None:
    with opened(f"/de/networks/{world.slug}/", width=390) as page:
        page.get_by_role("link", name="Mitgliedschaft anfragen").click()
        page.wait_for_url("**/join/")
        page.get_by_label("Ihre Organisation").fill("Windwinkel Elektrolyse GmbH")
        page.get_by_label("Ihr Name").fill("Inga Beispiel")
        page.get_by_label("Ihre E-Mail-Adresse").fill("inga@windwinkel.example.org")
        page.get_by_role("checkbox").check()
        shot(page, "asked")
        page.get_by_role("button", name="Um Aufnahme bitten").click()
        page.wait_for_url("**/join/sent/")
        link = LINK.search(letter_to("inga@windwinkel.example.org"))
        assert link is not None, "the letter holds a link"
        page.goto(link[1])
        shot(page, "confirm")
        page.locator("main").get_by_role("button").click()
        page.wait_for_url("**/join/done/")

    with opened(f"/de/manage/networks/{world.slug}/requests/", user=manager) as page:
        page.get_by_role("link", name="Windwinkel Elektrolyse GmbH").click()
        page.wait_for_url("**/requests/*/")
        shot(page, "request")
        page.get_by_role("button", name="Annehmen und Bescheid geben").click()
        page.wait_for_url(lambda url: not re.search(r"/requests/\d+/$", url))
        shot(page, "taken-in")
        page.goto(f"/de/manage/networks/{world.slug}/members/")
        assert page.get_by_role("link", name="Windwinkel Elektrolyse GmbH", exact=True).is_visible()
    assert world.name in letter_to("inga@windwinkel.example.org")
