"""Every page, asked for in ways that no link of ours does: an answer with words, never a fault of ours."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.directory.models import Network

pytestmark = pytest.mark.django_db
PAGES = (
    *(
        "",
        "networks/",
        "actors/",
        "fields/",
        "regions/",
        "programmes/",
        "programmes/finder/",
        "news/",
        "search/",
        "search/suggest/",
    ),
    *("map/", "map/points.json", "compare/", "bookmarks/", "contact/", "imprint/", "privacy/", "sources/"),
    "how-matching-works/",
    *("open-data/", "interface/", "news/news.atom"),
    *("accessibility/", "plain-language/", "account/login/", "account/login/password/", "design/"),
    *("networks/optik-sachsen/", "actors/linsen-meier-gmbh/", "fields/optik-und-photonik/"),
    *("regions/sachsen/", "programmes/go-cluster/", "news/neues-labor/", "networks/optik-sachsen/join/"),
    *(f"{what}/export/{ending}/" for what in ("networks", "actors") for ending in ("csv", "json", "vcf")),
)
LISTS = ("networks/", "actors/", "search/", "map/", "map/points.json", "networks/export/csv/", "compare/")
NAMES = ("q", "kind", "field", "land", "programme", "label", "size", "network", "sort", "near", "page", "n")
VALUES = {
    "five thousand letters": "x" * 5_000,
    "a long question": quote("Wasserstoff für Schiffe " * 200),
    "a zero byte": "a%00b",
    "broken utf-8": "%ff%fe%c3%28",
    "half a surrogate pair": "%ed%a0%80",
    "a right-to-left override": quote("abc\u202edef"),
    "a minus": "-1",
    "a huge number": "9" * 400,
    "a number in other digits": quote("１２"),
    "not a number": "nan",
    "markup": quote("\"><script>alert(1)</script>'"),
    "a path": quote("../../etc/passwd"),
    "sql": quote("' OR 1=1; DROP TABLE directory_network; --"),
    "a format": quote("%s%n{0.__class__}"),
    "nothing": "",
}


@pytest.fixture
def somebody() -> Network:
    network = builders.network(fields=(builders.field(),), land=builders.land())
    network.in_programmes.create(programme=builders.programme())
    builders.actor(networks=(network,), land=builders.land())
    builders.story(network=network)
    return network


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_filter_of_nonsense_gets_an_answer(client: Client, somebody: Network, value: str) -> None:
    everything = "&".join(f"{name}={value}" for name in NAMES)
    for path in LISTS:
        for query in (f"q={value}", f"page={value}", f"near={value}&sort=distance", everything):
            answer = client.get(f"/de/{path}?{query}")
            said = answer.getvalue().decode("utf-8")
            assert answer.status_code in {200, 400, 404}, (path, query[:40], answer.status_code)
            assert "<script>alert" not in said


def test_a_page_minds_no_parameters_that_it_does_not_know(client: Client, somebody: Network) -> None:
    many = "&".join(f"land=sachsen&x{number}=1" for number in range(400))
    for path in PAGES:
        for query in (many, "%00=%00", "=&&&==", "page=0&page=abc&page=99999999", "q=" + "ä" * 3_000):
            answer = client.get(f"/de/{path}?{query}")
            assert answer.status_code in {200, 400}, (path, query[:40], answer.status_code)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_a_method_that_changes_is_refused_where_nothing_is_to_be_changed(
    client: Client, somebody: Network, method: str
) -> None:
    for path in PAGES:
        answer = client.generic(method, f"/de/{path}")
        assert (path, answer.status_code) == (path, 405)
        assert "GET" in answer["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "networks/%00/",
        "networks/%ff/",
        "networks/" + "a" * 3_000 + "/",
        "networks/..%2f..%2fetc%2fpasswd/",
        "actors/<script>/",
        "logos/..%2f..%2fsecret.webp",
        "logos/" + "f" * 32 + ".webp",
        "news/0/",
        "regions/1e9/",
        "networks/export/exe/",
        "invitations/nobody/",
        "join/nobody/",
        "jobs/99999999999999999999/",
        "outbox/99999999999999999999/",
        "moderation/merge/99999999999999999999/1/",
    ],
)
def test_an_address_that_never_was_is_no_fault_of_ours(client: Client, path: str) -> None:
    answer = client.get(f"/de/{path}")
    assert answer.status_code in {302, 400, 404, 410}, answer.status_code
    assert "<script>/" not in answer.content.decode()


def test_numbers_larger_than_a_database_holds_name_nothing(
    client: Client, editha: object, signed_in: object, somebody: Network
) -> None:
    """SQLite and PostgreSQL both refuse numbers beyond 64 bits, each in its own way."""
    inside = signed_in(editha)  # type: ignore[operator]
    huge = "9" * 25
    for path in (
        f"manage/entries/network/{huge}/history/",
        f"moderation/entries/actor/{huge}/",
        f"moderation/merge/{huge}/{somebody.pk}/",
        f"jobs/{huge}/",
    ):
        assert (path, inside.get(f"/de/{path}").status_code) == (path, 404)


def test_the_last_page_answers_for_all_beyond_it(client: Client, somebody: Network) -> None:
    for path in ("networks/", "actors/", "news/", "search/"):
        for number in ("2", "100000", "99999999"):
            assert client.get(f"/de/{path}?q=&page={number}").status_code == 200
