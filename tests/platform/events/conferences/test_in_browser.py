"""The programme in a browser: no barrier in both themes, the grid on wide pages only, no script needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.browsing import go

from handschlag.events.models import Session

PROGRAMME = "/de/events/netzwerke-verbinden/programme/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def warm(published: dict[str, Session], client: Client) -> None:
    """The first request of a process loads every address and template; a browser would wait for it."""
    client.get(PROGRAMME)


def test_grid_and_list_have_no_barrier(
    opened: Callable, barriers: Callable, published: dict[str, Session]
) -> None:
    with opened(PROGRAMME) as page:
        assert barriers(page) == []
        assert page.locator(".hs-grid__box").count() == page.locator(".hs-session").count() == 4
        page.goto(f"/en/events/netzwerke-verbinden/sessions/{published['glass'].pk}/")
        assert barriers(page) == []
        page.goto("/de/events/netzwerke-verbinden/")
        assert barriers(page) == []
    with opened(PROGRAMME, width=390, dark=True) as page:
        assert barriers(page) == []
        assert page.locator(".hs-grid").is_visible() is False


def test_somebody_chooses_without_a_script(opened: Callable, published: dict[str, Session]) -> None:
    with opened(PROGRAMME, script=False) as page:
        for _ in range(2):
            go(page, page.get_by_role("button", name="Wählen").nth(1))
        page.goto("/de/events/netzwerke-verbinden/my-programme/")
        assert page.get_by_role("heading", level=1).inner_text() == "2 Programmpunkte in Ihrem Programm"
        go(page, page.get_by_role("button", name="Alle entfernen"))
        assert page.get_by_role("heading", level=1).inner_text() == "Noch ist nichts gewählt"
