"""Pages kept for visitors: never somebody's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import get_resolver, reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject
from handschlag.common.page_cache import KNOWN, OFFERED
from handschlag.common.page_cache.middleware import DISPLAY, THEMES
from handschlag.design.themes import COOKIE, Theme
from handschlag.directory.models import Network

EDITOR = Subject(user_id=None, roles=frozenset({Role.EDITOR}))
PAGE = "/de/networks/optik-sachsen/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def pages_are_kept(settings: Any) -> None:
    settings.KEPT_PAGES_BYTES = 1024 * 1024


@pytest.fixture
def network(db: None) -> Network:
    optics = builders.field()
    made = builders.network(fields=(optics,), land=builders.land())
    builders.actor(networks=(made,), fields=(optics,))
    return made


def is_kept(answer: HttpResponse) -> bool:
    return bool(getattr(answer, "is_from_shelf", False))


def test_the_second_visitor_gets_the_page_of_the_first(network: Network, client: Client) -> None:
    first, second = client.get(PAGE), client.get(PAGE)
    assert (is_kept(first), is_kept(second)) == (False, True)
    assert TOKEN.sub("", first.text) == TOKEN.sub("", second.text)
    own = {"Content-Length", "X-Request-ID"}
    assert {k: v for k, v in first.items() if k not in own} == {
        k: v for k, v in second.items() if k not in own
    }
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert "Cookie" in second["Vary"]


@pytest.mark.parametrize("page", ["/de/networks/", "/de/interface/", "/de/", PAGE])
def test_parameters_that_a_page_does_not_know_make_no_page_of_their_own(
    network: Network, client: Client, page: str
) -> None:
    assert not is_kept(client.get(page))
    for strange in ("x=1", "x=2&x=3", "page[]=7", "utm_source=mail", "x=%3Cscript%3E"):
        answer = client.get(f"{page}?{strange}")
        assert (strange, is_kept(answer), strange in answer.text) == (strange, True, False)


def test_parameters_that_a_page_knows_are_told_apart_in_whatever_order(
    network: Network, client: Client
) -> None:
    one, other = "/de/networks/?land=SN&kind=cluster", "/de/networks/?kind=cluster&x=1&land=SN"
    assert [is_kept(client.get(address)) for address in (one, other)] == [False, True]
    for address in ("/de/networks/?land=BY&kind=cluster", "/de/networks/?land=SN", "/en/networks/?land=SN"):
        assert not is_kept(client.get(address))


def test_a_page_reads_no_parameter_that_it_did_not_name(
    network: Network, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise visitors would not get what they asked for: what is not named is taken away before."""
    read: set[str] = set()
    monkeypatch.setattr(QueryDict, "get", noting(QueryDict.get, read))
    monkeypatch.setattr(QueryDict, "getlist", noting(QueryDict.getlist, read))
    monkeypatch.setattr(QueryDict, "__getitem__", noting(QueryDict.__getitem__, read))
    lists = ("networks", "actors", "projects", "search", "stories", "map")
    more = ("events:events", "statistics:overview", "programmes:finder")
    for name in (*(f"directory:{one}" for one in lists), *more):
        read.clear()
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        known = getattr(answer.resolver_match.func, KNOWN)
        assert (name, read - known) == (name, set())


def noting(method: Callable[..., Any], read: set[str]) -> Callable[..., Any]:
    def noted(self: QueryDict, key: str, *more: Any, **named: Any) -> Any:
        if not self._mutable:
            read.add(key)
        return method(self, key, *more, **named)

    return noted


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-networks.xml"])
def test_lists_for_search_engines_are_kept(network: Network, client: Client, path: str) -> None:
    answers = [client.get(f"{path}?x={number}") for number in range(2)]
    assert [is_kept(answer) for answer in answers] == [False, True]
    assert answers[0].content == answers[1].content
    builders.network("Neues Netz", slug="neues-netz")
    assert not is_kept(client.get(path))


def test_a_kept_page_asks_the_database_once(network: Network, django_assert_num_queries: Any) -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    first = client.get("/de/networks/")
    with django_assert_num_queries(1):
        second = client.get("/de/networks/")
    assert (is_kept(second), second["Content-Encoding"], second.content) == (True, "gzip", first.content)
    assert client.head("/de/networks/").status_code == 200


def test_who_does_not_take_compressed_pages_gets_the_same_text(network: Network) -> None:
    made = Client().get("/de/networks/").text
    assert is_kept(answer := Client().get("/de/networks/")) is False  # a browser, a process: a shelf
    client = Client(headers={"accept-encoding": "gzip"})
    client.get("/de/networks/")
    plain = client.get("/de/networks/", headers={"accept-encoding": "identity"})
    assert (is_kept(plain), plain.has_header("Content-Encoding")) == (True, False)
    assert plain.text == answer.text == made


def test_who_is_signed_in_gets_no_kept_page(
    network: Network, client: Client, paul: User, signed_in: Callable[[User], Client]
) -> None:
    client.get(PAGE)
    assert is_kept(client.get(PAGE))
    signed_in(paul)
    mine = client.get(PAGE)
    assert (is_kept(mine), "Paul" in mine.text) == (False, True)
    client.cookies.clear()
    visitor = client.get(PAGE)
    assert (is_kept(visitor), "Paul" in visitor.text) == (True, False)


