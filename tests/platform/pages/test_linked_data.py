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
    "Service": {**THING, "serviceType": "Text", "provider": "Organization"},
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
    "programmes/go-cluster/": "Service",
    "events/netzwerke-verbinden/": "BusinessEvent",
    "cluster-week/clusterwoche/activities/offenes-labor/": "Event",
}


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
    programme.body_de, programme.website = "Ein Amt", "https://example.org/"
    programme.save()
    network = builders.network(fields=(field,), land=land, founded=2008, website="https://example.org/")
    builders.actor(networks=(network,), ror_id="0123abc45", land=land)
    event = builders.event(venue="Kongresshaus", place="Dresden", land=land, latitude=51.0, longitude=13.7)
    event.hosts.create(network=network)
    builders.activity(builders.campaign(), network=network, is_online=True, online_url="https://example.org/")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_use_terms_of_schema_org(client: Client, pages: None, path: str, language: str) -> None:
    page = client.get(f"/{language}/{path}").content.decode()
    found = [
        json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    ]
    assert [one["@type"] for one in found] == [PAGES[path]]
    assert [one["@context"] for one in found] == ["https://schema.org"]
    assert found[0]["name"]
    assert list(wrong(found[0], path)) == []


def test_the_checker_can_fail() -> None:
    said = {"@type": "Organization", "colour": "red", "memberOf": {"@type": "Place"}, "address": "Jena"}
    assert list(wrong(said, "x")) == [
        "x: Organization has no colour",
        "x.memberOf: Place instead of Organization",
        "x.address: a text instead of PostalAddress",
    ]
