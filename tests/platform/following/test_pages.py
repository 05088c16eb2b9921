"""The page of what somebody follows, the buttons that lead to it, the feed and the way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.platform import atom, builders
from tests.platform.following.conftest import MONDAY, WEDNESDAY

from handschlag.accounts.models import User
from handschlag.directory.models import Network
from handschlag.following import following, weekly
from handschlag.following.feed import feed_of
from handschlag.following.models import Following, Subscription, WeeklyEmail
from handschlag.following.news import WrittenLine

pytestmark = pytest.mark.django_db


def test_a_visitor_is_asked_after_signing_in(client: Client, paul: User, optics: Network) -> None:
    page = client.get("/de/networks/optik-sachsen/").content.decode()
    wanted = f"/de/following/new/?kind=network&amp;key={optics.pk}"
    assert wanted in page

    away = client.get(wanted.replace("&amp;", "&"))
    assert away["Location"].startswith("/de/account/login/?next=%2Fde%2Ffollowing%2Fnew%2F")
    client.force_login(paul)
    asked = client.get(wanted.replace("&amp;", "&")).content.decode()
    assert "Optik Sachsen" in asked
    assert not Following.objects.exists()
    answer = client.post("/de/following/new/", {"kind": "network", "key": optics.pk, "next": "/de/networks/"})
    assert answer["Location"] == "/de/networks/"
    assert Following.objects.get().user == paul


def test_the_button_stops_what_is_followed(
    client: Client, paul: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    client.force_login(paul)
    assert "/de/following/stop/" in client.get("/de/networks/optik-sachsen/").content.decode()

    for _twice in range(2):
        client.post("/de/following/stop/", {"kind": "network", "key": optics.pk})

    assert not Following.objects.exists()


@pytest.mark.parametrize(
    ("path", "kind", "key"),
    [
        ("/de/fields/optik-und-photonik/", "field", "optik-und-photonik"),
        ("/de/regions/sachsen/", "land", "sachsen"),
        ("/de/programmes/go-cluster/", "programme", "go-cluster"),
        ("/de/networks/?land=sachsen&sort=name&view=portraits", "search", "networks?land=sachsen"),
        ("/de/search/?q=Holzbau", "search", "search?q=Holzbau"),
    ],
)
def test_other_pages_can_be_followed_too(
    path: str, kind: str, key: str, client: Client, paul: User, optics: Network
) -> None:
    builders.programme()
    link = f"/de/following/new/?{urlencode({'kind': kind, 'key': key})}".replace("&", "&amp;")
    assert link in client.get(path).content.decode()
    client.force_login(paul)

    client.post("/de/following/new/", {"kind": kind, "key": key})

    assert Following.objects.get(kind=kind).key == key
    assert "Nicht mehr öffentlich" not in client.get("/de/following/").content.decode()


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("network", "99999"),
        ("network", "9" * 40),
        ("network", "²"),
        ("network", ""),
        ("secret", "x"),
        ("search", "networks?land=sachsen&sort=name"),
        ("search", "users?q=x"),
        ("search", "networks?q=" + "x" * 500),
        ("land", "a\0b"),
    ],
)
def test_what_is_nothing_public_is_not_followed(kind: str, key: str, client: Client, paul: User) -> None:
    client.force_login(paul)
    answer = client.post("/de/following/new/", {"kind": kind, "key": key}, follow=True)
    assert answer.status_code == 200
    assert not Following.objects.exists()
    asked = client.get(f"/de/following/new/?{urlencode({'kind': kind, 'key': key})}")
    assert asked.status_code == (400 if "\0" in key else 404)


def test_nobody_follows_without_end(
    client: Client, paul: User, optics: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_FOLLOWED", 1)
    client.force_login(paul)
    client.post("/de/following/new/", {"kind": "network", "key": optics.pk})
    answer = client.post("/de/following/new/", {"kind": "land", "key": "sachsen"}, follow=True)
    assert Following.objects.count() == 1
    assert "200" in answer.content.decode()


def test_searches_are_fewer(
    client: Client, paul: User, optics: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_SEARCHES", 1)
    client.force_login(paul)
    for key in ("search?q=Licht", "search?q=Holz"):
        answer = client.post("/de/following/new/", {"kind": "search", "key": key}, follow=True)
    client.post("/de/following/new/", {"kind": "network", "key": optics.pk})
    assert list(Following.objects.values_list("kind", flat=True)) == ["network", "search"]
    assert "20 Suchen" in answer.content.decode()


def test_nobody_is_promised_emails_that_do_not_come(
    client: Client, paul: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    client.force_login(paul)
    assert "Nächste E-Mail" in client.get("/de/following/").content.decode()
    following.pause(by=paul.subject, now=WEDNESDAY)

    asked = client.get("/de/following/new/?kind=land&key=sachsen").content.decode()
    page = client.post("/de/following/new/", {"kind": "land", "key": "sachsen"}, follow=True).content.decode()

    assert "Nächste E-Mail" not in page
    for text in (asked, page):
        assert "am Montag" not in text
        assert "E-Mails erhalten Sie zurzeit nicht" in text


def test_the_page_shows_what_comes_and_what_came(
    client: Client,
    paul: User,
    optics: Network,
    follow: Callable[..., None],
    valid: Callable[[str], list[str]],
) -> None:
    client.force_login(paul)
    assert valid(client.get("/de/following/").content.decode()) == []
    follow("network", optics.pk)
    follow("land", "sachsen")
    Following.objects.create(user=paul, kind="network", key="99999", since=WEDNESDAY)
    builders.story(network=optics, published_at=WEDNESDAY.replace(hour=8))

    page = client.get("/de/following/").content.decode()

    assert valid(page) == []
    assert "Neues Labor" in page
    assert "Nicht mehr öffentlich" in page
    weekly.send_weekly(now=MONDAY)
    own = f"/de/following/emails/{WeeklyEmail.objects.get().pk}/"
    assert own in client.get("/de/following/").content.decode()
    past = client.get(own).content.decode()
    assert "Neues Labor" in past
    assert valid(past) == []


def test_others_do_not_read_my_emails(
    client: Client, paul: User, editha: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)
    weekly.send_weekly(now=MONDAY)
    client.force_login(editha)
    assert client.get(f"/de/following/emails/{WeeklyEmail.objects.get().pk}/").status_code == 404


def test_a_choice_made_in_an_old_window_is_refused(
    client: Client, paul: User, optics: Network, follow: Callable[..., None]
) -> None:
    client.force_login(paul)
    for wrong in ("", "x", "9" * 30, "1"):
        client.post("/de/following/choice/", {"way": "feed", "version": wrong})
    client.post("/de/following/pause/")
    client.post("/de/following/feed/renew/")
    assert not Subscription.objects.exists()
    follow("network", optics.pk)
    client.post("/de/following/choice/", {"way": ["feed", "email"], "version": "1"})
    client.post("/de/following/choice/", {"version": "1"})
    assert Subscription.objects.get().is_by_feed
    client.post("/de/following/pause/", {"do": "pause"})
    assert Subscription.objects.get().paused_at
    client.post("/de/following/pause/", {"do": "resume"})
    assert Subscription.objects.get().paused_at is None


def test_the_feed_stands_at_a_secret_address_that_can_be_renewed(
    client: Client,
    paul: User,
    optics: Network,
    follow: Callable[..., None],
    django_assert_max_num_queries: Callable[..., AbstractContextManager],
) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY.replace(hour=8))
    subscription = Subscription.objects.get()
    address = f"/de/following/{subscription.feed_token}.atom"
    assert client.get(address).status_code == 404  # not asked for
    following.choose(is_by_email=True, is_by_feed=True, version=1, by=paul.subject, now=WEDNESDAY)

    answer = client.get(address)

    assert atom.faults(answer.content) == []
    assert "Neues Labor" in answer.content.decode()
    assert "Weil Sie „Optik Sachsen“ abonniert haben." in answer.content.decode()
    assert client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    of_somebody_else = address.replace(f"/{subscription.pk}-", f"/{subscription.pk + 1}-")
    assert of_somebody_else != address
    assert client.get(of_somebody_else).status_code == 404
    with django_assert_max_num_queries(6):  # the answer is kept for a while
        client.get(address)
    following.renew_feed(by=paul.subject, now=WEDNESDAY)
    assert client.get(address).status_code == 404


def test_a_line_that_stands_for_a_week_keeps_its_id_in_the_feed() -> None:
    line = WrittenLine(
        title="4",
        url="/a/",
        sentence="",
        at=f"{WEDNESDAY}",
        is_invented=False,
        because=[],
        week="2026-11-30",
    )

    ids = {
        re.findall("<entry>.*?<id>(.*?)</id>", feed_of([one], path="/x"))[0]
        for one in (line, {**line, "title": "5", "at": f"{MONDAY}"})
    }

    assert len(ids) == 1


def test_one_press_ends_the_emails_without_signing_in(
    paul: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    strict = Client(enforce_csrf_checks=True)
    address = f"/de/following/end/{Subscription.objects.get().end_token}/"

    assert "E-Mails beenden" in strict.get(address).content.decode()
    assert Subscription.objects.get().is_by_email  # whoever merely looks ends nothing
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not Subscription.objects.get().is_by_email
    assert Following.objects.exists()
    assert strict.post(address).status_code == 200
    assert strict.post("/de/following/end/1.x/").status_code == 404
