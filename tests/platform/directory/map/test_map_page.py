"""The page of the map: the drawing, its tables and its list say the same; every dot and Land is a link."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import builders
from tests.platform.directory.map.country import all_lands, seat

from handschlag.directory.index import documents
from handschlag.directory.models import Land, Place

pytestmark = pytest.mark.django_db


class Drawing(HTMLParser):
    """Links of the large drawing, and rows of the tables, as a reader without eyes meets them."""

    def __init__(self) -> None:
        super().__init__()
        self.lands: dict[str, str] = {}
        self.marks: dict[str, str] = {}
        self.tables: list[list[list[str]]] = []
        self.layer = ""
        self.is_cell = False
        self.link: tuple[dict[str, str], str] | None = None
        self.is_title = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "g" and "hs-map__layer--" in given.get("class", ""):
            self.layer = given["class"].rsplit("--", 1)[1]
        self.is_title = tag == "title" and self.link is not None
        if tag == "a" and given.get("class", "").startswith("hs-land "):
            self.link = self.lands, given["href"]
        if tag == "a" and given.get("class") == "hs-mark" and self.layer == "large":
            self.link = self.marks, given["href"]
        if tag == "table":
            self.tables.append([])
        if tag == "tr" and self.tables:
            self.tables[-1].append([])
        if tag in {"td", "th"} and self.tables:
            self.tables[-1][-1].append("")
            self.is_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.is_cell = False
        if tag == "a":
            self.link = None

    def handle_data(self, data: str) -> None:
        if self.is_title and self.link:
            links, address = self.link
            links[data] = address
            self.is_title = False
        if self.is_cell:
            self.tables[-1][-1][-1] += data


def drawing(client: Client, address: str = "/de/map/") -> Drawing:
    parser = Drawing()
    parser.feed(client.get(address).content.decode())
    return parser


def test_the_map_and_its_tables_say_the_same_numbers(client: Client, saxony: None) -> None:
    drawn = drawing(client)
    lands, places = drawn.tables
    in_table = {row[0]: row[1] for row in lands[1:]}
    for title in drawn.lands:
        name, _, said = title.partition(": ")
        assert said.split()[0] == in_table[name]
    assert in_table["Sachsen"] == "4"
    assert in_table["Hessen"] == "1"
    assert in_table["Bayern"] == "0"
    dots = {title.partition(": ")[0]: int(title.partition(": ")[2].split()[0]) for title in drawn.marks}
    assert dots == {"Dresden": 2, "Chemnitz": 1, "Görlitz": 1, "Berlin": 1}
    assert {row[0]: int(row[2]) for row in places[1:]} == dots


def test_the_headline_counts_networks_and_lands_and_the_page_names_gaps_of_the_table(
    client: Client, saxony: None
) -> None:
    page = " ".join(client.get("/de/map/").content.decode().split())
    assert "<h1>6 Netzwerke in 3 Bundesländern</h1>" in page
    gap = "Für 13 Bundesländer haben wir keinen Eintrag: eine Lücke unserer Daten, nicht der Bundesländer."
    unplaced = "1 von 6 hat keinen Punkt: Der Ort fehlt noch. 1 davon zählt im jeweiligen Bundesland mit."
    assert [text in page for text in (gap, unplaced)] == [True, True]
    blank = re.search(r'hs-empty__title">([^<]+)<', page)
    assert blank
    assert "Bayern" in blank[1]
    assert "Sachsen," not in blank[1]
    assert page.count("hs-land--0") == 13


def test_a_dot_opens_the_list_of_its_place(client: Client, saxony: None) -> None:
    drawn = drawing(client)
    page = client.get(drawn.marks["Dresden: 2 Netzwerke"]).content.decode()
    beside = page.partition('id="choice"')[2].partition("</section>")[0]
    assert "Optik Dresden" in beside
    assert "Chips Dresden" in beside
    assert "Textil Chemnitz" not in beside
    assert 'href="/de/networks/optik-dresden/"' in beside
    assert "Optik und Photonik" in beside
    assert len(re.findall(r'aria-current="true" class="hs-mark"><title>Dresden: 2 Netzwerke', page)) == 2


def test_places_that_lie_close_together_are_one_dot_and_its_list_has_them_all(
    client: Client, saxony: None
) -> None:
    drawn = drawing(client, "/de/map/?show=actors")
    address = drawn.marks["Raum Frankfurt am Main: 2 Akteure"]
    page = " ".join(client.get(address).content.decode().split())
    beside = page.partition('id="choice"')[2].partition("</section>")[0]
    assert "2 Akteure in 2 Orten" in beside
    assert "Uni" in beside
    assert "Lack" in beside


def test_a_land_opens_the_list_of_its_entries_and_leads_to_its_page(client: Client, saxony: None) -> None:
    drawn = drawing(client)
    page = client.get(drawn.lands["Hessen: 1 Netzwerk"]).content.decode()
    beside = page.partition('id="choice"')[2].partition("</section>")[0]
    assert "Ortlos" in beside
    assert 'href="/de/regions/hessen/"' in beside
    assert re.search(r'aria-current="true" class="hs-land hs-land--land"><title>Hessen: 1 Netzwerk', page)


def test_what_has_no_place_is_counted_and_listed(client: Client, saxony: None) -> None:
    page = client.get("/de/map/?at=none").content.decode()
    beside = page.partition('id="choice"')[2].partition("</section>")[0]
    assert "Ortlos" in beside
    assert "Optik Dresden" not in beside


def test_what_lies_abroad_is_counted_and_listed_as_well(client: Client, saxony: None) -> None:
    builders.network("Linz", place="Linz", latitude=48.3, longitude=19.2)
    page = client.get("/de/map/?at=none").content.decode()
    assert "2 von 7 haben keinen Punkt" in page
    beside = page.partition('id="choice"')[2].partition("</section>")[0]
    assert "2 Netzwerke" in beside
    assert 'href="/de/networks/linz/"' in beside


def test_a_long_list_is_shown_in_parts(client: Client, saxony: None) -> None:
    for number in range(40):
        builders.network(f"Netz {number:02}", **seat("Berlin"))
    first = client.get("/de/map/?at=be-berlin").content.decode()
    assert "41 Netzwerke" in first
    assert first.partition('id="choice"')[2].count('href="/de/networks/netz-') == 29
    assert "at=be-berlin&amp;more=2" in first
    second = client.get("/de/map/?at=be-berlin&more=2").content.decode()
    assert second.partition('id="choice"')[2].count('href="/de/networks/netz-') == 40
    assert "more=3" not in second


def test_what_is_not_public_is_nowhere_on_the_map(client: Client, saxony: None) -> None:
    for query in ("", "?region=berlin", "?at=be-berlin", "?at=none", "?as=lands", "?q=Entwurf"):
        page = client.get(f"/de/map/{query}").content.decode()
        assert "/networks/entwurf/" not in page
        assert "Berlin: 2" not in page


def test_a_filter_of_the_list_is_a_filter_of_the_map(client: Client, saxony: None) -> None:
    page = client.get("/de/map/?field=optik-und-photonik").content.decode()
    assert "<h1>1 Netzwerk in einem Bundesland</h1>" in page
    drawn = drawing(client, "/de/map/?field=optik-und-photonik")
    assert list(drawn.marks) == ["Dresden: 1 Netzwerk"]
    assert all("field=optik-und-photonik" in address for address in drawn.marks.values())
    assert 'href="/de/networks/?field=optik-und-photonik"' in page
    assert 'name="field" value="optik-und-photonik"' in page
    # Saxony has entries, so it is white for this filter but the page does not ask for one.
    assert "keine Treffer" in page


def test_tinted_lands_say_their_number_and_their_legend_holds_every_value(
    client: Client, saxony: None
) -> None:
    page = client.get("/de/map/?as=lands").content.decode()
    assert 'class="hs-mark"' not in page
    assert re.search(r'class="hs-land hs-land--3"[^>]*><title>Sachsen: 4 Netzwerke', page)
    legend = [text.strip() for text in re.findall(r"</svg>([^<]+)</li>", page)]
    assert legend == ["1", "4", "noch kein Eintrag mit Quelle"]
    numbers = re.findall(r'hs-land-number--(\d)">.*?<text[^>]*>([\d,]+)</text>', page)
    assert ("3", "4") in numbers
    assert numbers.count(("0", "0")) == 13


def test_for_each_million_people_is_worked_out_from_the_districts(client: Client, saxony: None) -> None:
    drawn = drawing(client, "/de/map/?as=density")
    assert "Sachsen: 4 Netzwerke, 2,0 je Million Einwohner" in drawn.lands
    assert {row[0]: row[3] for row in drawn.tables[0][1:]}["Sachsen"] == "2,0"
    page = client.get("/de/map/?as=density").content.decode()
    assert "31. Dezember 2018" in page


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [("", "Baden-Württemberg", "Thüringen"), ("-name", "Thüringen", "Baden-Württemberg")],
)
def test_the_table_is_sorted_by_name(client: Client, saxony: None, order: str, first: str, last: str) -> None:
    rows = drawing(client, f"/de/map/?order={order}").tables[0][1:]
    assert (rows[0][0], rows[-1][0]) == (first, last)


def test_the_table_is_sorted_by_links(client: Client, saxony: None) -> None:
    rows = drawing(client, "/de/map/?order=-count").tables[0][1:]
    assert [row[1] for row in rows[:4]] == ["4", "1", "1", "0"]
    page = client.get("/de/map/?order=-count").content.decode()
    assert re.search(r'aria-sort="descending">\s*<a href="/de/map/\?order=count">\s*Netzwerke', page)


@pytest.mark.parametrize(
    "query",
    [
        "?at=xx-nowhere",
        "?around='%20or%201=1",
        "?region=atlantis",
        "?show=dragons&as=cubes&order=--",
        "?more=99&at=none",
        "?q=%01%ff<script>",
        "?places=all&show=actors",
    ],
)
def test_nonsense_in_the_address_shows_the_map_all_the_same(client: Client, saxony: None, query: str) -> None:
    answer = client.get(f"/de/map/{query}")
    assert answer.status_code == 200
    assert "hs-land " in answer.content.decode()
    assert re.findall(r"<script(?! (?:type=\"module\" |defer )?src=)[^>]*>", answer.content.decode()) == []


def test_the_map_of_an_empty_directory_says_so(client: Client) -> None:
    all_lands()
    documents.refresh_all()
    page = client.get("/de/map/").content.decode()
    assert "<h1>0 Netzwerke</h1>" in page
    assert page.count("hs-land--0") == 16


def test_the_map_takes_as_many_queries_for_many_entries_as_for_few(client: Client, saxony: None) -> None:
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    addresses = ("/de/map/", "/de/map/?at=sn-dresden", "/de/map/?show=actors&as=density&region=hessen")
    before = [queries(address) for address in addresses]
    for number in range(3):
        builders.network(f"Weiteres {number}", **seat("Dresden"))
        builders.actor(f"Firma {number}", **seat("Offenbach"))
    documents.refresh_all()
    assert [queries(address) for address in addresses] == before
    assert max(before) <= 16


def test_points_are_each_place_once_and_only_public_ones(client: Client, saxony: None) -> None:
    land = Land.objects.get(code="SN")
    Place.objects.create(name="Dresden", land=land, latitude=51.05, longitude=13.74, population=556_000)
    answer = client.get("/de/map/points.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json() == {
        "places": [
            [13.74, 51.05, 2, "sn-dresden", "Dresden", "Dresden"],
            [13.41, 52.52, 1, "be-berlin", "Berlin", ""],
            [12.92, 50.83, 1, "sn-chemnitz", "Chemnitz", ""],
            [14.99, 51.15, 1, "sn-gorlitz", "Görlitz", ""],
        ]
    }
    filtered = client.get("/de/map/points.json?field=optik-und-photonik").json()
    assert filtered == {"places": [[13.74, 51.05, 1, "sn-dresden", "Dresden", "Dresden"]]}


def test_points_are_sent_again_only_when_something_has_changed(client: Client, saxony: None) -> None:
    first = client.get("/de/map/points.json")
    again = client.get("/de/map/points.json", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    builders.network("Neu", **seat("Berlin"))
    documents.refresh_all()
    changed = client.get("/de/map/points.json", HTTP_IF_NONE_MATCH=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_the_page_is_complete_in_english(client: Client, saxony: None) -> None:
    page = client.get("/en/map/?region=hessen").content.decode()
    assert "6 networks in 3 federal states" in page
    assert "<title>Hesse: 1 network</title>" in page
    for german in ("Netzwerke", "Flecken", "Ländern"):
        assert german not in page.partition("<h1>")[2].partition("</main>")[0]


def test_numbers_of_the_drawing_have_points_in_both_languages(client: Client, saxony: None) -> None:
    page = client.get("/de/map/").content.decode()
    numbers = re.findall(r' (?:cx|cy|r|x|y)="([^"]+)"', page)
    assert numbers
    assert all(re.fullmatch(r"-?\d*\.?\d+", number) for number in numbers)
