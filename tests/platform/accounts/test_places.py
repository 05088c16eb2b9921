"""Where a request comes from: asked in one place, and right behind proxies."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.platform import builders

import handschlag
from handschlag.accounts import limits, sessions
from handschlag.accounts.limits import Limit, nearest_unknown, place_of
from handschlag.accounts.models import Tally

SOURCES = Path(handschlag.__file__).parent
ONE_PLACE, PROBES = "accounts/sessions.py", "common/operations/monitoring.py"
ADDRESSES = [f"198.51.100.{number}" for number in range(140)]


def texts_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.upper().replace("-", "_").removeprefix("HTTP_")


def test_nobody_else_asks_for_an_address() -> None:
    found = {
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if {"REMOTE_ADDR", "X_FORWARDED_FOR", "FORWARDED", "X_REAL_IP"} & set(texts_in(path))
    }
    assert found == {ONE_PLACE, PROBES}


def test_whatever_is_counted_by_place_asks_there() -> None:
    """Every limit of a place is counted for `sessions.place`, asked there or by the caller."""
    wrong = []
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "limits.count":
                limit, who = ast.unparse(node.args[0]), ast.unparse(node.args[1])
                if "PLACE" in limit and who not in {"sessions.place(request)", "place", "origin"}:
                    wrong.append((path.name, limit, who))
    assert wrong == []


@pytest.mark.parametrize(
    ("forwarded", "proxies", "place"),
    [
        ("", 1, "127.0.0.1"),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7", 1, "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("203.0.113.7", 2, "203.0.113.7"),
        ("6.6.6.6, nonsense", 1, "127.0.0.1"),
        ("203.0.113.7:4711", 1, "203.0.113.7"),
        ("[2001:db8::1]:4711", 1, "2001:db8::1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("6.6.6.6,,  203.0.113.7 ,", 1, "203.0.113.7"),
        ("203.0.113.7", 0, "127.0.0.1"),
    ],
)
def test_what_a_stranger_writes_into_the_chain_counts_for_nothing(
    forwarded: str, proxies: int, place: str
) -> None:
    assert nearest_unknown(forwarded, direct="127.0.0.1", proxies=proxies) == place


def test_an_address_of_ipv4_in_the_clothes_of_ipv6_is_one_of_ipv4() -> None:
    assert (place_of("::ffff:192.0.2.1"), place_of("::ffff:192.0.2.2")) == ("192.0.2.1", "192.0.2.2")


def test_without_a_proxy_nobody_chooses_where_they_come_from(settings: Any) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.7"})
    assert sessions.place(request) == "127.0.0.1"
    settings.IS_BEHIND_PROXY = True
    assert sessions.place(request) == "203.0.113.7"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/api/v1/fields", "/api/data/fields.csv"],
)
def test_a_hundred_and_forty_visitors_behind_a_proxy_are_not_one(
    client: Client, settings: Any, path: str
) -> None:
    settings.IS_BEHIND_PROXY = True
    builders.field()
    answers = [client.get(path, headers={"X-Forwarded-For": f"6.6.6.6, {one}"}) for one in ADDRESSES]
    assert {answer.status_code for answer in answers} == {200}
    assert Tally.objects.count() >= len(ADDRESSES)


@pytest.mark.django_db
def test_wrong_keys_of_others_do_not_close_the_interface(client: Client, settings: Any) -> None:
    settings.IS_BEHIND_PROXY = True
    for one in ADDRESSES:
        headers = {"X-Forwarded-For": one, "Authorization": "Bearer hsk_wrong"}
        assert client.get("/api/v1/fields", headers=headers).status_code == 401


@pytest.mark.django_db
def test_whoever_fetches_too_many_files_is_told_until_when(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit("few downloads", 2, limits.DOWNLOADS_FROM_A_PLACE.within)
    monkeypatch.setattr(limits, "DOWNLOADS_FROM_A_PLACE", few)
    paths = ("/de/actors/export/csv/", "/de/networks/export/json/", "/de/projects/export/xlsx/")
    first, second, third = (client.get(path) for path in paths)
    assert (first.status_code, second.status_code, third.status_code) == (200, 200, 429)
    assert 0 < int(third["Retry-After"]) <= few.within.total_seconds() + 1
    assert "Über Ihren Internetanschluss wurden in kurzer Zeit viele Dateien heruntergeladen" in third.text
    assert client.get("/de/actors/").status_code == 200
    assert client.get("/api/data/fields.csv").status_code == 429  # one allowance for all of them
