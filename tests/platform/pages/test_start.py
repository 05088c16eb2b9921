"""The first page: figures that are counted, nothing that is promised, and no barrier."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.directory.index import documents
from handschlag.directory.models import Direction, FactSource, Membership, Statement, Status
from handschlag.pages.start import start

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def world() -> None:
    """Two networks that share an organisation; one draft that nobody may see."""
    optics = builders.field("OPT", "Optik und Photonik", "Optics and photonics")
    saxon, other = (
        builders.network("Optik Sachsen", fields=(optics,), land=builders.land()),
        builders.network("Linsen Mitte"),
    )
    hidden = builders.network("Geheimes Netz", fields=(optics,), status=Status.DRAFT)
    one, two = builders.actor("Linsen Meier GmbH"), builders.actor("Laser Kraft AG")
    for actor, network in ((one, saxon), (one, other), (two, saxon), (two, hidden)):
        Membership.objects.create(actor=actor, network=network)
    Membership.objects.create(actor=two, network=other, since=date(2020, 1, 1), until=date(2021, 1, 1))
    Statement.objects.create(actor=one, direction=Direction.OFFER, text_de="Linsen")
    Statement.objects.create(actor=one, direction=Direction.NEED, text_de="Glas")
    Statement.objects.create(actor=two, direction=Direction.NEED, text_de="Spiegel")
    FactSource.objects.create(
        network=saxon, fact="name", source="https://example.org", seen_on=date(2026, 10, 3)
    )
    builders.programme("go-cluster")
    builders.story("Neues Labor", network=saxon)
    documents.refresh_all()


def figures(text: str) -> dict[str, str]:
    found = re.findall(r"<dt>([^<]*)</dt><dd>(?:<a[^>]*>)?([^<]*)", text)
    return dict(found)


def test_figures_tell_memberships_from_organisations(client: Client, world: None) -> None:
    text = client.get("/en/").content.decode()
    assert "2 networks in 1 of 16 federal states" in text
    assert figures(text) == {
        "distinct organisations": "2",
        "memberships; an organisation may have several": "3",
        "offers": "1",
        "needs": "2",
    }
    assert "Geheimes" not in text


def test_a_change_shows_at_once(client: Client, world: None) -> None:
    assert "2 networks in" in client.get("/en/").content.decode()
    builders.network("Spiegel Nord")
    documents.refresh_all()
    assert "3 networks in" in client.get("/en/").content.decode()


def test_an_empty_platform_has_a_start_page_too(client: Client, valid: Callable[[str], list[str]]) -> None:
    text = client.get("/de/").content.decode()
    assert '<h2 id="country">0 Netzwerke</h2>' in text
    assert valid(text) == []


def test_every_link_of_the_start_page_leads_somewhere(
    client: Client, world: None, valid: Callable[[str], list[str]]
) -> None:
    text = client.get("/de/").content.decode()
    assert valid(text) == []
    main = text.partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'<a[^>]* href="(/[^"#]*)', main)
    assert len(links) > 8
    for address in links:
        assert (address, client.get(address.replace("&amp;", "&")).status_code) == (address, 200)


def test_the_number_of_queries_is_constant(world: None, queries_of: Callable[..., int]) -> None:
    builders.event("Erste Tagung").hosts.create(name="Wir")
    few = queries_of(lambda: start(today=TODAY))
    for number in range(5):
        builders.network(f"Netz {number}")
    documents.refresh_all()
    assert queries_of(lambda: start(today=TODAY)) == few == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_barrier_and_the_search_works_by_keyboard(
    opened: Callable, barriers: Callable, world: None, width: int, dark: bool
) -> None:
    with opened("/de/", width=width, dark=dark) as page:
        assert barriers(page) == []
        page.get_by_label("Netzwerk, Akteur, Technologie oder Ort").fill("Linsen")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=Linsen")
        assert page.get_by_role("link", name="Linsen Meier GmbH").count() == 1


def test_the_next_events_are_named_and_past_ones_are_not(client: Client) -> None:
    builders.event("Morgen", first_day=date(2100, 1, 1), last_day=date(2100, 1, 1))
    builders.event("Gestern", first_day=date(2020, 1, 1), last_day=date(2020, 1, 1))
    text = client.get("/de/").content.decode()
    assert ("Kommende Veranstaltungen" in text, "Morgen" in text, "Gestern" in text) == (True, True, False)
