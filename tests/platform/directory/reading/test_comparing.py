"""Up to four networks side by side, in an address that can be passed on."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import words

from handschlag.directory.comparing import chosen, differs, shared_actors
from handschlag.directory.models import MemberFigure, Status

pytestmark = pytest.mark.django_db


def page(client: Client, *slugs: str) -> str:
    return pages.page(client, "/de/compare/", {"n": list(slugs)})


def lines(html: str) -> dict[str, list[str]]:
    """The rows of the table: what stands in each column."""
    rows = re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL)
    cells = {
        words(head): [words(cell) for cell in re.findall(r"<td>(.*?)</td>", rest, re.DOTALL)]
        for head, rest in rows
    }
    return {head: [cell.split(": ", 1)[1] for cell in values] for head, values in cells.items()}


def test_each_fact_is_a_row_that_says_whether_it_differs(client: Client) -> None:
    one = builders.network("Eins", founded=2001, fields=(builders.field(),), land=builders.land())
    builders.network("Zwei", founded=2005, fields=(builders.field(),))
    MemberFigure.objects.create(network=one, members=1200, year=2019)
    builders.actor("A", networks=(one,), is_sme=True)
    table = lines(page(client, "eins", "zwei"))
    assert table["Gegründet verschieden"] == ["2001", "2005"]
    assert table["Technologiefelder gleich"] == ["Optik und Photonik"] * 2
    assert table["Sitz verschieden"] == ["Sachsen", "noch nicht bekannt"]
    assert table["Mitglieder verschieden"] == ["1.200, Stand: 2019", "noch nicht bekannt"]
    assert table["Hier verzeichnet verschieden"] == ["1 Organisation", "noch nicht bekannt"]
    assert table["Management gleich"] == ["noch nicht bekannt"] * 2


def test_shared_actors_are_counted_once_and_named(client: Client) -> None:
    networks = [builders.network(name) for name in ("Eins", "Zwei", "Drei")]
    for number in range(12):
        builders.actor(f"Akteur {number:02}", networks=tuple(networks[:2]))
    builders.actor("Geheim", networks=tuple(networks), status=Status.DRAFT)
    text = words(page(client, "eins", "zwei", "drei"))
    assert "Eins und Zwei 12 Organisationen Akteur 00 , Akteur 01" in text
    assert "Akteur 09 und 2 weitere" in text
    assert "Eins und Drei Keiner der hier verzeichneten Akteure ist in beiden Mitglied." in text
    assert "Geheim" not in text


def test_a_network_is_added_and_taken_out_without_scripts(client: Client) -> None:
    for name in ("Eins", "Zwei", "Drei"):
        builders.network(name)
    html = page(client, "eins", "zwei")
    assert re.findall(r'<input type="hidden" name="n" value="([^"]+)">', html) == ["eins", "zwei"]
    assert re.findall(r'<option value="([^"]*)">', html) == ["", "drei"]
    assert re.findall(r'href="([^"]+)"><svg[^>]*>.*?</svg> (\w+) entfernen', html) == [
        ("/de/compare/?n=zwei", "Eins"),
        ("/de/compare/?n=eins", "Zwei"),
    ]
    assert "<h1>Eins, Zwei und Drei</h1>" in page(client, "eins", "zwei", "drei", "")


def test_four_are_enough_and_nonsense_is_left_out(client: Client) -> None:
    for name in ("Eins", "Zwei", "Drei", "Vier", "Sechs"):
        builders.network(name)
    builders.network("Geheim", status=Status.DRAFT)
    html = page(client, "eins", "geheim", "'--", "eins", "zwei", "drei", "vier", "sechs")
    assert "<h1>Eins und Zwei</h1>" in html  # two of the first four are public networks
    full = page(client, "eins", "zwei", "drei", "vier", "sechs")
    assert "<h1>Eins, Zwei, Drei und Vier</h1>" in full
    assert "<select" not in full


def test_without_a_choice_the_page_says_how_to_begin(client: Client) -> None:
    builders.network()
    text = words(page(client))
    assert "Noch gibt es nichts zu vergleichen" in text
    assert "Optik Sachsen" in text


def test_four_ask_the_database_as_often_as_two(client: Client) -> None:
    networks = [builders.network(f"Netz {number}", fields=(builders.field(),)) for number in range(4)]
    for number in range(3):
        builders.actor(f"A{number}", networks=tuple(networks))

    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, *(f"netz-{n}" for n in range(number)))
        return len(seen)

    assert queries(4) == queries(2) <= 10


def test_the_rules_of_comparing_are_plain() -> None:
    assert chosen(["b", "a", "b", "", "c", "d", "e"]) == ("b", "a", "c", "d")
    assert [differs(values) for values in ([], [1], [1, 1], [1, 2])] == [False, False, False, True]
    assert shared_actors({3: frozenset({1, 2}), 1: frozenset({2}), 2: frozenset()}) == {
        (3, 1): frozenset({2}),
        (3, 2): frozenset(),
        (1, 2): frozenset(),
    }
