"""The joint projects of an actor: on its page, and as a file."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import builders
from tests.platform.directory.importing.pages import text_of
from tests.platform.joint_projects import project, read_in_a_catalogue

from handschlag.directory.models import Actor, Participation, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def linsen(db: None) -> Actor:
    return builders.actor("Linsen Meier GmbH")


def body(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_page_tells_of_a_project_with_role_grant_partners_and_source(
    client: Client, linsen: Actor
) -> None:
    other = builders.actor("Laser Kraft AG")
    hidden = builders.actor("Geheim GmbH", status=Status.IN_REVIEW)
    days = {"starts_on": date(2020, 3, 1), "ends_on": date(2023, 2, 28)}
    project("Licht leiten", taking_part=(linsen, other, hidden), acronym="LUX", programme="H2020", **days)
    Participation.objects.filter(actor=linsen).update(cents=123456789)
    text = text_of(client.get("/de/actors/linsen-meier-gmbh/"))
    assert "1 Verbundprojekt Licht leiten (LUX)" in text
    assert "1. März 2020 bis 28. Februar 2023 · leitet das Projekt · Förderung 1.234.568 Euro · H2020" in text
    assert "Gemeinsam mit Laser Kraft AG CORDIS 870000 , gelesen am" in text
    assert "Geheim" not in text
    page = client.get("/en/actors/linsen-meier-gmbh/").content.decode()
    assert 'href="https://cordis.europa.eu/project/id/870000"' in page


def test_drafts_are_seen_by_nobody(client: Client, linsen: Actor) -> None:
    project("Noch geheim", taking_part=(linsen,), status="draft")
    assert "Noch geheim" not in client.get("/de/actors/linsen-meier-gmbh/").content.decode()
    assert b"Noch geheim" not in body(client, "/de/projects/export/csv/")


def test_many_projects_are_paged_the_newest_first(client: Client, linsen: Actor) -> None:
    for year in range(2001, 2013):
        project(f"Projekt {year}", taking_part=(linsen,), starts_on=date(year, 1, 1))
    first = text_of(client.get("/de/actors/linsen-meier-gmbh/"))
    second = text_of(client.get("/de/actors/linsen-meier-gmbh/?projects=2"))
    assert "12 Verbundprojekte Projekt 2012" in first
    assert ("Projekt 2002" in first, "Projekt 2003" in first) == (False, True)
    assert ("Projekt 2002" in second, "Projekt 2001" in second, "Projekt 2003" in second) == (
        True,
        True,
        False,
    )


def test_the_page_asks_as_many_questions_for_three_projects_as_for_one(
    client: Client, linsen: Actor, django_assert_num_queries: Any
) -> None:
    others = [builders.actor(f"Firma {n}") for n in range(3)]
    project("Eins", taking_part=(linsen, *others))
    client.get("/de/actors/linsen-meier-gmbh/")
    with CaptureQueriesContext(connection) as one:
        client.get("/de/actors/linsen-meier-gmbh/")
    for title in ("Zwei", "Drei"):
        project(title, taking_part=(linsen, *others))
    with django_assert_num_queries(len(one)):
        client.get("/de/actors/linsen-meier-gmbh/")


def test_facts_that_were_read_in_a_catalogue_name_it(client: Client, linsen: Actor) -> None:
    for fact in ("name", "spot", "website"):
        read_in_a_catalogue(linsen, fact)
    text = text_of(client.get("/de/actors/linsen-meier-gmbh/"))
    assert "Name, Sitz, Website cordis.europa.eu , gelesen" in text


def test_joint_projects_can_be_taken_away(client: Client, linsen: Actor) -> None:
    other = builders.actor("Laser Kraft AG")
    project("=Licht", taking_part=(linsen, other), acronym="LUX")
    project("Ohne Linsen", taking_part=(other,))
    lines = list(
        csv.reader(io.StringIO(body(client, "/de/projects/export/csv/").decode("utf-8-sig")), delimiter=";")
    )
    assert lines[0][:4] == ["Titel", "Akronym", "Katalog", "Förderkennzeichen oder Projektnummer"]
    assert [line[:4] for line in lines[1:]] == [
        ["'=Licht", "LUX", "CORDIS", "870000"],
        ["Ohne Linsen", "", "CORDIS", "870001"],
    ]
    found = json.loads(body(client, "/en/projects/export/json/?actor=linsen-meier-gmbh"))
    assert [(one["title"], one["actors"]) for one in found["entries"]] == [
        ("=Licht", ["Laser Kraft AG", "Linsen Meier GmbH"])
    ]
    assert body(client, "/en/projects/export/xlsx/")[:2] == b"PK"
    for address in ("/en/projects/export/vcf/", "/en/projects/export/csv/?actor=nobody"):
        assert client.get(address).status_code == 404
