"""What stands beside a link is what its list has: walked over the networks that come with the platform."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from tests.platform.directory.reading.pages import title, words

from handschlag.directory.index import documents
from handschlag.directory.models import Field, Land, Network, Place
from handschlag.directory.public import is_over
from handschlag.programmes.models import Programme

NUMBER = r"(\d[\d.]*)"
DOT = re.compile(rf'<a href="([^"]+)"[^>]*class="hs-(?:mark|land)[^"]*"><title>([^<]+): {NUMBER} Netz')
PLACE = re.compile(rf'<a href="(/de/map/\?place=[^"]+)">([^<]+)</a>.*?hs-right">{NUMBER}<', re.DOTALL)
BOX = re.compile(rf'name="(\w+)"\s+value="([^"]+)".*?hs-count">{NUMBER}', re.DOTALL)


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for all tests of this file, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_public_data", verbosity=0)
        documents.refresh_all()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(tables: None, db: None) -> None:
    """The public data."""


def number(text: str) -> int:
    found = re.search(NUMBER, text)
    return int(found[1].replace(".", "")) if found else 0


def html(client: Client, address: str) -> str:
    return client.get(address.replace("&amp;", "&")).content.decode()


def listed(client: Client, query: str) -> int:
    """How many the list of networks says that it has."""
    said = title(html(client, f"/de/networks/?{query}"))
    return 0 if said.startswith("Noch kein") else number(said)


def test_every_choice_of_a_filter_leads_to_as_many(client: Client, loaded: None) -> None:
    options = BOX.findall(html(client, "/de/networks/"))
    assert {name for name, *_ in options} == {"kind", "field", "land", "programme"}
    for name, value, said in options:
        assert listed(client, f"{name}={value}") == number(said), (name, value)
    kinds = {value: number(said) for name, value, said in options if name == "kind"}
    assert sum(kinds.values()) == listed(client, "") == number(title(html(client, "/de/networks/")))


@pytest.mark.parametrize(("name", "pages", "model"), [("land", "regions", Land), ("field", "fields", Field)])
def test_regions_and_fields_say_what_their_lists_have(
    client: Client, loaded: None, name: str, pages: str, model: type[Land | Field]
) -> None:
    table = html(client, f"/de/{pages}/")
    for entry in model.objects.all():
        wanted = listed(client, f"{name}={entry.slug}")
        text = html(client, f"/de/{pages}/{entry.slug}/")
        assert number(re.split('hs-lead">', text)[1]) == wanted, entry.slug
        if all_of_them := re.search(rf'href="/de/networks/\?{name}={entry.slug}"\s*>([^<]+)<', text):
            assert number(all_of_them[1]) == wanted, entry.slug
        row = re.search(
            rf'hs-counted__name"\s+href="/de/{pages}/{entry.slug}/".*?Netzwerke: </span>([^<]*)',
            table,
            re.DOTALL,
        )
        assert row is None or number(row[1]) == wanted, entry.slug


def test_programmes_say_what_their_lists_have(client: Client, loaded: None) -> None:
    rows = re.split(r'href="/de/programmes/', html(client, "/de/programmes/"))
    for programme in Programme.objects.all():
        wanted = listed(client, f"programme={programme.slug}")
        text = words(html(client, f"/de/programmes/{programme.slug}/"))
        said = re.search(rf"{NUMBER} Netzwerke? aus diesem Verzeichnis", text)
        assert (number(said[1]) if said else 0) == wanted, programme.slug
        (row,) = (words("<" + one) for one in rows if one.startswith(f"{programme.slug}/"))
        said = re.search(rf"{NUMBER} Netzwerke? aus diesem Verzeichnis", row)
        assert (number(said[1]) if said else 0) == wanted, programme.slug


def test_zim_networks_take_part_in_zim_or_did(client: Client, loaded: None) -> None:
    """The two numbers that a reader compares, and what lies between them."""
    text = words(html(client, "/de/programmes/zim/"))
    before = re.search(rf"und {NUMBER} frühere Netzwerke", text)
    assert before is not None
    assert listed(client, "programme=zim") + number(before[1]) == listed(client, "kind=zim_network")


def test_every_dot_land_and_place_of_the_map_leads_to_as_many(client: Client, loaded: None) -> None:
    text = html(client, "/de/map/?places=all")
    marked, placed = DOT.findall(text), PLACE.findall(text.split('id="places"')[1])
    assert min(len(marked), len(placed)) > 60
    for address, name, said in {*marked, *placed}:
        chosen = words(html(client, address).split('id="choice"')[1].split("</section>")[0])
        assert re.match(rf".*?\b{re.escape(name)} {re.escape(said)} Netz", chosen), (address, chosen[:60])
    for land in Land.objects.all():
        (said,) = {number(said) for _, name, said in marked if name == land.name_de and "region=" in _}
        assert said == listed(client, f"land={land.slug}"), land.slug


def test_a_dot_for_several_places_has_the_name_of_the_large_city(client: Client, loaded: None) -> None:
    assert (
        Place.objects.get(name="München", land="BY").population > Place.objects.get(name="Planegg").population
    )
    text = html(client, "/de/map/")
    names = {name for _, name, _ in DOT.findall(text)}
    assert {"Raum München", "Raum Berlin", "Raum Düsseldorf"} <= names
    assert "Raum Planegg" not in names
    assert re.search(r'class="hs-map__name"[^>]*>Raum Berlin<', text)  # as the list that it opens is called


def test_networks_that_are_no_more_are_all_in_a_list_of_their_own(client: Client, loaded: None) -> None:
    over = Network.objects.filter(is_over()).count()
    assert over > 10
    assert title(html(client, "/de/networks/?ended=yes")) == f"{over} beendete Netzwerke"
    assert listed(client, "") == Network.objects.count() - over
