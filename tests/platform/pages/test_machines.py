"""Machines are told which pages there are, what is not for them, and whom to tell of a weakness."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from tests.platform import builders

from handschlag.directory.models import Status

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def entries(client: Client, section: str) -> dict[str, dict[str, str]]:
    """Addresses of a section, each with its sisters by language."""
    answer = client.get(f"/sitemap-{section}.xml")
    assert answer.status_code == 200
    found = {}
    for url in ET.fromstring(answer.content).iter(f"{SITEMAP}url"):
        sisters = {link.get("hreflang", ""): link.get("href", "") for link in url.iter(LINK)}
        found[url.findtext(f"{SITEMAP}loc", "")] = sisters
    return found


def test_the_index_names_every_section(client: Client) -> None:
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    sections = re.findall(r"sitemap-(\w+)\.xml", answer.content.decode())
    assert sections == [
        *("pages", "networks", "actors", "stories", "projects", "fields", "regions", "programmes"),
        *("funding_calls", "events", "sessions", "exhibits", "figures", "campaigns"),
    ]


def test_every_page_stands_in_both_languages_with_its_sister(client: Client, settings: Settings) -> None:
    settings.BASE_URL = "https://netz.example"
    found = entries(client, "pages")
    german = "https://netz.example/de/map/"
    english = "https://netz.example/en/map/"
    assert found[german] == {"de": german, "en": english, "x-default": "https://netz.example/map/"} or found[
        german
    ] == {"de": german, "en": english, "x-default": german}
    assert english in found


def test_only_what_is_public_stands_in_the_sitemap(client: Client) -> None:
    shown = builders.network("Optik Sachsen")
    builders.network("Geheim", status=Status.DRAFT)
    builders.network("Vorbei", status=Status.ARCHIVED)
    builders.actor("Linsen GmbH")
    builders.actor("Entwurf GmbH", status=Status.DRAFT)
    networks, actors = entries(client, "networks"), entries(client, "actors")
    assert [url.rpartition("/de/")[2] for url in networks if "/de/" in url] == [f"networks/{shown.slug}/"]
    assert len(networks) == 2
    assert len(actors) == 2


def test_every_address_of_the_sitemap_answers(client: Client) -> None:
    builders.network("Optik Sachsen", fields=(builders.field(),), land=builders.land())
    builders.actor()
    builders.programme()
    for section in ("pages", "networks", "actors", "fields", "regions", "programmes"):
        found = entries(client, section)
        assert found
        for url in found:
            path = re.sub(r"^https?://[^/]+", "", url)
            assert (path, client.get(path).status_code) == (path, 200)


def test_sessions_and_activities_of_what_is_public_stand_in_the_sitemap(client: Client) -> None:
    event = builders.event()
    session = builders.session(event)
    builders.version(event)
    builders.event("Entwurf", status="draft")
    week = builders.campaign()
    builders.activity(week)
    builders.activity(week, "Geheim", state="draft")
    builders.activity(builders.campaign("Entwurf", is_published=False), "Versteckt")
    builders.exhibit(event, "Dachspriegel")
    found = [url for name in ("sessions", "exhibits", "campaigns") for url in entries(client, name)]
    assert [url.rpartition("/de/")[2] for url in found if "/de/" in url] == [
        "events/netzwerke-verbinden/programme/",
        "events/netzwerke-verbinden/changes/",
        f"events/netzwerke-verbinden/sessions/{session.pk}/",
        "events/netzwerke-verbinden/exhibition/",
        "events/netzwerke-verbinden/exhibition/dachspriegel/",
        "cluster-week/clusterwoche/",
        "cluster-week/clusterwoche/calendar/",
        "cluster-week/clusterwoche/map/",
        "cluster-week/clusterwoche/activities/offenes-labor/",
    ]
    assert [client.get(re.sub(r"^https?://[^/]+", "", url)).status_code for url in found] == [200] * 18


def test_a_section_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/sitemap-secrets.xml").status_code == 404
    assert client.get("/sitemap-networks.xml?p=99").status_code == 404


def test_the_sitemap_takes_as_many_queries_for_many_rows_as_for_few(
    client: Client, queries_of: Callable
) -> None:
    builders.network("Eins")
    few = queries_of(lambda: client.get("/sitemap-networks.xml"))
    for number in range(3):
        builders.network(f"Netz {number}")
    assert queries_of(lambda: client.get("/sitemap-networks.xml")) == few


def test_robots_are_kept_out_of_what_is_not_public(client: Client, settings: Settings) -> None:
    settings.BASE_URL = "https://netz.example"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /de/manage/" in lines
    assert "Disallow: /en/account/" in lines
    assert "Sitemap: https://netz.example/sitemap.xml" in lines
    assert not any(line in {"Disallow: /", "Disallow: /de/networks/"} for line in lines)


def test_a_demonstration_is_for_no_index(client: Client, settings: Settings) -> None:
    settings.MODE = "demo"
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_whoever_finds_a_weakness_learns_whom_to_tell(client: Client, settings: Settings) -> None:
    settings.BASE_URL, settings.SECURITY_CONTACT = "https://netz.example", "sicher@netz.example"
    now = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    facts = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    assert ["Contact", "mailto:sicher@netz.example"] in facts
    assert ["Contact", "https://netz.example/en/contact/"] in facts
    assert ["Canonical", "https://netz.example/.well-known/security.txt"] in facts
    expires = datetime.fromisoformat(dict(facts)["Expires"])
    assert now + timedelta(days=150) < expires < now + timedelta(days=365)


def test_without_an_address_the_form_is_named(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = settings.OPERATOR_EMAIL = ""
    page = client.get("/.well-known/security.txt").content.decode()
    assert "mailto:" not in page
    assert "/en/contact/" in page