def test_who_has_bookmarks_gets_no_kept_page(network: Network, client: Client) -> None:
    client.get(PAGE)
    client.post("/de/bookmarks/", {"kind": "network", "slug": network.slug, "do": "add", "next": PAGE})
    mine = client.get(PAGE)
    assert (is_kept(mine), "Von der Merkliste entfernen" in mine.text) == (False, True)


def test_each_visitor_has_a_token_of_their_own_and_can_use_it(network: Network) -> None:
    first = Client(enforce_csrf_checks=True)
    first.get(PAGE)
    answers = [first.get(PAGE)]
    first.cookies.clear()
    answers.append(first.get(PAGE))
    assert [is_kept(answer) for answer in answers] == [True, True]
    tokens = [set(TOKEN.findall(answer.text)) for answer in answers]
    assert [len(one) for one in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert answers[0].cookies["csrftoken"].value != answers[1].cookies["csrftoken"].value
    sent = {"kind": "network", "slug": network.slug, "do": "add", "next": PAGE}
    assert first.post("/de/bookmarks/", {**sent, "csrfmiddlewaretoken": tokens[0].pop()}).status_code == 403
    assert first.post("/de/bookmarks/", {**sent, "csrfmiddlewaretoken": tokens[1].pop()}).status_code == 302


def test_language_theme_and_day_are_kept_apart(
    network: Network, client: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    assert (COOKIE,) == DISPLAY
    moments = {"now": now}
    monkeypatch.setattr("django.utils.timezone.now", lambda: moments["now"])

    def text(path: str, theme: str = "") -> tuple[bool, str]:
        client.cookies.clear()
        if theme:
            client.cookies[COOKIE] = theme
        answer = client.get(path)
        return is_kept(answer), re.findall(r'<html lang="\w+"[^>]*>', answer.text)[0]

    wanted = ((PAGE, ""), (PAGE, "dark"), (PAGE, "light"), (PAGE.replace("/de/", "/en/"), ""))
    made = [text(*one) for one in wanted]
    assert [found for found, _ in made] == [False] * 4
    assert [text(*one) for one in wanted] == [(True, shown) for _, shown in made]
    assert len({shown for _, shown in made}) == 4
    assert [text(PAGE, theme) for theme in ("system", "nonsense")] == [(True, made[0][1])] * 2
    assert {"system", *THEMES} == {*Theme}
    moments["now"] = now + timedelta(days=1)
    assert text(PAGE)[0] is False


def test_parts_for_htmx_and_whole_pages_are_kept_apart(network: Network, client: Client) -> None:
    path = "/de/search/suggest/?q=op"
    whole, part = client.get(path), client.get(path, headers={"HX-Request": "true"})
    assert ("<html" in whole.text, "<html" in part.text) == (True, False)
    again = client.get(path, headers={"HX-Request": "true"})
    assert (is_kept(again), again.text) == (True, part.text)
    for strange in ("x", "TRUE", "1"):
        assert not is_kept(client.get(path, headers={"HX-Request": strange}))


def test_who_refuses_a_compressed_page_gets_it_as_it_is(network: Network, client: Client) -> None:
    for accepts in ("gzip;q=0", "br, GZIP ; q=0.00, *", "identity"):
        assert "Content-Encoding" not in client.get(PAGE, headers={"Accept-Encoding": accepts}), accepts
    for accepts in ("gzip", "br;q=0, gzip;q=0.5", "gzip;q=0.05"):
        answer = client.get(PAGE, headers={"Accept-Encoding": accepts})
        assert answer["Content-Encoding"] == "gzip", accepts


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/de/networks/niemand/", 404),
        ("/de/contact/", 200),
        ("/de/account/login/", 200),
        ("/robots.txt", 200),
    ],
)
def test_other_answers_are_not_kept(path: str, status: int, network: Network, client: Client) -> None:
    answers = [client.get(path), client.get(path)]
    assert [(one.status_code, is_kept(one)) for one in answers] == [(status, False)] * 2


def test_a_visitor_with_an_unknown_cookie_gets_no_kept_page(network: Network, client: Client) -> None:
    client.get(PAGE)
    client.cookies["messages"] = "x"
    assert not is_kept(client.get(PAGE))


def test_a_size_of_zero_switches_it_off(network: Network, settings: Any) -> None:
    settings.KEPT_PAGES_BYTES = 0
    client = Client()
    client.get(PAGE)
    assert not is_kept(client.get(PAGE))


PUBLIC = {"directory", "programmes", "events", "statistics", "pages"}


def test_views_that_offer_their_page_take_only_questions() -> None:
    offered = [one.callback for one in patterns(get_resolver().url_patterns) if hasattr(one, "callback")]
    found = [view for view in offered if getattr(view, OFFERED, False)]
    assert len(found) > 15
    for view in found:
        assert view.__wrapped__.__module__.split(".")[1] in PUBLIC | {"api"}  # it tells of the others


def patterns(given: Any) -> Iterator[Any]:
    for one in given:
        if hasattr(one, "url_patterns"):
            yield from patterns(one.url_patterns)
        else:
            yield one
