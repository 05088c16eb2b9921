"""What everybody reads by machine: what the pages show, and nothing that they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.platform import builders, joint_projects
from tests.platform.api.public.conftest import World

from handschlag.directory.index import documents
from handschlag.directory.models import Actor, NamedMember, Network, NetworkStatement, Status
from handschlag.events.models import ActivityState, EventStatus

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
LISTS = ("networks", "actors", "projects", "programmes", "fields", "regions", "events", "campaigns")


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["rows"]]


def reason(answer: Any) -> tuple[int, str, list[str]]:
    error = answer.json()["error"]
    return answer.status_code, error["reason"], error["places"]


def test_lists_have_what_is_public_and_no_more(get: Get, world: World) -> None:
    assert {name: ids(get(name)) for name in LISTS} == {
        "networks": ["optik-sachsen"],
        "actors": ["linsen-meier-gmbh"],
        "projects": ["lux-870000"],
        "programmes": ["go-cluster"],
        "fields": ["optik-und-photonik"],
        "regions": ["sachsen"],
        "events": ["tag-der-optik"],
        "campaigns": ["clusterwoche"],
    }
    assert ids(get("campaigns/clusterwoche/activities")) == [str(world.activity.uid)]
    assert get("campaigns/geheime-woche/activities").status_code == 404


def test_a_network_comes_with_its_facts_in_both_languages_and_its_sources(get: Get, world: World) -> None:
    found = get("networks/optik-sachsen").json()
    assert found["region"] == {"id": "sachsen", "de": "Sachsen", "en": "Saxony"}
    assert found["fields"] == [
        {"id": "optik-und-photonik", "de": "Optik und Photonik", "en": "Optics and photonics"}
    ]
    assert (found["members"], found["members_year"], found["organisations"]) == (80, 2026, 1)
    assert found["sources"] == [
        {
            "fact": "name",
            "source": "https://example.org/",
            "source_kind": "",
            "seen_on": "2026-11-25",
            "copied_on": "",
            "basis": "published",
        }
    ]
    assert found["statements"] == []
    assert found["pages"]["de"].endswith("/de/networks/optik-sachsen/")
    assert found["pages"]["en"].endswith("/en/networks/optik-sachsen/")


def test_names_that_were_taken_out_are_in_no_statement(get: Get, world: World) -> None:
    network = Network.objects.get(slug="optik-sachsen")
    source = {"network": network, "source": "https://own.example.org/", "source_kind": "own"}
    for value in ("Siemens (board; chair); Zeiss; IHK", "Siemens"):
        NetworkStatement.objects.create(fact="known_members", value=value, **source)
    for name, status in (("Siemens", Status.ARCHIVED), ("Zeiss", Status.PUBLISHED)):
        actor = builders.actor(name, status=status)
        NamedMember.objects.create(actor=actor, words=name, **source)
    found = get("networks/optik-sachsen").json()
    assert [one["value"] for one in found["statements"]] == ["Zeiss; IHK"]


def test_nobody_stands_in_the_answers(client: Client, get: Get, world: World) -> None:
    paths = [*LISTS, "networks/optik-sachsen", "actors/linsen-meier-gmbh", "events/tag-der-optik"]
    said = "".join(get(path).content.decode() for path in paths)
    said += "".join(
        client.get(f"/api/data/{name}.{ending}").getvalue().decode()
        for name in ("networks", "actors", "events", "activities")
        for ending in ("csv", "json")
    )
    assert [word for word in ("Olga", "Zeller", "@example.org", "Geheim", "Entwurf") if word in said] == []


def test_an_actor_names_the_public_networks_that_it_is_a_member_of(get: Get, world: World) -> None:
    (row,) = get("actors", network="optik-sachsen").json()["rows"]
    assert row["networks"] == [{"id": "optik-sachsen", "name": "Optik Sachsen"}]
    assert row["offers"] == [{"de": "Linsen", "en": "Lenses"}]
    Network.objects.update(status=Status.ARCHIVED)
    documents.refresh(network_ids=[world.network.pk])
    assert get("actors/linsen-meier-gmbh").json()["networks"] == []


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("networks", {"field": "optik-und-photonik", "land": ["sachsen", "berlin"]}, 2),
        ("networks", {"field": "OPT"}, 2),
        ("networks", {"land": "berlin"}, 1),
        ("networks", {"kind": "zim_network"}, 0),
        ("networks", {"q": "Berlin"}, 1),
        ("networks", {"programme": "go-cluster"}, 1),
        ("networks", {"label": "gold"}, 1),
        ("actors", {"kind": "company", "size": "unknown"}, 1),
        ("actors", {"land": "berlin"}, 0),
        ("events", {"land": "sachsen", "year": "2027", "host": "optik-sachsen", "when": "upcoming"}, 1),
        ("projects", {"land": "sachsen", "network": "optik-sachsen", "kind": "eu_project", "q": "LUX"}, 1),
        ("projects", {"actor": "linsen-meier-gmbh", "field": "optik-und-photonik"}, 1),
        ("projects", {"kind": "federal_project"}, 0),
        ("projects", {"when": "running"}, 0),
        ("events", {"when": "past"}, 0),
        ("campaigns/clusterwoche/activities", {"from": "2027-04-20", "to": "2027-04-20", "fee": "free"}, 1),
        ("campaigns/clusterwoche/activities", {"audience": "press"}, 0),
    ],
)
def test_lists_are_narrowed_as_their_pages_are(
    get: Get, world: World, path: str, query: dict[str, Any], found: int, time_machine: Any, now: Any
) -> None:
    time_machine.move_to(now, tick=False)
    builders.network("Berlin Optik", fields=(builders.field(),), land=builders.land("BE"))
    answer = get(path, **query)
    assert (answer.json()["total"], len(ids(answer))) == (found, found)


@pytest.mark.parametrize(
    ("path", "query", "places"),
    [
        ("networks", {"field": "unbekannt"}, ["field"]),
        ("networks", {"lnad": "sachsen"}, ["lnad"]),
        ("networks", {"kind": "company"}, ["kind.0"]),
        ("networks", {"limit": "0"}, ["limit"]),
        ("actors", {"network": "geheimes-netz"}, ["network"]),
        ("actors", {"after": "nobody"}, ["after"]),
        ("projects", {"actor": "entwurf-gmbh"}, ["actor"]),
        ("projects", {"when": "someday"}, ["when.0"]),
        ("events", {"land": "atlantis"}, ["land"]),
        ("campaigns/clusterwoche/activities", {"programme": "nie"}, ["programme"]),
    ],
)
def test_a_slip_is_named_and_does_not_find_everything(
    get: Get, world: World, path: str, query: dict[str, str], places: list[str]
) -> None:
    assert reason(get(path, **query)) == (422, "values", places)


def test_a_project_names_the_public_actors_in_it_and_where_each_part_was_read(get: Get, world: World) -> None:
    found = get("projects/lux-870000").json()
    partner = {"id": "linsen-meier-gmbh", "name": "Linsen Meier GmbH"}
    assert (found["title"], found["number"], found["partners"]) == (
        {"de": "", "en": "Guided light"},
        "870000",
        [partner],
    )
    (part,) = found["parts"]
    assert (part["actor"], part["role"]) == (partner, "coordinator")
    assert (part["source"], part["source_seen_on"]) == ("https://cordis.europa.eu/", "2026-11-25")
    assert found["pages"]["de"].endswith("/de/projects/lux-870000/")
    assert reason(get("projects/project-870001")) == (404, "not_found", [])
    assert get("projects/lux-870000").content.decode().count("Entwurf") == 0


def test_a_list_is_read_in_parts_although_it_changes_meanwhile(get: Get, world: World) -> None:
    for name in ("Zwei", "Drei", "Vier", "Fünf"):
        builders.network(name)
    first = get("networks", limit=2).json()
    assert (first["after"], first["total"]) == ("zwei", 5)
    Network.objects.filter(slug="zwei").update(status=Status.ARCHIVED, name="Umbenannt")
    documents.refresh(network_ids=[Network.objects.get(slug="zwei").pk])
    second = get("networks", limit=2, after=first["after"]).json()
    third = get("networks", limit=2, after=second["after"]).json()
    assert [row["id"] for row in (*second["rows"], *third["rows"])] == ["drei", "vier", "funf"]
    assert third["after"] is None


def test_what_is_gone_or_elsewhere_says_so(get: Get, world: World) -> None:
    other = builders.actor("Linsen Meier")
    Actor.objects.filter(pk=other.pk).update(merged_into=world.actor)
    moved = get("actors/linsen-meier")
    assert (moved.status_code, moved["Location"]) == (301, "/api/v1/actors/linsen-meier-gmbh")
    Network.objects.filter(pk=world.network.pk).update(status=Status.ARCHIVED)
    world.event.status = EventStatus.ARCHIVED
    world.event.save()
    world.activity.state = ActivityState.ARCHIVED
    world.activity.save()
    for path in ("networks/optik-sachsen", "events/tag-der-optik", f"activities/{world.activity.uid}"):
        assert reason(get(path)) == (410, "gone", [])
    assert reason(get("networks/geheimes-netz")) == (404, "not_found", [])
    assert reason(get("events/geheime-tagung")) == (404, "not_found", [])


def test_whoever_has_an_answer_is_told_that_it_still_holds(get: Get, world: World) -> None:
    answer = get("networks/optik-sachsen")
    again = get("networks/optik-sachsen", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Network.objects.update(name="Optik in Sachsen")
    assert get("networks/optik-sachsen", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_every_list_names_its_licence(get: Get, world: World, settings: Settings) -> None:
    settings.DATA_LICENCE = "dl-de-by-2.0"
    settings.OPERATOR_NAME = "Verein Beispiel"
    answer = get("networks")
    licence = answer.json()["licence"]
    assert licence["id"] == "dl-de-by-2.0"
    assert licence["attribution"].startswith("Verein Beispiel; ")
    assert answer["Link"] == f'<{licence["url"]}>; rel="license"'
    settings.DATA_LICENCE = "none"
    assert get("actors").json()["licence"]["id"] == "none"
    assert "Link" not in get("actors")
    for name in ("fields", "programmes", "funding-calls", "regions"):
        ours = get(name)
        assert ours.json()["licence"]["id"] == "apache-2.0"
        assert ours["Link"] == '<https://www.apache.org/licenses/LICENSE-2.0>; rel="license"'
    assert "Link" not in get("openapi.json")


def test_pages_of_others_may_read_what_is_public_and_nothing_of_a_key(
    client: Client, get: Get, world: World
) -> None:
    allowed = "Access-Control-Allow-Origin"
    for path in ("networks", "networks/optik-sachsen", "networks/nie", "openapi.json"):
        assert get(path)[allowed] == "*"
    asked = client.options("/api/v1/networks")
    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
    assert get("event").get(allowed) is None
    assert client.options("/api/v1/event").get(allowed) is None


def test_only_reading_is_possible(client: Client, world: World) -> None:
    answer = client.post("/api/v1/networks", {"name": "x"})
    assert reason(answer) == (405, "method", [])
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    head = client.head("/api/v1/networks")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get("/api/v1/networks")["ETag"]


def test_an_address_that_makes_no_sense_is_refused_in_the_same_shape(client: Client) -> None:
    assert reason(client.get("/api/v1/networks?q=%00")) == (400, "bad_request", [])


def test_whoever_asks_too_often_has_to_wait_and_a_key_is_counted_by_itself(
    get: Get, world: World, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handschlag.api import keys

    few = keys.CALLS.__class__("few public calls", 2, timedelta(minutes=1))
    monkeypatch.setattr(keys, "CALLS_FROM_A_PLACE", few)
    assert [get("fields").status_code for _ in range(3)] == [200, 200, 429]
    answer = get("fields")
    assert reason(answer)[1] == "too_often"
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert get("fields", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert get("fields", headers={"Authorization": "Bearer hsk_wrong"}).status_code == 401


@pytest.mark.parametrize("path", [*LISTS, "campaigns/clusterwoche/activities"])
def test_a_longer_list_costs_no_more_queries(get: Get, world: World, path: str) -> None:
    get(path)
    with CaptureQueriesContext(connection) as one:
        get(path)
    for number in range(3):
        network = builders.network(f"Netz {number}", fields=(builders.field(),), land=builders.land("BE"))
        network.in_programmes.create(programme=builders.programme(f"Programm {number}"))
        firm = builders.actor(f"Firma {number}", networks=(network,))
        firm.statements.create(direction="need", text_de="Glas")
        joint_projects.project(f"Projekt {number}", taking_part=(firm, world.actor))
        builders.event(f"Tagung {number}").hosts.create(network=network)
        builders.activity(world.campaign, f"Rundgang {number}", network=network)
        builders.campaign(f"Woche {number}")
    get(path)
    with CaptureQueriesContext(connection) as more:
        assert len(json.loads(get(path).content)["rows"]) >= (2 if path == "regions" else 1)
    assert len(more) == len(one)
