"""Real and invented entries: told apart where they are counted, and never in a statement of what is real."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from tests.platform import builders, guide
from tests.platform.directory.map.country import all_lands, seat
from tests.platform.directory.reading.pages import page, words
from tests.platform.joint_projects import project

from handschlag.design import tallies
from handschlag.design.tallies import Tally
from handschlag.directory import labels as nouns
from handschlag.directory.models import Network, NetworkProgramme

pytestmark = pytest.mark.django_db
PAGES = (
    *("/de/", "/de/networks/", "/de/actors/", "/de/map/", "/de/fields/", "/de/regions/", "/de/programmes/"),
    *("/de/fields/optik-und-photonik/", "/de/regions/sachsen/", "/de/programmes/go-cluster/"),
    *("/de/search/?q=Optik", "/de/projects/", "/de/statistics/"),
)


def world(*, real: int, invented: int) -> None:
    """Networks for optics in go-cluster with their seat in Dresden, each with five members of their own."""
    all_lands()
    programme, field = builders.programme(), builders.field()
    for number in range(real + invented):
        is_demo = number >= real
        made = builders.network(
            f"Optik {'Traum' if is_demo else 'Netz'} {number}",
            fields=(field,),
            is_demo=is_demo,
            **seat("Dresden"),
        )
        NetworkProgramme.objects.create(network=made, programme=programme)
        for one in range(5):
            builders.actor(
                f"Firma {number} {one}", fields=(field,), networks=(made,), is_demo=is_demo, **seat("Dresden")
            )


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (Tally(real=108), "108 Netzwerke"),
        (Tally(real=1), "1 Netzwerk"),
        (Tally(), "0 Netzwerke"),
        (Tally(real=108, invented=15), "108 echte + 15 erfundene Netzwerke"),
        (Tally(invented=15), "15 Netzwerke (erfunden)"),
        (Tally(real=1, invented=15), "1 Netzwerk + 15 erfunden"),
        (Tally(real=37, invented=1), "37 Netzwerke + 1 erfunden"),
    ],
)
def test_a_count_tells_real_and_invented_ones_apart(tally: Tally, said: str) -> None:
    assert tallies.tally_with_noun(tally, nouns.networks) == said


def test_without_inventions_no_page_has_a_word_of_them(client: Client) -> None:
    world(real=2, invented=0)
    for address in PAGES:
        # The picture of the start page shows a meeting that never was, in every installation.
        text = page(client, address)
        assert "erfunden" not in re.sub(r"<figcaption.*?</figcaption>", "", text), address
        assert "invented=" not in text, address


def test_lists_tell_them_apart_until_somebody_wants_real_ones_only(client: Client) -> None:
    world(real=2, invented=3)
    text = page(client, "/de/networks/")
    assert "<h1>2 echte + 3 erfundene Netzwerke</h1>" in text
    assert 'Cluster <span class="hs-count">2 + 3 erfunden</span>' in text
    assert "Optik Traum" in text
    only = page(client, "/de/networks/?invented=no")
    assert "<h1>Alle 2 Netzwerke</h1>" in only
    assert "Optik Traum" not in only
    assert 'href="/de/networks/">Alle Einträge' in only
    assert '<input type="hidden" name="invented" value="no">' in only
    assert "2 echte + 3 erfundene Treffer" in page(client, "/de/search/?q=Optik&kind=cluster")


def test_the_map_is_of_real_ones_and_says_what_it_does_not_show(client: Client) -> None:
    world(real=2, invented=3)
    builders.network("Ohne Ort")
    text = page(client, "/de/map/")
    assert "<h1>2 von 3 Netzwerken in einem Bundesland</h1>" in text
    said = words(text)
    assert "Von 1 ist das Bundesland noch nicht bekannt. 3 erfundene Einträge zählen nicht mit." in said
    assert "eine Lücke unserer Daten, nicht der Bundesländer" in said
    assert "Sie zeigt 2 von 3 Netzwerken; bei 1 ist kein Ort bekannt." in said
    places = json.loads(client.get("/de/map/points.json").content)["places"]
    assert [place[2] for place in places] == [2]
    invented = page(client, "/de/map/?invented=yes")
    assert "<h1>3 Netzwerke in einem Bundesland</h1>" in invented
    assert "Alle sind erfunden." in words(invented)


def test_a_programme_has_real_participants(client: Client) -> None:
    world(real=2, invented=3)
    text = words(page(client, "/de/programmes/go-cluster/"))
    assert "2 Netzwerke aus diesem Verzeichnis nehmen teil; dazu 3 erfundene" in text


def test_a_land_and_a_field_are_said_nothing_of_by_inventions(client: Client) -> None:
    world(real=0, invented=5)
    for address in ("/de/regions/sachsen/", "/de/fields/optik-und-photonik/"):
        text = words(page(client, address))
        assert "5 Netzwerke (erfunden) und 25 Organisationen (erfunden)" in text
        assert "Die hier verzeichneten Organisationen sind erfunden" in text
        assert "mal so viel wie insgesamt" not in text
        assert "Lücken" not in text


def test_invented_members_are_none_of_a_real_network(client: Client) -> None:
    world(real=1, invented=0)
    builders.actor("Traum GmbH", networks=tuple(Network.objects.all()), is_demo=True)
    row = client.get("/api/v1/networks?limit=5").json()["rows"][0]
    assert row["organisations"] == 5


def test_with_nothing_but_inventions_pages_show_them_and_say_so(client: Client) -> None:
    world(real=0, invented=2)
    assert "<h1>2 Netzwerke (erfunden)</h1>" in page(client, "/de/networks/")
    text = page(client, "/de/map/")
    assert "Alle sind erfunden." in words(text)
    assert "Nur echte Einträge" not in text
    assert 'class="hs-tag' in page(client, "/de/").split('id="country"')[1].split("</section>")[0]


def test_invented_projects_are_read_nowhere(client: Client) -> None:
    project("Traumprojekt", taking_part=(builders.actor("Traum GmbH", is_demo=True),), is_demo=True)
    text = words(page(client, "/de/projects/"))
    assert "1 Verbundprojekt (erfunden)" in text
    assert "Alle diese Projekte sind erfunden; echte wären in CORDIS" in text


def test_where_all_that_fits_is_invented_the_way_back_is_shown(client: Client) -> None:
    world(real=1, invented=2)
    project("Traumprojekt", taking_part=(builders.actor("Wolke GmbH", is_demo=True),), is_demo=True)
    for address, title in (
        ("/de/networks/?q=Traum&invented=no", "0 echt, 2 erfunden zu „Traum“"),
        ("/de/projects/?invented=no", "0 echt, 1 erfunden"),
    ):
        text = page(client, address)
        assert f"<h1>{title}</h1>" in text
        assert "gibt es keine Treffer" not in text, address
        assert "Nur echte Einträge" in text, address
        back = address.replace("&invented=no", "").replace("?invented=no", "")
        assert f'<a href="{back}">Alle zeigen</a>' in text
    assert "gibt es keine Treffer" in page(client, "/de/networks/?q=Nirgends&invented=no")


def numbers_in(text: str) -> set[int]:
    """What a page counts, without its menus; how many choices a filter has is no count of entries."""
    main = words(text.partition("<main")[2].partition("</main>")[0])
    said = re.sub(r"Alle \d+ zeigen|Show all \d+", "", main)
    return {int(number) for number in re.findall(r"(?<![\w.,])\d+(?![\w.,%-])", said)}


def test_no_page_adds_inventions_to_what_is_real(client: Client) -> None:
    """16 and 1, 80 and 5 stand side by side; 17 and 85 stand nowhere."""
    world(real=16, invented=1)
    own = ("/de/networks/?land=sachsen", "/de/actors/?q=Firma", "/de/search/?q=Niemand&land=sachsen")
    for address in (*PAGES, *own):
        for shown in (address, address.replace("/de/", "/en/")):
            assert not numbers_in(page(client, shown)) & {17, 85}, shown
    text = words(page(client, "/de/regions/sachsen/"))
    assert "16 Netzwerke + 1 erfunden und 80 echte + 5 erfundene Organisationen" in text


def test_machines_can_leave_inventions_out(client: Client) -> None:
    world(real=2, invented=3)
    every = client.get("/api/v1/networks").json()["rows"]
    real = client.get("/api/v1/networks?invented=no").json()["rows"]
    assert ([row["is_invented"] for row in every].count(True), len(every), len(real)) == (3, 5, 2)
    assert client.get("/api/v1/networks?invented=perhaps").status_code == 422
    field = client.get("/api/v1/fields/optik-und-photonik").json()
    assert (field["networks"], field["invented_networks"]) == (2, 3)
    # A breadcrumb names pages; of what is invented, nothing is said.
    assert page(client, "/de/networks/optik-traum-2/").count("application/ld+json") == 1
    assert '"@type": "Organization"' not in page(client, "/de/networks/optik-traum-2/")
    assert "optik-traum" not in client.get("/sitemap-networks.xml").content.decode()


def test_machines_hear_of_real_calls_only_and_without_empty_values(client: Client) -> None:
    guide.funding_call(opens_at=None)
    guide.funding_call(slug="invented", is_demo=True)
    html = client.get("/de/funding-calls/netze-2027/").content.decode()
    assert '"FundingScheme"' in html
    assert ": null" not in html
    assert '"FundingScheme"' not in client.get("/de/funding-calls/invented/").content.decode()
