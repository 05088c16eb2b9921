"""Somebody writes markup, formulas and line breaks into every field: all pages show them as text."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.directory.index import documents
from handschlag.directory.models import Actor, Network

pytestmark = pytest.mark.django_db
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;{{ 7*7 }}{% now %}"
LINES = "Zeile\r\nBEGIN:VCARD\r\nFN:Eve"
PAGES = (
    *("", "networks/", "actors/", "news/", "search/?q=alert", "search/?q=script", "map/", "fields/optik/"),
    *("networks/evil/", "actors/evil/", "news/evil/", "compare/?n=evil", "networks/evil/join/"),
    *("regions/sachsen/", "bookmarks/"),
)


@pytest.fixture
def evil() -> tuple[Network, Actor]:
    optics = builders.field("OPT", label_de="Optik")
    network = builders.network(
        EVIL[:200],
        slug="evil",
        fields=(optics,),
        short_name=EVIL[:30],
        place=EVIL[:60],
        management_body=EVIL,
        description_de=EVIL,
        description_en=EVIL,
        website="https://x.example/?a=" + "%22%3E",
        contact_email="a@x.example",
        land=builders.land(),
        latitude=51.05,
        longitude=13.74,
    )
    network.sources.create(fact="all", source=EVIL, seen_on=builders.NOW.date())
    actor = builders.actor(
        EVIL[:200], slug="evil", fields=(optics,), networks=(network,), place=EVIL[:60], land=builders.land()
    )
    actor.statements.create(direction="offer", text_de=EVIL, text_en=EVIL)
    actor.statements.create(direction="need", text_de="=HYPERLINK(1)", text_en=LINES)
    builders.story(EVIL[:200], slug="evil", network=network, text_de=EVIL)
    documents.refresh_all()
    return network, actor


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_page_shows_markup_as_text(
    client: Client, evil: object, valid: Callable[[str], list[str]], path: str, language: str
) -> None:
    text = client.get(f"/{language}/{path}").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "49{%" not in text
    assert valid(text) == []


@pytest.mark.parametrize("path", ["networks/evil/", "actors/evil/"])
def test_what_machines_read_can_end_no_element(client: Client, evil: object, path: str) -> None:
    text = client.get(f"/de/{path}").content.decode()
    for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
        assert "<" not in found
        assert "alert(1)" in json.dumps(json.loads(found))


def test_the_answers_for_scripts_are_text_too(client: Client, evil: object) -> None:
    points = client.get("/de/map/points.json")
    assert points["Content-Type"].startswith("application/")
    json.loads(points.getvalue())
    proposals = client.get("/de/search/suggest/?q=scri").content.decode()
    assert "<script>alert" not in proposals


@pytest.mark.parametrize("what", ["networks", "actors"])
def test_a_table_calculates_nothing(client: Client, evil: object, what: str) -> None:
    text = client.get(f"/de/{what}/export/csv/").getvalue().decode("utf-8-sig")
    cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t"}] == []


@pytest.mark.parametrize("what", ["networks", "actors"])
def test_a_card_is_one_card(client: Client, evil: object, what: str) -> None:
    """A line break in a name begins no second card, and no line of its own."""
    text = client.get(f"/en/{what}/export/vcf/").getvalue().decode()
    assert text.count("BEGIN:VCARD\r\n") == text.count("END:VCARD\r\n") == 1
    assert not re.search(r"^FN:Eve", text, re.MULTILINE)


def test_the_list_for_search_engines_is_well_formed(client: Client, evil: object) -> None:
    ET.fromstring(client.get("/sitemap-networks.xml").content)
