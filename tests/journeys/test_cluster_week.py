"""A host enters an activity on a phone, an editor publishes it, and it stands on map, list and feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from tests.browsing import go
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.directory.models import Network, Place
from handschlag.events.models import Activity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEEK = "/de/cluster-week/clusterwoche/"


def enter(page: Any, barriers: Callable[..., list]) -> None:
    """What the host types; the form says what is missing and keeps the rest."""
    go(page, page.get_by_role("link", name="Veranstaltung eintragen").first)
    assert page.locator("#id_place").input_value() == "Husum"
    assert barriers(page) == []
    page.locator("#id_title_de").fill("Offene Elektrolyse")
    page.locator("#id_day").fill("2027-04-21")
    page.locator("#id_begins").fill("14:00")
    page.locator("#id_ends").fill("17:30")
    page.get_by_label("Schulen").check()
    go(page, page.get_by_role("button", name="An die Redaktion senden"))
    assert page.locator("#id_title_de").input_value() == "Offene Elektrolyse"
    page.locator("#id_text_de").fill("Sie sehen, wie aus Wind Wasserstoff wird.")
    go(page, page.get_by_role("button", name="An die Redaktion senden"))
    assert page.get_by_text("An die Redaktion gesendet.").is_visible()


def test_from_the_phone_of_a_host_to_map_and_feed(
    opened: Callable[..., Any],
    manager: User,
    editor: User,
    world: Network,
    barriers: Callable[..., list],
    shot: Callable[[Any, str], None],
) -> None:
    builders.campaign()
    Place.objects.create(name="Husum", land=world.land, latitude=54.48, longitude=9.05, population=23_000)
    with opened(WEEK, width=390, user=manager) as page:
        enter(page, barriers)
        shot(page, "host")
    with opened("/de/moderation/activities/", user=editor) as page:
        go(page, page.get_by_role("link", name="Offene Elektrolyse"))
        assert barriers(page) == []
        go(page, page.get_by_role("button", name="Veröffentlichen"))
        assert page.get_by_role("heading", name="0 Veranstaltungen zu prüfen").is_visible()
    with opened(f"{WEEK}map/?region=schleswig-holstein", dark=True) as page:
        assert barriers(page) == []
        page.get_by_role("link", name="Offene Elektrolyse").click()
        page.wait_for_url(f"**{WEEK}activities/offene-elektrolyse/")
        assert barriers(page) == []
        shot(page, "activity")
        feed = Calendar.from_ical(page.request.get(f"{WEEK}calendar.ics?audience=schools").body())
    (event,) = feed.walk("VEVENT")
    made = Activity.objects.get()
    length = event["DTEND"].dt - event["DTSTART"].dt
    assert (event["DTSTART"].dt, length) == (made.starts_at, timedelta(hours=3, minutes=30))


@pytest.mark.parametrize(("page", "width", "dark"), [("", 390, True), ("calendar/?view=week", 1280, False)])
def test_pages_of_the_week_have_no_barriers_and_do_not_scroll_sideways(
    page: str,
    width: int,
    dark: bool,
    opened: Callable[..., Any],
    world: Network,
    barriers: Callable[..., list],
) -> None:
    made = builders.campaign()
    for number in range(8):
        builders.activity(made, f"Veranstaltung mit einem langen Titel {number}", land=world.land)
    with opened(WEEK + page, width=width, dark=dark) as opened_page:
        assert barriers(opened_page) == []
