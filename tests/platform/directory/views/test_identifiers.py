"""Ids of others on an entry: typed, checked, shown to people and to machines."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.directory.reading import pages

from handschlag.accounts.models import User
from handschlag.directory import contents
from handschlag.directory.contents import IDENTIFIERS, etag_of
from handschlag.directory.entries import content_of
from handschlag.directory.models import Actor, District

pytestmark = pytest.mark.django_db
GIVEN = {
    "wikidata_id": "https://www.wikidata.org/wiki/Q81230",
    "euid": "ded2601v.hrb 6684",
    "pic": "999 988 133",
}


def test_an_editor_enters_them_and_everybody_sees_them(client: Client, editha: User) -> None:
    land = builders.land()
    district = District.objects.create(
        nuts3="DED21", ags="14612", name="Dresden", kind="Kreisfreie Stadt", land=land, population=1
    )
    actor = builders.actor(ror_id="02nv7yv05", land=land, district=district, place="Dresden")
    client.force_login(editha)
    path = f"/de/manage/actors/{actor.slug}/edit/identifiers/"
    seen = {"seen": etag_of(content_of(actor), IDENTIFIERS)}
    for wrong in ({"wikidata_id": "P31"}, {"euid": "DEA0000.HRB1"}, {"pic": "12345"}):
        assert client.post(path, {**GIVEN, **seen, **wrong}).status_code == 422, wrong
    assert client.post(path, {**GIVEN, **seen}).status_code == 302
    found = Actor.objects.values("wikidata_id", "euid", "pic").get()
    assert found == {"wikidata_id": "Q81230", "euid": "DED2601V.HRB6684", "pic": "999988133"}
    html = pages.page(client, f"/de/actors/{actor.slug}/")
    assert "https://www.wikidata.org/wiki/Q81230" in html
    (script,) = re.findall(
        r'<script type="application/ld\+json"[^>]*>(\{[^<]*Organization[^<]*)</script>', html
    )
    told = json.loads(script)
    assert told["sameAs"] == ["https://ror.org/02nv7yv05", "https://www.wikidata.org/entity/Q81230"]
    assert [one["value"] for one in told["identifier"]] == ["DED2601V.HRB6684", "999988133"]
    answer = client.get(f"/api/v1/actors/{actor.slug}").json()
    assert [answer[name] for name in ("wikidata", "euid", "pic", "nuts")] == [
        *("Q81230", "DED2601V.HRB6684", "999988133", "DED21"),
    ]


def test_a_network_has_them_too(client: Client) -> None:
    network = builders.network(wikidata_id="Q81230", euid="DED2601V.HRB6684")
    assert "DED2601V.HRB6684" in pages.page(client, f"/de/networks/{network.slug}/")
    text = b"".join(client.get("/de/networks/export/csv/").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "Q81230" in next(csv.reader(io.StringIO(text.splitlines()[1]), delimiter=";"))


@pytest.mark.parametrize("wrong", ["02nv7yv06", "2nv7yv05", "", "ror.org"])
def test_a_ror_id_is_proven_by_its_last_digits(wrong: str) -> None:
    assert contents.ror(wrong) == ""
    assert contents.ror("https://ror.org/02nv7yv05/") == "02nv7yv05"
