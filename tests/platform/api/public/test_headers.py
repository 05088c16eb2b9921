"""What a program learns beside the rows: where to go on, how often it may ask, and which rule it broke."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.platform import builders, guide
from tests.platform.api.public.conftest import World

from handschlag.api.reference import openapi_document
from handschlag.matching.models import Service, TimetableVersion

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
NEXT = re.compile(r'<[^<>]*(/api/v1/[^<>]*)>; rel="next"')
SLUG = r"^[-a-zA-Z0-9_]+$"


def test_a_list_is_walked_by_its_links_alone(get: Get, world: World, client: Any) -> None:
    for name in ("Zwei Köln", "Drei Köln", "Vier Köln"):
        builders.network(name, fields=(builders.field(),))
    seen, path = [], "/api/v1/networks?limit=3&field=optik-und-photonik&q=&kind=cluster&kind=zim_network"
    while path:
        answer = client.get(path)
        seen += [row["id"] for row in answer.json()["rows"]]
        found = NEXT.search(answer.get("Link", ""))
        path = found[1] if found else ""
    assert seen == ["optik-sachsen", "zwei-koln", "drei-koln", "vier-koln"]


def test_both_links_stand_in_one_header(get: Get, world: World, settings: Any) -> None:
    settings.DATA_LICENCE, settings.BASE_URL = "cc-by-4.0", "https://netz.example"
    builders.network("Zwei")
    assert get("networks", limit=1)["Link"] == (
        '<https://netz.example/api/v1/networks?limit=1&after=optik-sachsen>; rel="next", '
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    )


def test_published_versions_stay_a_list_and_come_in_parts_for_who_asks(
    ask: Any, key: str, service: Service, now: datetime
) -> None:
    for number in range(1, 6):
        TimetableVersion.objects.create(
            service=service, number=number, content={"meetings": []}, published_at=now
        )
    whole = ask("event/versions", key)
    assert [one["number"] for one in whole.json()] == [5, 4, 3, 2, 1]
    assert "Link" not in whole
    part = ask("event/versions", key, limit=2)
    assert [one["number"] for one in part.json()] == [5, 4]
    assert part["Link"].endswith('/api/v1/event/versions?limit=2&after=4>; rel="next"')
    last = ask("event/versions", key, limit=3, after=4)
    assert [one["number"] for one in last.json()] == [3, 2, 1]
    assert "Link" not in last


def test_every_answer_says_how_many_are_left(get: Get, world: World, key: str, time_machine: Any) -> None:
    time_machine.move_to(datetime.fromisoformat("2026-11-25T10:00:18+01:00"), tick=False)
    assert get("fields")["RateLimit"] == '"public calls from a place";r=119;t=42'
    answer = get("networks/nobody")
    assert answer["RateLimit"] == '"public calls from a place";r=118;t=42'
    assert answer["RateLimit-Policy"] == '"public calls from a place";q=120;w=60'
    tag = get("fields")["ETag"]
    assert get("fields", headers={"If-None-Match": tag})["RateLimit"].endswith(";r=116;t=42")
    own = get("fields", headers={"Authorization": f"Bearer {key}"})
    assert own["RateLimit"] == '"calls with a key";r=599;t=42'
    assert "RateLimit, RateLimit-Policy" in own["Access-Control-Expose-Headers"]


def test_who_is_refused_has_none_left(get: Get, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from handschlag.api import keys

    of_a_place = keys.CALLS_FROM_A_PLACE
    monkeypatch.setattr(keys, "CALLS_FROM_A_PLACE", type(of_a_place)("few", 1, of_a_place.within))
    assert [get("fields").status_code for _ in range(2)] == [200, 429]
    assert get("fields")["RateLimit"].startswith('"few";r=0;t=')


@pytest.mark.parametrize(
    ("path", "query", "place", "rule", "allowed"),
    [
        ("networks", {"limit": "0"}, "limit", "minimum", {"type": "integer", "minimum": 1, "maximum": 100}),
        ("networks", {"limit": "999"}, "limit", "maximum", {"type": "integer", "minimum": 1, "maximum": 100}),
        ("networks", {"limit": "ten"}, "limit", "type", {"type": "integer", "minimum": 1, "maximum": 100}),
        (
            "networks",
            {"kind": ["cluster", "company"]},
            "kind.1",
            "enum",
            {"type": "string", "enum": ["cluster", "zim_network", "research_association"]},
        ),
        (
            "networks",
            {"field": "a b"},
            "field.0",
            "pattern",
            {"type": "string", "pattern": SLUG, "maxLength": 100},
        ),
        ("networks", {"q": "x" * 201}, "q", "maxLength", {"type": "string", "maxLength": 200}),
        ("networks", {"invented": "yes"}, "invented", "enum", {"type": "string", "enum": ["no"]}),
        (
            "campaigns/clusterwoche/activities",
            {"from": "soon"},
            "from",
            "format",
            {"type": "string", "format": "date"},
        ),
        ("networks", {"field": "unbekannt"}, "field", "exists", {}),
        ("programmes", {"lnad": "sachsen"}, "lnad", "parameter", {"enum": ["after", "limit"]}),
    ],
)
def test_a_wrong_value_is_told_its_rule_and_what_is_allowed(
    get: Get, world: World, path: str, query: dict[str, Any], place: str, rule: str, allowed: Any
) -> None:
    answer = get(path, **query)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"] == [{"place": place, "rule": rule, "allowed": allowed}]


def test_a_question_that_is_too_long_is_refused_in_the_shape_of_all_errors(get: Get, world: World) -> None:
    answer = get("networks", q="x" * 4000)
    assert (answer.status_code, answer.json()["error"]["reason"]) == (414, "too_long")
    assert get("networks", field=["optik-und-photonik"] * 40).status_code == 200


def test_the_description_leads_from_every_list_to_its_entries(get: Get, world: World) -> None:
    guide.funding_call()
    described = openapi_document()["paths"]
    views = {verbs["get"]["operationId"]: path for path, verbs in described.items()}
    walked = 0
    for path, verbs in described.items():
        for link in verbs["get"]["responses"][200].get("links", {}).values():
            (parameter,) = link["parameters"]
            rows = get(path.removeprefix("/api/v1/").format(slug="clusterwoche")).json()["rows"]
            entry = views[link["operationId"]].format(**{parameter: rows[0]["id"]})
            assert get(entry.removeprefix("/api/v1/")).status_code == 200
            walked += 1
    assert walked == 11
