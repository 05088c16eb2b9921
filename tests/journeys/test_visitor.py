"""A visitor looks for a hydrogen cluster: by word, by filter and by map; with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.keyboard import reach, write

from handschlag.directory.models import Network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Wasserstoff-Cluster Nordmeer"


def arrived(page: Any) -> bool:
    return page.url.endswith("/networks/wasserstoff-cluster-nordmeer/") and (
        page.get_by_role("heading", level=1).inner_text().replace("\n", " ") == NAME
    )


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [("en", 390, True), ("de", 390, False)],
    ids=["english-phone", "no-script"],
)
def test_a_cluster_is_found_by_words(
    opened: Callable[..., Any],
    world: Network,
    shot: Callable[[Any, str], None],
    language: str,
    width: int,
    script: bool,
) -> None:
    asked, button = {"de": ("Wasserstoff", "Suchen"), "en": ("hydrogen", "Search")}[language]
    with opened(f"/{language}/", width=width, script=script) as page:
        shot(page, "start")
        page.locator("main input[name=q]").fill(asked)
        page.locator("main").get_by_role("button", name=button).first.click()
        page.wait_for_url("**/search/**")
        shot(page, "hits")
        page.locator('main a[href*="invented=yes"]').first.click()  # invented entries wait behind real ones
        page.wait_for_url("**invented=yes**")
        page.locator("main").get_by_role("link", name=NAME).first.click()
        page.wait_for_url("**/networks/*/")
        shot(page, "network")
        assert arrived(page)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)])
def test_a_cluster_is_found_by_a_filter(
    opened: Callable[..., Any], world: Network, shot: Callable[[Any, str], None], width: int, script: bool
) -> None:
    with opened("/de/networks/", width=width, script=script) as page:
        assert page.locator("main tbody tr").count() == 4
        if width < 900:
            page.get_by_role("button", name="Filter", exact=True).click()
        shot(page, "filters")
        page.get_by_label("Wasserstoff und Brennstoffzellen").check()
        page.get_by_role("button", name="Filter anwenden").click()
        page.wait_for_url("**field=**")
        shot(page, "chosen")
        assert page.locator("main tbody tr").count() == 1
        page.locator("main tbody").get_by_role("link", name=NAME).click()
        page.wait_for_url("**/networks/*/")
        assert arrived(page)


def test_a_cluster_is_found_on_the_map(
    opened: Callable[..., Any], world: Network, shot: Callable[[Any, str], None]
) -> None:
    """Without a script; tests/platform/directory/map walks through the map that has one."""
    with opened("/en/map/", script=False) as page:
        page.get_by_role("link", name="Invented entries only").click()
        page.wait_for_url("**invented=yes**")
        shot(page, "map")
        page.locator("svg a.hs-mark").filter(has_text="Husum").first.click()
        page.wait_for_url("**/map/?**")
        shot(page, "place")
        page.locator("main").get_by_role("link", name=NAME).first.click()
        page.wait_for_url("**/networks/*/")
        assert arrived(page)


def test_a_cluster_is_found_by_keyboard_alone(
    opened: Callable[..., Any], world: Network, shot: Callable[[Any, str], None]
) -> None:
    """From the first stop to the page of the network, without touching a mouse."""
    with opened("/de/") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # to the content
        write(page, "Netzwerk, Akteur", "Wasserstoff Husum")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        reach(page, NAME)
        shot(page, "focus")
        page.keyboard.press("Enter")
        page.wait_for_url("**/networks/*/")
        assert arrived(page)
