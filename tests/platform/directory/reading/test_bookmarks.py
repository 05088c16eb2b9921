"""Bookmarks without an account: a signed cookie with numbers, and nothing else anywhere."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import words

from handschlag.directory.bookmarks import MOST, BookmarkKind, Bookmarks
from handschlag.directory.models import Network, Status

pytestmark = pytest.mark.django_db


def press(client: Client, do: str, kind: str = "network", slug: str = "optik-sachsen", **more: str) -> Any:
    return client.post("/de/bookmarks/", {"do": do, "kind": kind, "slug": slug, **more})


def page(client: Client) -> str:
    return words(pages.page(client, "/de/bookmarks/"))


def kept(client: Client) -> str:
    cookie = client.cookies.get("bookmarks")
    return cookie.value.split(":")[0] if cookie and cookie.value else ""


def test_networks_and_actors_are_kept_and_removed(client: Client) -> None:
    network, actor = builders.network(), builders.actor()
    assert "Ihre Merkliste ist leer" in page(client)
    answer = press(client, "add", next="/de/networks/optik-sachsen/")
    assert answer["Location"] == "/de/networks/optik-sachsen/"
    press(client, "add", "actor", "linsen-meier-gmbh")
    assert kept(client) == f"n{network.pk}.a{actor.pk}"
    text = page(client)
    assert "2 gemerkte Einträge" in text
    assert "Optik Sachsen Cluster" in text
    assert "Linsen Meier GmbH Unternehmen" in text
    press(client, "remove")
    assert kept(client) == f"a{actor.pk}"
    press(client, "clear")
    assert kept(client) == ""
    assert "Ihre Merkliste ist leer" in page(client)


def test_a_page_offers_what_is_not_yet_so(client: Client) -> None:
    builders.network()
    before = client.get("/de/networks/optik-sachsen/").content.decode()
    press(client, "add")
    after = client.get("/de/networks/optik-sachsen/").content.decode()
    assert ('value="add"' in before, 'value="remove"' in before) == (True, False)
    assert ('value="add"' in after, 'value="remove"' in after) == (False, True)


def test_the_cookie_holds_numbers_only_and_no_script_can_read_it(client: Client) -> None:
    network = builders.network()
    press(client, "add")
    cookie = client.cookies["bookmarks"]
    assert re.fullmatch(rf"n{network.pk}:[\w-]+:[\w-]+", cookie.value)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 180 * 24 * 60 * 60)
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("forged", ["n1", "n1:abc:def", TimestampSigner(salt="x").sign("n1")], ids="abc")
def test_a_cookie_that_we_did_not_sign_holds_nothing(client: Client, forged: str) -> None:
    builders.network()
    client.cookies["bookmarks"] = forged
    assert "Ihre Merkliste ist leer" in page(client)


def test_what_is_not_public_is_not_kept_and_not_shown(client: Client) -> None:
    network = builders.network()
    builders.network("Entwurf", status=Status.DRAFT)
    press(client, "add", slug="entwurf")
    assert kept(client) == ""
    press(client, "add")
    Network.objects.filter(pk=network.pk).update(status=Status.ARCHIVED)
    text = page(client)
    assert "Optik Sachsen" not in text
    assert "1 gemerkter Eintrag ist nicht mehr öffentlich." in text


@pytest.mark.parametrize("sent", [{"kind": "person"}, {"slug": "'--"}, {"do": "steal"}, {"kind": ""}])
def test_nonsense_changes_nothing(client: Client, sent: dict[str, str]) -> None:
    builders.network()
    press(client, "add")
    before = kept(client)
    answer = client.post("/de/bookmarks/", {"do": "add", "kind": "network", "slug": "none", **sent})
    assert (answer.status_code, kept(client)) == (302, before)


@pytest.mark.parametrize("back", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)"])
def test_the_way_back_leads_to_us_only(client: Client, back: str) -> None:
    builders.network()
    assert press(client, "add", next=back)["Location"] == "/de/bookmarks/"


def test_a_stranger_cannot_change_somebodys_bookmarks() -> None:
    strict = Client(enforce_csrf_checks=True)
    builders.network()
    assert press(strict, "add").status_code == 403
    assert kept(strict) == ""


def test_a_full_list_says_so_and_loses_nothing(client: Client) -> None:
    for number in range(MOST + 1):
        builders.network(f"Netz {number}")
        press(client, "add", slug=f"netz-{number}")
    assert kept(client).count("n") == MOST
    assert f"Die Merkliste fasst höchstens {MOST} Einträge." in page(client)


def test_bookmarks_leave_as_files_and_as_a_comparison(client: Client) -> None:
    for name in ("Eins", "Zwei"):
        builders.network(name)
        press(client, "add", slug=name.lower())
    builders.network("Drei")
    html = client.get("/de/bookmarks/").content.decode()
    assert 'href="/de/compare/?n=eins&amp;n=zwei"' in html
    answer: Any = client.get("/de/bookmarks/export/networks/csv/")
    rows = csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";")
    assert [row["Name"] for row in rows] == ["Eins", "Zwei"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "no-store" in client.get("/de/bookmarks/")["Cache-Control"]


@given(st.lists(st.tuples(st.sampled_from(BookmarkKind), st.integers(1, 10**15)), max_size=MOST + 9))
def test_a_line_holds_what_was_kept(entries: list[tuple[BookmarkKind, int]]) -> None:
    bookmarks = Bookmarks()
    for kind, number in entries:
        bookmarks = bookmarks.with_one(kind, number)
    assert bookmarks.entries == tuple(dict.fromkeys(entries))[:MOST]
    assert Bookmarks.read(bookmarks.line) == bookmarks
    assert len(bookmarks.line) < 2000  # a cookie has room for 4096 octets


@given(st.text())
def test_any_line_can_be_read(line: str) -> None:
    assert len(Bookmarks.read(line).entries) <= MOST
