"""The list of joint projects, the page of one, and where else they are found."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform import builders
from tests.platform.directory.importing.pages import text_of
from tests.platform.joint_projects import project

from handschlag.directory.index import documents
from handschlag.directory.models import Actor, Network, Participation, Project, Status

pytestmark = pytest.mark.django_db
LUX = "/de/projects/project-870000/"


@pytest.fixture
def linsen(db: None) -> Actor:
    """A member of a network in Saxony."""
    network = builders.network(fields=(builders.field(),), land=builders.land())
    return builders.actor(
        "Linsen Meier GmbH", networks=(network,), fields=(builders.field(),), land=builders.land()
    )


@pytest.fixture
def laser(db: None) -> Actor:
    return builders.actor("Laser Kraft AG", land=builders.land("BE"))


def titles(client: Client, query: str = "") -> list[str]:
    screen = client.get(f"/de/projects/{query}").context["screen"]
    return [row["title"] for row in screen["rows"]]


def test_the_page_tells_who_takes_part_with_source_and_licence(
    client: Client, linsen: Actor, laser: Actor
) -> None:
    hidden = builders.actor("Geheim GmbH", status=Status.IN_REVIEW)
    days = {"starts_on": date(2020, 3, 1), "ends_on": date(2023, 2, 28)}
    project("Guided light", taking_part=(linsen, laser, hidden), acronym="LUX", programme="H2020", **days)
    Participation.objects.filter(actor=linsen).update(cents=123456789)
    Participation.objects.filter(actor=laser).update(cents=100)
    text = text_of(client.get(LUX))
    assert "Guided light LUX · Verbundprojekt der EU · 1. März 2020 bis 28. Februar 2023 (beendet)" in text
    assert "Linsen Meier GmbH Unternehmen, Sachsen leitet das Projekt 1.234.568 Euro" in text
    assert "Förderung der hier Genannten zusammen: 1.234.569 Euro" in text
    assert "Optik und Photonik , 1 Partner" in text
    assert "Optik Sachsen , 1 Partner" in text
    assert "Titel auf Englisch, Akronym, Programm, Beginn, Ende cordis.europa.eu , gelesen am 25." in text
    assert "CC BY 4.0" in text
    assert "Geheim" not in text
    assert 'lang="en"' in client.get(LUX).content.decode()


def test_machines_read_it_as_a_research_project(client: Client, linsen: Actor, laser: Actor) -> None:
    project("Guided light", taking_part=(linsen, laser), acronym="LUX", starts_on=date(2020, 3, 1))
    page = client.get(LUX).content.decode()
    found = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert (found["@type"], found["alternateName"], found["foundingDate"]) == (
        "ResearchProject",
        "LUX",
        "2020-03-01",
    )
    assert [one["name"] for one in found["member"]] == ["Linsen Meier GmbH", "Laser Kraft AG"]
    assert found["sameAs"] == "https://cordis.europa.eu/project/id/870000"


def test_drafts_and_projects_without_anybody_public_are_nowhere(client: Client, linsen: Actor) -> None:
    project("Noch geheim", taking_part=(linsen,), status="draft")
    project("Nur Verborgene", taking_part=(builders.actor("Geheim GmbH", status=Status.DRAFT),))
    for number in (870000, 870001):
        assert client.get(f"/de/projects/project-{number}/").status_code == 404
    assert titles(client) == []
    for path in ("/de/search/?q=geheim", "/de/search/?q=Verborgene", "/sitemap-projects.xml"):
        assert "project-8700" not in client.get(path).content.decode()


def test_a_project_is_found_no_more_when_the_last_one_in_it_is_hidden(client: Client, linsen: Actor) -> None:
    made = project("Guided light", taking_part=(linsen,))
    assert titles(client) == ["Guided light"]
    Actor.objects.update(status=Status.ARCHIVED)
    documents.refresh(actor_ids=[linsen.pk])
    assert titles(client) == []
    assert client.get(LUX).status_code == 404
    Actor.objects.update(status=Status.PUBLISHED)
    documents.refresh(actor_ids=[linsen.pk])
    Project.objects.filter(pk=made.pk).delete()
    documents.refresh(project_ids=[made.pk])
    assert titles(client) == []


def test_the_list_is_narrowed_by_what_its_partners_are(client: Client, linsen: Actor, laser: Actor) -> None:
    today = timezone.localdate()
    long_ago, soon = today - timedelta(days=400), today + timedelta(days=400)
    project("Alt", taking_part=(linsen,), starts_on=long_ago, ends_on=long_ago)
    project("Läuft", taking_part=(linsen, laser), starts_on=long_ago, ends_on=soon)
    project("Ressort: Bald", taking_part=(laser,), starts_on=soon, catalogue="foekat", funder="Ressort")
    assert titles(client) == ["Ressort: Bald", "Alt", "Läuft"]
    assert titles(client, "?sort=name") == ["Alt", "Läuft", "Ressort: Bald"]
    assert titles(client, "?when=running") == ["Läuft"]
    assert titles(client, "?when=ended&when=ahead") == ["Ressort: Bald", "Alt"]
    assert titles(client, "?land=berlin") == ["Ressort: Bald", "Läuft"]
    assert titles(client, "?land=berlin&land=sachsen&field=optik-und-photonik") == ["Alt", "Läuft"]
    assert titles(client, "?network=optik-sachsen&kind=eu_project&when=ended") == ["Alt"]
    assert titles(client, "?q=Laser+Kraft") == ["Läuft", "Ressort: Bald"]
    lands = client.get("/de/projects/").context["screen"]["filters"]["facets"]
    counted = {facet.name: [(one.value, one.count) for one in facet.options] for facet in lands}
    assert counted["land"] == [("berlin", 2), ("sachsen", 2)]
    assert counted["kind"] == [("eu_project", 2), ("federal_project", 1)]


def test_what_the_list_shows_can_be_taken_along(client: Client, linsen: Actor, laser: Actor) -> None:
    project("Guided light", taking_part=(linsen,))
    project("Nebenan", taking_part=(laser,))
    answer: Any = client.get("/de/projects/export/csv/?land=sachsen")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [line[0] for line in csv.reader(io.StringIO(body), delimiter=";")] == ["Titel", "Guided light"]
    links = [link.url for link in client.get("/de/projects/?land=sachsen").context["screen"]["exports"]]
    assert links[0] == "/de/projects/export/csv/?land=sachsen"


def test_search_actor_network_and_sitemap_lead_there(client: Client, linsen: Actor) -> None:
    project("Guided light", taking_part=(linsen,), acronym="LUX")
    page = client.get("/de/search/?q=LUX").content.decode()
    assert "Verbundprojekt der EU" in page
    assert LUX in page
    assert LUX in client.get("/de/actors/linsen-meier-gmbh/").content.decode()
    network = Network.objects.get()
    page = client.get(f"/de/networks/{network.slug}/").content.decode()
    assert f'href="/de/projects/?network={network.slug}">1 Verbundprojekt</a>' in page
    assert LUX in client.get("/sitemap-projects.xml").content.decode()


def test_a_project_is_in_no_programme_of_its_partners_networks(client: Client, linsen: Actor) -> None:
    Network.objects.get().in_programmes.create(programme=builders.programme())
    documents.refresh_all()
    project("Guided light", taking_part=(linsen,))
    hits = client.get("/de/search/?programme=go-cluster").context["screen"]["rows"]
    assert [row["url"] for row in hits] == ["/de/networks/optik-sachsen/", "/de/actors/linsen-meier-gmbh/"]


def test_invented_projects_lead_to_no_catalogue(client: Client, linsen: Actor) -> None:
    project("Guided light", taking_part=(linsen,), is_demo=True)
    for path in (LUX, "/de/actors/linsen-meier-gmbh/"):
        page = client.get(path).content.decode()
        assert "erfunden" in page
        assert "cordis.europa.eu" not in page


@pytest.mark.parametrize("path", ["/de/projects/", LUX])
def test_three_projects_cost_as_many_questions_as_one(
    client: Client, linsen: Actor, laser: Actor, django_assert_num_queries: Any, path: str
) -> None:
    others = [builders.actor(f"Firma {n}", fields=(builders.field(),)) for n in range(4)]
    for number in range(2):
        project(f"Projekt {number}", taking_part=(linsen, laser))
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    asked = len(one)
    for number in range(3):
        project(f"Mehr {number}", taking_part=(linsen, laser, *others))
    client.get(path)
    with django_assert_num_queries(asked):
        client.get(path)
