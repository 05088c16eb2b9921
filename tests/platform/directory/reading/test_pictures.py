"""What a profile shows besides words: where it is, its logo; and the order of the names that are shown."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.directory.models import Network

pytestmark = pytest.mark.django_db
JENA, DRESDEN = (50.927, 11.589), (51.05, 13.74)


def placed(name: str, at: tuple[float, float], **values: object) -> Network:
    optics = builders.field()
    return builders.network(
        name, fields=(optics,), latitude=at[0], longitude=at[1], land=builders.land(), **values
    )


def test_a_network_stands_on_a_map_with_lines_to_its_relatives(client: Client) -> None:
    here = placed("Optik Jena", JENA)
    placed("Optik Dresden", DRESDEN)
    builders.network("Optik Irgendwo", fields=(builders.field(),))
    text = client.get(f"/de/networks/{here.slug}/").content.decode()
    label = text.partition('class="hs-small-map"')[2].partition('aria-label="')[2].partition('"')[0]
    assert "Optik Jena" in label
    assert "Optik Dresden" in label
    assert "Optik Irgendwo" not in label
    assert text.count("hs-small-map__dot--here") == 1
    assert "1 verwandtes Netzwerk fehlt auf der Karte, weil der Ort nicht bekannt ist." in text


def test_a_network_without_a_place_has_no_map(client: Client) -> None:
    here = builders.network("Optik Irgendwo")
    assert "hs-small-map" not in client.get(f"/de/networks/{here.slug}/").content.decode()


def test_a_land_stands_out_among_the_laender_and_leads_to_the_map(client: Client) -> None:
    placed("Optik Dresden", DRESDEN)
    text = client.get("/de/regions/sachsen/").content.decode()
    assert text.count("hs-small-map__here") == 1
    assert 'href="/de/map/?land=sachsen"' in text


def test_a_logo_is_shown_with_its_size_so_that_nothing_jumps(client: Client) -> None:
    name = "0" * 32 + ".webp"
    here = builders.network("Optik Jena", logo=f"logos/{name}")
    text = client.get(f"/de/networks/{here.slug}/").content.decode()
    assert f'src="/de/logos/{name}" width="240" height="80" alt="Logo von Optik Jena"' in text
    without = builders.network("Optik Suhl")
    assert "hs-hero__logo" not in client.get(f"/de/networks/{without.slug}/").content.decode()


def test_networks_stand_in_the_order_of_the_names_that_are_shown(client: Client) -> None:
    builders.network("Zentrum für Photonik", short_name="Alpha")
    builders.network("Bayerisches Netzwerk", short_name="Gamma")
    builders.network("Beta")
    text = client.get("/de/networks/?sort=name").content.decode()
    assert text.index(">Alpha<") < text.index(">Beta<") < text.index(">Gamma<")


def test_portraits_show_logo_and_description_and_every_way_keeps_them(client: Client) -> None:
    name = "0" * 32 + ".webp"
    builders.network("Optik Jena", logo=f"logos/{name}", description_de="Licht für alle. " * 40)
    for number in range(26):
        builders.network(f"Netz {number}")
    text = client.get("/de/networks/?view=portraits&sort=name").content.decode()
    assert "hs-portraits" in text
    assert 'href="?sort=name&amp;view=portraits&amp;page=2"' in text
    assert text.count('<input type="hidden" name="view" value="portraits">') == 2
    assert 'content="noindex, follow"' in text
    second = client.get("/de/networks/?view=portraits&sort=name&page=2").content.decode()
    assert f'src="/de/logos/{name}" width="160" height="56" loading="lazy"' in second
    assert "Licht für alle …" in second
    table = client.get("/de/networks/?view=nonsense").content.decode()
    assert "hs-portraits" not in table
