"""An organiser at work in a browser: an event from a template, a talk moved by form and by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import go
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event, Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = "/de/manage/events/netzwerke-verbinden/"
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]


@pytest.fixture
def filled(event: Event) -> Session:
    """A published programme with a clash, and a talk that has no time."""
    one, two = builders.room(event, "Saal 1", seats=90), builders.room(event, "Saal 2")
    ada = builders.speaker(event)
    builders.session(event, "Eröffnung", "9:00", room=one, speakers=(ada,))
    builders.version(event)
    builders.session(event, "Spiegel", "9:15", room=two, speakers=(ada,))
    builders.session(event, "Ohne Zeit", "")
    return builders.session(event, "Linsen für alle", "11:00", room=one)


def test_no_page_of_the_console_has_a_barrier(
    filled: Session, greta: User, opened: Callable[..., Any], barriers: Callable[..., list[Any]]
) -> None:
    paths = ("", "house/", "speakers/", "team/", "programme/", f"sessions/{filled.pk}/", "publish/", "copy/")
    more = ("details/", "delete/", "matching/try/", "planning/optimise/")  # the last one waits
    rest = (f"sessions/{filled.pk}/move/", "versions/1/", "edit/registration/", "parts/room/new/")
    found = []
    with opened("/de/manage/events/", user=greta) as page:
        found += [("mine", one) for one in barriers(page)]
        for path in ("new/", "guide/"):
            page.goto(f"/de/manage/events/{path}")
            found += [(path, one) for one in barriers(page)]
        for path in (*paths, *more, *rest):
            page.goto(HOME + path)
            found += [(path, "wide", one) for one in barriers(page)]
            page.set_viewport_size({"width": 390, "height": 900})
            page.emulate_media(color_scheme="dark")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # there the bar covers nothing
            found += [(path, "narrow", one) for one in barriers(page, LOOKS)]
            page.set_viewport_size({"width": 1280, "height": 900})
            page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 390, "height": 900})
        page.keyboard.press("?")
        assert page.locator("#console-keys").get_by_text("Zur Suche").is_visible()
        page.locator(".hs-thumb summary").click()
        found += [("more", one) for one in barriers(page)]
    assert found == []


def test_an_organiser_builds_an_event_from_a_template_and_moves_a_talk_without_a_script(
    filled: Session, greta: User, opened: Callable[..., Any]
) -> None:
    with opened(HOME, user=greta, script=False) as page:
        go(page, page.get_by_role("link", name="Als Vorlage verwenden"))
        page.get_by_label("Titel, deutsch").fill("Netzwerke 2028")
        page.get_by_label("Erster Tag").fill("2028-04-12")
        go(page, page.get_by_role("button", name="Veranstaltung kopieren"))
        go(page, page.locator(".hs-rail").get_by_role("link", name="Programm"))  # with a fact beside it
        go(page, page.locator("tr", has_text="Linsen für alle").get_by_text("Verschieben"))
        page.get_by_label("Raum").select_option(label="Saal 2")
        page.get_by_label("Beginnt um").fill("09:05")
        go(page, page.get_by_role("button", name="Verschieben"))
        said = page.get_by_role("status").first.inner_text()
    row = Session.objects.get(event__slug="netzwerke-2028", title_de="Linsen für alle")
    assert row.starts_at is not None
    assert row.starts_at.isoformat() == "2028-04-12T07:05:00+00:00"
    assert "Verschoben. 1 Konflikt: Saal 2 ist um 09:15 Uhr doppelt belegt." in said


def test_a_talk_is_dragged_and_what_would_clash_is_told_while_somebody_types(
    filled: Session, greta: User, opened: Callable[..., Any]
) -> None:
    with opened(f"{HOME}sessions/{filled.pk}/move/", user=greta) as page:
        page.get_by_label("Beginnt um").fill("09:10")
        page.get_by_label("Beginnt um").dispatch_event("change")
        page.get_by_text("Saal 1 ist um 09:10 Uhr doppelt belegt.").wait_for()
        page.goto(f"{HOME}programme/")
        piece = page.locator(".hs-plan__piece", has_text="Linsen für alle")
        piece.scroll_into_view_if_needed()
        head = page.locator(".hs-plan__head", has_text="Saal 2").bounding_box()
        box = piece.bounding_box()
        hour = page.locator(".hs-plan__hour").first.bounding_box()["height"]
        page.mouse.move(box["x"] + 20, box["y"] + 5)
        page.mouse.down()
        page.mouse.move(box["x"] + 30, box["y"] + 15, steps=3)
        page.mouse.move(head["x"] + 20, box["y"] + 5 - hour, steps=5)
        with page.expect_navigation():
            page.mouse.up()
    row = Session.objects.get(pk=filled.pk)
    assert (row.room and row.room.name_de, row.starts_at) == ("Saal 2", builders.clock("10:00"))
