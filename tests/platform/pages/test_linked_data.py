"""What pages say in JSON-LD: terms of schema.org, used where schema.org has them.

The table is written by hand after schema.org: for each type that we use its properties with the types that
their values may have. "Text" stands for Date, DateTime, URL, Number and Boolean as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.directory.models import Story

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>')
pytestmark = pytest.mark.django_db
THING = {
    "name": "Text",
    "alternateName": "Text",
    "description": "Text",
    "url": "Text",
    "sameAs": "Text",
    "image": "Text",
}
PLACE = {**THING, "address": "PostalAddress", "geo": "GeoCoordinates"}
ORGANIZATION = {
    **THING,
    "email": "Text",
    "foundingDate": "Text",
    "address": "PostalAddress",
    "knowsAbout": "Text",
    "parentOrganization": "Organization",
    "memberOf": "Organization",
}
EVENT = {
    **THING,
    "startDate": "Text",
    "endDate": "Text",
    "eventStatus": "Text",
    "eventAttendanceMode": "Text",
    "inLanguage": "Text",
    "location": "Place VirtualLocation",
    "organizer": "Organization",
    "performer": "Person",
    "maximumAttendeeCapacity": "Text",
    "subEvent": "Event",
    "superEvent": "BusinessEvent",
    "isAccessibleForFree": "Text",
    "offers": "Offer",
}
TERMS = {
    "Organization": ORGANIZATION,
    "Place": PLACE,
    "VirtualLocation": THING,
    "Person": THING,
    "Event": EVENT,
    "BusinessEvent": EVENT,
    "Offer": {**THING, "price": "Text", "priceCurrency": "Text", "availability": "Text"},
    "GovernmentService": {
        **THING,
        "serviceType": "Text",
        "provider": "Organization",
        "serviceOperator": "Organization",
    },
    "NewsArticle": {
        **THING,
        "headline": "Text",
        "datePublished": "Text",
        "dateModified": "Text",
        "author": "Organization",
        "articleBody": "Text",
    },
    "WebSite": {**THING, "inLanguage": "Text", "potentialAction": "SearchAction"},
    # "query-input" is what search engines read beside the terms of schema.org.
    "SearchAction": {**THING, "target": "EntryPoint", "query-input": "Text"},
    "EntryPoint": {**THING, "urlTemplate": "Text"},
    "DataCatalog": {**THING, "publisher": "Organization", "dataset": "Dataset"},
    "Dataset": {
        **THING,
        "license": "Text",
        "creator": "Organization",
        "dateModified": "Text",
        "datePublished": "Text",
        "temporalCoverage": "Text",
        "isAccessibleForFree": "Text",
        "spatialCoverage": "Place",
        "distribution": "DataDownload",
    },
    "DataDownload": {**THING, "encodingFormat": "Text", "contentUrl": "Text"},
    "BreadcrumbList": {"itemListElement": "ListItem"},
    "ListItem": {**THING, "position": "Text", "item": "Text"},
    "GeoCoordinates": {**THING, "latitude": "Text", "longitude": "Text"},
    "PostalAddress": {
        **THING,
        "streetAddress": "Text",
        "postalCode": "Text",
        "addressLocality": "Text",
        "addressRegion": "Text",
        "addressCountry": "Text",
    },
}
PAGES = {
    "networks/optik-sachsen/": "Organization",
    "actors/linsen-meier-gmbh/": "Organization",
    "programmes/go-cluster/": "GovernmentService",
    "events/netzwerke-verbinden/": "BusinessEvent",
    "cluster-week/clusterwoche/activities/offenes-labor/": "Event",
    "news/neues-labor/": "NewsArticle",
}
WITHOUT_WAY = {"": "WebSite", "open-data/": "DataCatalog"}


def wrong(node: Any, where: str) -> Iterator[str]:
    """Terms that schema.org does not have, and values of another type."""
    kind = node.get("@type")
    if kind not in TERMS:
        yield f"{where}: {kind} is no type that we know"
        return
    for name, value in node.items():
        if name.startswith("@"):
            continue
        wanted = TERMS[kind].get(name)
        if wanted is None:
            yield f"{where}: {kind} has no {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                if one.get("@type") not in wanted.split():
                    yield f"{where}.{name}: {one.get('@type')} instead of {wanted}"
                yield from wrong(one, f"{where}.{name}")
            elif wanted != "Text":
                yield f"{where}.{name}: a text instead of {wanted}"
            elif one in {"", None}:
                yield f"{where}.{name}: empty"


@pytest.fixture
def pages() -> None:
    field, land = builders.field(), builders.land()
    programme = builders.programme()
    programme.body_de = "Ein Amt; Umsetzung: Werk & Technik GmbH (seit 2024)"
    programme.website = "https://example.org/"
    programme.save()
    network = builders.network(fields=(field,), land=land, founded=2008, website="https://example.org/")
    builders.actor(networks=(network,), ror_id="0123abc45", land=land)
    event = builders.event(venue="Kongresshaus", place="Dresden", land=land, latitude=51.0, longitude=13.7)
    event.hosts.create(network=network)
    builders.story("Neues Labor", network=network)
    builders.activity(builders.campaign(), network=network, is_online=True, online_url="https://example.org/")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", [*PAGES, *WITHOUT_WAY])
def test_pages_use_terms_of_schema_org(client: Client, pages: None, path: str, language: str) -> None:
    found = said(client, f"/{language}/{path}")
    way = ["BreadcrumbList"] if path in PAGES else []
    assert [one["@type"] for one in found] == [{**PAGES, **WITHOUT_WAY}[path], *way]
    assert {one["@context"] for one in found} == {"https://schema.org"}
    assert found[0].get("name") or found[0]["headline"]
    assert [fault for one in found for fault in wrong(one, path)] == []


def said(client: Client, path: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in SCRIPT.findall(client.get(path).content.decode())]


def test_who_runs_a_programme_stands_apart_from_whose_it_is(client: Client, pages: None) -> None:
    service = said(client, "/de/programmes/go-cluster/")[0]
    assert (service["provider"]["name"], service["serviceOperator"]["name"]) == (
        "Ein Amt",
        "Werk & Technik GmbH",
    )


def test_the_way_here_is_told_as_it_is_shown(client: Client, pages: None, martha: User) -> None:
    network = said(client, "/en/networks/optik-sachsen/")[1]
    steps = [(one["position"], one["name"], one["item"]) for one in network["itemListElement"]]
    here = "http://localhost:8000/en/networks/"
    assert steps == [
        (1, "Networks", here),
        (2, "Saxony", "http://localhost:8000/en/regions/sachsen/"),
        (3, "Optik Sachsen", f"{here}optik-sachsen/"),
    ]
    event = said(client, "/de/events/netzwerke-verbinden/")[1]["itemListElement"]
    assert [one["name"] for one in event] == ["Veranstaltungen", "Netzwerke verbinden"]
    client.force_login(martha)
    assert len(said(client, "/en/networks/optik-sachsen/")) == 1


def test_the_search_box_leads_to_the_search(client: Client, pages: None) -> None:
    action = said(client, "/de/")[0]["potentialAction"]
    address = (
        action["target"]["urlTemplate"].replace("{words}", "Optik").removeprefix("http://localhost:8000")
    )
    assert 'value="Optik"' in client.get(address).content.decode()


def test_a_news_item_tells_its_own_day_and_nothing_where_it_is_invented(client: Client, pages: None) -> None:
    article = said(client, "/de/news/neues-labor/")[0]
    assert article["datePublished"] == Story.objects.get().day.isoformat()
    assert article["author"]["name"] == "Optik Sachsen"
    Story.objects.update(is_demo=True, slug="erfunden")
    assert [one["@type"] for one in said(client, "/de/news/erfunden/")] == ["BreadcrumbList"]


def test_every_data_set_leads_to_its_files(client: Client, pages: None) -> None:
    (catalogue,) = said(client, "/en/open-data/")
    assert len(catalogue["dataset"]) == 7
    for one in catalogue["dataset"]:
        assert len(one["description"]) >= 50  # what search engines of data want at least
        for file in one["distribution"]:
            path = file["contentUrl"].removeprefix("http://localhost:8000")
            assert client.get(path)["Content-Type"].startswith(file["encodingFormat"])


def test_the_checker_can_fail() -> None:
    said = {"@type": "Organization", "colour": "red", "memberOf": {"@type": "Place"}, "address": "Jena"}
    assert list(wrong(said, "x")) == [
        "x: Organization has no colour",
        "x.memberOf: Place instead of Organization",
        "x.address: a text instead of PostalAddress",
    ]
