"""Open data: files that a spreadsheet opens, and a catalogue that portals take."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from tests.platform import builders
from tests.platform.api.public.conftest import World

from handschlag.accounts import limits

pytestmark = pytest.mark.django_db
PAGE = "http://localhost:8000/de/open-data/"
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
EU = "http://publications.europa.eu/resource/authority"
NAMES = ("networks", "actors", "projects", "programmes", "fields", "events", "activities")
# Of each class: properties that have to be there, with how many there may be.
HAS_TO = {
    DCAT.Catalog: {"title": 2, "description": 2, "publisher": 1},
    DCAT.Dataset: {"title": 2, "description": 2, "publisher": 1, "identifier": 1},
    DCAT.Distribution: {"license": 1, "format": 1},
}


def table(answer: Any) -> list[dict[str, str]]:
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_page_names_every_data_set_with_its_licence_and_files(client: Client, world: World) -> None:
    answer = client.get("/de/open-data/")
    rows, page = answer.context["screen"]["rows"], answer.content.decode()
    assert [(one.name, state.count) for one, state, _said, _url in rows] == [(name, 1) for name in NAMES]
    assert [one.licence.id for one, _state, _said, _url in rows] == [
        *("cc-by-4.0", "cc-by-4.0", "cc-by-4.0", "apache-2.0", "apache-2.0", "cc-by-4.0", "cc-by-4.0")
    ]
    for one, _state, _said, url in rows:
        files = [f"/api/data/{one.name}.{ending}" for ending in ("csv", "json")]
        assert [f'href="{address}"' in page for address in (*files, url)] == [True, True, True]
        assert [client.get(address).status_code for address in (*files, url)] == [200, 200, 200]


def test_without_a_licence_the_page_says_so(client: Client, world: World, settings: Settings) -> None:
    settings.DATA_LICENCE = "none"
    assert "Fragen Sie" in client.get("/de/open-data/").content.decode()
    assert "Link" not in client.get("/api/data/actors.csv")


def test_a_table_opens_in_a_german_spreadsheet(client: Client, world: World) -> None:
    answer = client.get("/api/data/networks.csv")
    assert answer.getvalue().startswith(b"\xef\xbb\xbfid;name;")
    (row,) = table(client.get("/api/data/networks.csv"))
    assert (row["latitude"], row["longitude"]) == ("50,9", "11,6")
    assert (row["region_id"], row["region_de"], row["region_en"]) == ("sachsen", "Sachsen", "Saxony")
    assert (row["members"], row["is_invented"], row["umbrella"]) == ("80", "false", "")
    assert row["labels"] == f"gold 2026-11-25 - {builders.NOW.date() + timedelta(days=600)}"
    (row,) = table(client.get("/api/data/actors.csv"))
    assert (row["networks_id"], row["networks"]) == ("optik-sachsen", "Optik Sachsen")
    assert (row["offers_de"], row["offers_en"], row["is_sme"]) == ("Linsen", "Lenses", "")


def test_a_formula_stays_text(client: Client, world: World) -> None:
    builders.actor("=1+1", slug="formel")
    assert table(client.get("/api/data/actors.csv"))[1]["name"] == "'=1+1"


@pytest.mark.parametrize("name", NAMES)
def test_files_hold_the_rows_of_the_interface(
    client: Client, get: Callable[..., Any], world: World, name: str
) -> None:
    whole = json.loads(client.get(f"/api/data/{name}.json").getvalue())
    path = "campaigns/clusterwoche/activities" if name == "activities" else name
    listed = get(path).json()
    assert (whole["dataset"], whole["count"], whole["licence"]) == (name, 1, listed["licence"])
    more = (
        {"description", "sources"} if name == "networks" else set()
    )  # of one network the interface has both
    assert [set(row) - more for row in whole["rows"]] == [set(row) - more for row in listed["rows"]]
    assert all(set(row) >= more for row in whole["rows"])
    assert [row["id"] for row in whole["rows"]] == [row["id"] for row in listed["rows"]]
    assert [row["id"] for row in table(client.get(f"/api/data/{name}.csv"))] == [
        row["id"] for row in listed["rows"]
    ]


def test_files_are_written_while_they_are_sent(client: Client, world: World) -> None:
    for number in range(60):
        builders.actor(f"Firma {number}")
    answer = client.get("/api/data/actors.json")
    assert answer.streaming
    assert len(json.loads(answer.getvalue())["rows"]) == 61


def test_whoever_downloads_too_often_has_to_wait(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limit("few downloads", 1, timedelta(minutes=15))
    monkeypatch.setattr(limits, "DOWNLOADS_FROM_A_PLACE", few)
    assert [client.get("/api/data/fields.csv").status_code for _ in range(2)] == [200, 429]
    assert client.get("/api/data/secrets.csv").status_code == 404
    assert client.get("/api/data/fields.pdf").status_code == 404


def test_the_page_costs_the_same_however_much_there_is(client: Client, world: World) -> None:
    client.get("/de/open-data/")
    with CaptureQueriesContext(connection) as one:
        client.get("/de/open-data/")
    for number in range(3):
        builders.actor(f"Firma {number}", networks=(builders.network(f"Netz {number}"),))
    with CaptureQueriesContext(connection) as more:
        client.get("/de/open-data/")
    assert len(more) == len(one)


def test_both_pages_are_kept_until_something_changes(
    client: Client, world: World, settings: Settings
) -> None:
    settings.KEPT_PAGES_BYTES = 4_000_000
    for path in ("/de/open-data/", "/de/interface/"):
        assert [client.get(path).is_from_shelf for _ in range(2)] == [False, True]
        builders.network(f"Neu {path}", slug=path.strip("/").replace("/", "-"))
        assert client.get(path).is_from_shelf is False


@pytest.fixture
def catalogue(client: Client, world: World) -> Graph:
    return Graph().parse(data=client.get("/api/data/catalogue.ttl").content, format="turtle")


def test_the_catalogue_says_the_same_in_each_of_its_forms(client: Client, catalogue: Graph) -> None:
    for ending, form in (("jsonld", "json-ld"), ("rdf", "xml")):
        other = Graph().parse(data=client.get(f"/api/data/catalogue.{ending}").content, format=form)
        assert isomorphic(other, catalogue)
    assert client.get("/api/data/catalogue.pdf").status_code == 404


def test_everything_that_dcat_ap_de_wants_is_there(catalogue: Graph) -> None:
    for kind, wanted in HAS_TO.items():
        things = set(catalogue.subjects(RDF.type, kind))
        assert things
        for thing in things:
            for name, number in wanted.items():
                assert (thing, name, len(list(catalogue.objects(thing, DCTERMS[name])))) == (
                    thing,
                    name,
                    number,
                )
    (whole,) = catalogue.subjects(RDF.type, DCAT.Catalog)
    sets = set(catalogue.objects(whole, DCAT.dataset))
    assert sets == set(catalogue.subjects(RDF.type, DCAT.Dataset)) == {URIRef(PAGE + "#" + n) for n in NAMES}
    for one in sets:
        assert {str(word.language) for word in catalogue.objects(one, DCTERMS.title)} == {"de", "en"}
        assert len(list(catalogue.objects(one, DCAT.distribution))) == 2
        assert list(catalogue.objects(one, DCAT.contactPoint)) == [URIRef(PAGE + "#contact")]
    assert catalogue.value(URIRef(PAGE + "#publisher"), FOAF.name) == Literal("Handschlag")


def test_values_come_from_the_lists_that_dcat_ap_de_names(catalogue: Graph) -> None:
    themes = {str(one).rpartition("/")[2] for one in catalogue.objects(None, DCAT.theme)}
    assert themes == {"TECH", "ECON"}
    assert set(catalogue.objects(None, DCTERMS.format)) == {
        URIRef(f"{EU}/file-type/{name}") for name in ("CSV", "JSON")
    }
    assert set(catalogue.objects(None, DCTERMS.license)) == {
        URIRef(f"http://dcat-ap.de/def/licenses/{name}") for name in ("cc-by/4.0", "apache")
    }
    for one in catalogue.subjects(RDF.type, DCAT.Distribution):
        assert isinstance(catalogue.value(one, DCAT.accessURL), URIRef)
        assert str(catalogue.value(one, DCATDE.licenseAttributionByText))
    for moment in catalogue.objects(None, DCTERMS.modified):
        assert moment.toPython().tzinfo is not None


def test_the_catalogue_says_of_which_time_a_data_set_tells(catalogue: Graph, world: World) -> None:
    events = URIRef(PAGE + "#events")
    (period,) = catalogue.objects(events, DCTERMS.temporal)
    days = [catalogue.value(period, name).toPython() for name in (DCAT.startDate, DCAT.endDate)]
    assert days == [world.event.first_day, world.event.last_day]
    issued = catalogue.value(URIRef(PAGE + "#networks"), DCTERMS.issued).toPython()
    assert issued == world.network.published_at
    assert not list(catalogue.objects(URIRef(PAGE + "#fields"), DCTERMS.issued))


def test_every_file_of_the_catalogue_can_be_fetched(client: Client, catalogue: Graph) -> None:
    addresses = sorted(str(one) for one in catalogue.objects(None, DCAT.downloadURL))
    assert len(addresses) == 14
    for address in addresses:
        answer = client.get(address.removeprefix("http://localhost:8000"))
        (kind,) = {
            str(catalogue.value(one, DCAT.mediaType)).partition("media-types/")[2]
            for one in catalogue.subjects(DCAT.downloadURL, URIRef(address))
        }
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)


@pytest.mark.parametrize(("path", "width", "dark"), [("open-data", 390, True), ("interface", 1280, False)])
def test_the_pages_can_be_read_by_everybody(
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
    world: World,
    path: str,
    width: int,
    dark: bool,
) -> None:
    with opened(f"/de/{path}/", width=width, dark=dark) as page:
        assert barriers(page) == []
