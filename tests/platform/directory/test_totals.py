"""Totals: networks that are no more are found and marked, and nothing counts them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.directory.map.country import all_lands, seat
from tests.platform.directory.reading.pages import page, title, words

from handschlag.directory.models import NetworkKind, NetworkProgramme, NetworkStanding

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    """Three networks for optics in Dresden, in a programme, and one of each way to be no more."""
    all_lands()
    programme, field = builders.programme(), builders.field()
    facts = {"fields": (field,), "kind": NetworkKind.ZIM_NETWORK, **seat("Dresden")}
    made = [builders.network(f"Netz {word}", **facts) for word in ("Eins", "Zwei", "Drei")]
    made += [
        builders.network(f"Altes Netz {standing}", standing=standing, **facts)
        for standing in (NetworkStanding.ENDED, NetworkStanding.DISSOLVED)
    ]
    made.append(builders.network("Altes Netz merged", standing="merged", successor=made[0], **facts))
    for network in made:
        NetworkProgramme.objects.create(network=network, programme=programme)
        builders.actor(f"Firma {network.pk}", networks=(network,), **seat("Dresden"))
    NetworkProgramme.objects.create(
        network=builders.network("Früher dabei"), programme=programme, until=date(2020, 12, 31)
    )
    builders.documents.refresh_all()


def test_a_network_that_is_no_more_is_in_no_total(client: Client, world: None) -> None:
    expected = {
        "/de/": "4 Netzwerke",
        "/de/networks/": "Alle 4 Netzwerke",
        "/de/regions/": "Sachsen Netzwerke: 3",
        "/de/regions/sachsen/": "3 Netzwerke und 6 Organisationen",
        "/de/fields/": "Netzwerke: 3",
        "/de/fields/optik-und-photonik/": "3 Netzwerke und 0 Organisationen",
        "/de/programmes/": "3 Netzwerke aus diesem Verzeichnis nehmen teil; früher: 1",
        "/de/programmes/go-cluster/": "3 Netzwerke aus diesem Verzeichnis nehmen teil",
        "/de/map/": "3 von 4 Netzwerken in einem Bundesland",
        "/de/map/?region=sachsen": "Sachsen 3 Netzwerke",
        "/de/open-data/": "4 + 3 beendet",
        "/de/search/?kind=zim_network": "3 Einträge",
    }
    for address, said in expected.items():
        text = page(client, address)
        assert said in words(text), address
        assert 'href="/de/networks/altes-netz' not in text, address
    assert "3 Mitgliedschaften" in words(page(client, "/de/regions/sachsen/"))
    assert client.get("/api/v1/regions/sachsen").json()["networks"] == 3
    assert client.get("/api/v1/fields/optik-und-photonik").json()["networks"] == 3


def test_it_is_found_and_marked(client: Client, world: None) -> None:
    text = page(client, "/de/networks/?land=sachsen")
    assert (
        'Nicht mitgezählt: <a href="/de/networks/?land=sachsen&amp;ended=yes">3 beendete Netzwerke</a>'
        in text
    )
    ended = page(client, "/de/networks/?land=sachsen&ended=yes")
    assert title(ended) == "3 beendete Netzwerke in Sachsen"
    assert "Netz Eins" not in words(ended)
    for address in ("/de/networks/?q=dissolved", "/de/search/?q=dissolved"):  # the words of no other
        text = page(client, address)
        assert 'href="/de/networks/altes-netz-dissolved/"' in text
        assert "aufgelöst" in words(text)
    file = client.get("/de/networks/export/csv/?ended=yes")
    assert "Altes Netz merged" in file.getvalue().decode()
    assert len(client.get("/api/v1/networks").json()["rows"]) == 7
    assert "Altes Netz ended" in client.get("/api/data/networks.csv").getvalue().decode()
